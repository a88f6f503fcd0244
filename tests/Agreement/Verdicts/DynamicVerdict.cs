using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using MemoryRegions.Agreement.Execution;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>Runs compiled programs along all paths and notes what the runtime shows.</summary>
internal sealed class DynamicVerdict
{
    private readonly Bench _bench = new();
    private readonly int _maxPaths;

    static DynamicVerdict() => AppDomain.CurrentDomain.FirstChanceException += (_, e) => NoteMisuse(e.Exception);

    public DynamicVerdict(int maxPaths) => _maxPaths = maxPaths;

    /// <summary>Runs one program of a loaded assembly.</summary>
    public Evidence Of(Assembly assembly, DeviceProgram program)
    {
        ConstructorInvoker create = ConstructorInvoker.Create(assembly.GetType(program.Name)!.GetConstructors()[0]);
        var evidence = new Evidence();
        var failures = Failures.Of(program);
        var tape = new Tape();
        do
        {
            if (evidence.Paths == _maxPaths)
            {
                evidence.IsCapped = true;
                break;
            }

            evidence.Paths++;
            if (!RunPath(create, tape, evidence, failures, program))
            {
                break;
            }
        }
        while (tape.Advance());
        return evidence;
    }

    private bool RunPath(ConstructorInvoker create, Tape tape, Evidence evidence, Failures failures, DeviceProgram program)
    {
        var run = new Run(tape, _bench, failures);
        var end = PathEnd.Own;
        var leaks = new HashSet<int>();
        World.Current = run;
        try
        {
            end = program.IsLife ? Live(create, tape, run, leaks, program) : Live(create, run);
        }
        catch (Exception e)
        {
            evidence.Failure = $"{tape}: {e}";
            return false;
        }
        finally
        {
            World.Current = null;
        }

        // What belongs to nobody stays with the machine.
        _bench.Collect(leaks, spoiled: run.Misuse is not null || program.Elements.Any(element => element is OutlivedTarget or AliasReference or ForeignCallbacks));
        if (run.Misuse is { } misuse)
        {
            // The rest of the path is not what the program means.
            evidence.Misuses.TryAdd((LinesOf(misuse.Exception), misuse.Rule), tape.ToString());
            evidence.Cut.UnionWith(run.Sites);
            return true;
        }

        // What is lost already is a mistake of its own.
        evidence.Suspensions.UnionWith(run.Suspensions.Select(suspension => (suspension.Line, leaks.Contains(suspension.Site))));
        evidence.Seen.UnionWith(run.Sites);
        foreach (int site in leaks)
        {
            evidence.Leaks.TryAdd((site, end), tape.ToString());
        }

        return true;
    }

    /// <summary>A body is run once.</summary>
    private PathEnd Live(ConstructorInvoker create, Run run)
    {
        var device = (Device)create.Invoke(_bench.Main)!;
        PathEnd end = Guard(run, () =>
        {
            device.Realize();
            ((IProgram)device).Run();
        });
        Guard(run, () => Drop(device));

        // What nobody asks for any more is as good as interrupted by a call.
        return run.IsAbandoned ? PathEnd.Call : end;
    }

    /// <summary>The life of a device, which is realized, used, reset and unplugged.</summary>
    private PathEnd Live(ConstructorInvoker create, Tape tape, Run run, HashSet<int> leaks, DeviceProgram program)
    {
        Device? device = null;
        Guard(run, () => device = (Device)create.Invoke(_bench.Main, _bench.Bus)!);
        if (device is null)
        {
            return PathEnd.Failed;
        }

        PathEnd end = Guard(run, device.Realize);
        bool isRealized = device.IsRealized;
        if (isRealized)
        {
            for (int rounds = tape.Next(3); rounds > 0; rounds--)
            {
                Guard(run, ((IProgram)device).Run);
            }

            if (tape.Next(2) == 1)
            {
                Guard(run, device.Reset);
            }

            if (program.Elements.OfType<OutlivedTarget>().Any())
            {
                leaks.UnionWith(_bench.Dangling());
            }
        }

        PathEnd teardown = Guard(run, () => Drop(device));
        return end == PathEnd.Call || teardown == PathEnd.Call ? PathEnd.Call : isRealized ? PathEnd.Own : PathEnd.Failed;
    }

    private static void Drop(Device device)
    {
        device.Unparent();
        device.Unref();
    }

    /// <summary>Runs code of a program, which may throw what it throws itself, what calls throw, and what the runtime complains about.</summary>
    private static PathEnd Guard(Run run, Action step)
    {
        try
        {
            step();
            return PathEnd.Own;
        }
        catch (Exception e) when (e is Fault or OtherFault or Stop)
        {
            return run.Injected.Contains(e) ? PathEnd.Call : PathEnd.Own;
        }
        catch (Exception) when (run.Misuse is not null)
        {
            return PathEnd.Own;
        }
    }

    /// <summary>Called before handlers are looked for, so that a program cannot swallow what the runtime complains about.</summary>
    private static void NoteMisuse(Exception exception)
    {
        if (World.Current is not { Misuse: null } run)
        {
            return;
        }

        if (exception is IndexOutOfRangeException or ArgumentOutOfRangeException)
        {
            // Of bytes that are not there.
            run.Misuse = new Misuse(exception, !run.HasShort ? "MRL307" : run.HasNull ? "MRL307|MRL308" : "MRL308");
            return;
        }

        if (exception is not MemoryRegionException misuse)
        {
            return;
        }

        if (misuse.Code == MemoryRegionErrorCode.LengthOutOfRange)
        {
            // As much as was asked for, or more than that.
            run.Misuse = new Misuse(misuse, run.HasShort ? "MRL306|MRL308" : "MRL306");
            return;
        }

        // What nothing was acquired for cannot be released either: another rule.
        bool isNull = misuse.Code == MemoryRegionErrorCode.NotHeld && misuse.ObjectPath.StartsWith('(');
        run.Misuse = new Misuse(misuse, isNull ? "MRL307" : misuse.RuleId ?? misuse.Code.ToString());
    }

    /// <summary>The lines of the program that the runtime complains about. Known once the exception is on its way.</summary>
    private static string LinesOf(Exception exception)
    {
        // Only programs are loaded into contexts of their own.
        return string.Join(" from ", new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(frame => frame.GetMethod()?.Module.Assembly is { } assembly && AssemblyLoadContext.GetLoadContext(assembly) is ProgramContext)
            .Select(frame => frame.GetFileLineNumber()));
    }
}

/// <summary>Holds the compiled programs of a batch until they have run.</summary>
internal sealed class ProgramContext() : AssemblyLoadContext(isCollectible: true);
