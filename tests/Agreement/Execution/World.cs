using System;
using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;
using MemoryRegions.Contracts;

namespace MemoryRegions.Agreement.Execution;

/// <summary>
/// What random programs call besides the runtime: free choices, and calls that may throw. A run answers from its tape. Whatever has no
/// contract here may throw, for the analyzers and in the run alike.
/// </summary>
public static class World
{
    [ThreadStatic]
    private static Run? s_run;

    /// <summary>The run of this thread.</summary>
    internal static Run? Current
    {
        get => s_run;
        set => s_run = value;
    }

    /// <summary>Either.</summary>
    [DoesNotThrow]
    public static bool Choice() => s_run!.Tape.Next(2) == 1;

    /// <summary>How often a loop runs: 0 to 2 times.</summary>
    [DoesNotThrow]
    public static int Count() => s_run!.Tape.Next(3);

    /// <summary>A number below the limit.</summary>
    [DoesNotThrow]
    public static int Pick(int limit) => s_run!.Tape.Next(limit);

    /// <summary>Whether a loop goes on; twice at most.</summary>
    [DoesNotThrow]
    public static bool Again(int round) => round < 2 && s_run!.Tape.Next(2) == 1;

    /// <summary>The items of a loop.</summary>
    [DoesNotThrow]
    public static int[] Items() => new int[s_run!.Tape.Next(3)];

    /// <summary>May throw.</summary>
    public static void Work() => s_run!.MayFail();

    /// <summary>May throw where it is awaited.</summary>
    /// <param name="line">The line of the program.</param>
    public static Task StepAsync(int line)
    {
        try
        {
            s_run!.Suspend(line);
            s_run.MayFail();
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>What a program then waits for. May throw.</summary>
    /// <param name="line">The line of the program.</param>
    public static Task Waiting(int line)
    {
        s_run!.MayFail();
        s_run.Suspend(line);
        return Task.CompletedTask;
    }

    /// <summary>Runs an iterator to its end, or to a <c>yield return</c> after which nobody asks for more. It yields the lines at which it does.</summary>
    public static void Enumerate(IEnumerable<int> steps)
    {
        foreach (int line in steps)
        {
            s_run!.Suspend(line);
            if (s_run.Abandons())
            {
                break;
            }
        }
    }

    /// <summary>Calls at once. May throw itself.</summary>
    public static void Do(Action action)
    {
        s_run!.MayFail();
        action();
    }

    /// <summary>What programs lock.</summary>
    public static object Gate { [DoesNotThrow] get; } = new();

    /// <summary>The address at which the acquisition of the given number finds memory. May throw in its stead.</summary>
    public static ulong Site(int site)
    {
        s_run!.MayFail();
        s_run.Attempted(site);
        return (ulong)site * Bench.SiteSize;
    }

    /// <summary>As <see cref="Site"/>, or where there is nothing.</summary>
    public static ulong Somewhere(int site)
    {
        ulong address = Site(site);
        return s_run!.Tape.Next(2) == 1 ? s_run.Null(Bench.Nowhere) : address;
    }

    /// <summary>As <see cref="Site"/>, or where only half of 8 bytes can be mapped, or nothing.</summary>
    public static ulong Anywhere(int site)
    {
        ulong address = Site(site);
        switch (s_run!.Tape.Next(3))
        {
            case 1:
                return s_run.Null(Bench.Nowhere);
            case 2:
                s_run.HasShort = true;
                return address + Bench.SiteSize - 4;
            default:
                return address;
        }
    }

    /// <summary>8 bytes, or none, so that the map fails.</summary>
    [DoesNotThrow]
    public static ulong Length() => s_run!.Tape.Next(2) == 1 ? s_run.Null(0ul) : 8ul;

    /// <summary>How much is asked for.</summary>
    [DoesNotThrow]
    public static int Eight() => 8;

    /// <summary>The root of the address space of the given number. May throw in the stead of its creation.</summary>
    public static MemoryRegion RootOf(int site)
    {
        s_run!.MayFail();
        return ObjectOf(site);
    }

    /// <summary>A machine for the transaction of the given number. May throw in the stead of its beginning.</summary>
    public static Machine MachineOf(int site)
    {
        s_run!.MayFail();
        s_run.Attempted(site);
        return s_run.Bench.MachineOf(site);
    }

    /// <summary>The object of the reference of the given number.</summary>
    [DoesNotThrow]
    public static MemoryRegion ObjectOf(int site)
    {
        s_run!.Attempted(site);
        return s_run.Bench.ObjectOf(site);
    }

    /// <summary>Looks at a number.</summary>
    [DoesNotThrow]
    public static void Look(long value) => s_run!.Seen += value;

    /// <summary>An IOMMU that translates nothing.</summary>
    public static IommuTlbEntry Translate(ulong address, IommuAccess access, int index) => default;

    /// <summary>Stands before <c>throw;</c>: from here on the exception is the program's own.</summary>
    [DoesNotThrow]
    public static void Passing() => s_run!.PassOn();
}

/// <summary>What calls throw.</summary>
public sealed class Fault : Exception;

/// <summary>What calls throw besides, so that no handler of <see cref="Fault"/> is sure to take it.</summary>
public sealed class OtherFault : Exception;

/// <summary>What programs throw themselves.</summary>
[method: DoesNotThrow]
public sealed class Stop() : Exception;

/// <summary>A listener that does nothing.</summary>
public sealed class Hearer : MemoryListener
{
    /// <summary>Creates the listener of the given number.</summary>
    [DoesNotThrow]
    public Hearer(int site)
        : base("l" + site.ToString(CultureInfo.InvariantCulture))
    {
        World.Current!.Attempted(site);
    }
}

/// <summary>A handle and more.</summary>
public record struct RequestMapping
{
    public MemoryMapping Handle;
    public int Tag;
}

/// <summary>A handle and more.</summary>
public record struct RequestSection
{
    public MemorySection Handle;
    public int Tag;
}

/// <summary>A random program that can be run.</summary>
public interface IProgram
{
    /// <summary>Runs it once.</summary>
    void Run();
}

/// <summary>Another owner, with a container for the regions of others.</summary>
public sealed class Bus : QomObject
{
    /// <summary>Creates an empty bus.</summary>
    public Bus(Machine machine)
        : base(machine)
    {
        Memory = new ContainerRegion(this, "bus-memory", 1UL << 32);
        Other = new ContainerRegion(this, "bus-other", 1UL << 32);
    }

    /// <summary>What is on the bus.</summary>
    public ContainerRegion Memory { get; }

    /// <summary>Another container.</summary>
    public ContainerRegion Other { get; }
}
