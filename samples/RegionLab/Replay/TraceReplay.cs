using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>
/// Replays a trace and compares every line, up to the first error of QEMU; there it expects the runtime's answer. All references are
/// recounted after every operation, and after an error the machine has to go on working.
/// </summary>
public sealed class TraceReplay
{
    private readonly TraceInterpreter _interpreter = new();
    private readonly TraceFile _trace;

    private TraceReplay(TraceFile trace) => _trace = trace;

    /// <summary>What the runtime answered to the error of the trace; <see langword="null"/> if there is none.</summary>
    public HazardAnswer? Answer { get; private set; }

    /// <summary>The first difference; <see langword="null"/> if there is none.</summary>
    public string? Difference { get; private set; }

    /// <summary>Replays a file; returns the first difference, or <see langword="null"/> if there is none.</summary>
    /// <exception cref="InputException">The file is not what it should be.</exception>
    public static string? FindDifference(string file) => Run(TraceFile.Read(file)).Difference;

    /// <summary>Replays a trace.</summary>
    /// <exception cref="InputException">An operation is not what it should be.</exception>
    public static TraceReplay Run(TraceFile trace)
    {
        var replay = new TraceReplay(trace);
        replay.Difference = replay.Run();
        return replay;
    }

    private string? Run()
    {
        for (int i = 0; i < _trace.Steps.Count; i++)
        {
            TraceStep step = _trace.Steps[i];
            string before = TraceComparison.ActualReferences(_interpreter);
            string? difference;
            try
            {
                IReadOnlyList<string> output = _interpreter.Run(step.Words);
                difference = step.IsHazard ? CheckRelease(step, output) : Compare(step, output);
            }
            catch (Exception e) when (e is OperationException or ArgumentException)
            {
                throw new InputException(_trace.File, step.LineNumber, e.Message);
            }
            catch (WrongKindException e)
            {
                difference = CheckRefusal(i, before, null, e.Message);
            }
            catch (MemoryRegionException e)
            {
                difference = CheckRefusal(i, before, e, e.Message);
            }

            difference ??= ReferenceRecount.FindError(_interpreter) is { } error ? Explain(step, error) : null;
            if (difference is not null)
            {
                return difference;
            }

            if (Answer is not null)
            {
                return Aftermath.FindError(_interpreter, _trace.Steps.Skip(i + 1)) is { } later ? Explain(step, $"after it {later}") : null;
            }
        }

        return null;
    }

    private string? Compare(TraceStep step, IReadOnlyList<string> output)
    {
        if (_trace.IsScript)
        {
            return null;
        }

        IReadOnlyList<string> expected = TraceComparison.Expected(step);
        IReadOnlyList<string> actual = TraceComparison.Actual(_interpreter, output);
        for (int i = 0; i < Math.Max(expected.Count, actual.Count); i++)
        {
            string? wanted = i < expected.Count ? expected[i] : null;
            string? got = i < actual.Count ? actual[i] : null;
            if (wanted != got)
            {
                return Explain(step, $"the trace differs{Environment.NewLine}  expected: {wanted ?? "(nothing more)"}{Environment.NewLine}  actual:   {got ?? "(nothing)"}");
            }
        }

        return null;
    }

    /// <summary>Checks a refusal: it answers the error, and nothing has happened.</summary>
    private string? CheckRefusal(int index, string before, MemoryRegionException? refusal, string message)
    {
        TraceStep step = _trace.Steps[index];
        TraceStep? hazard = _trace.Steps.Skip(index).FirstOrDefault(s => s.IsHazard);
        bool earlier = hazard is not null && hazard != step;
        if (hazard is null || (earlier && !HazardCodes.MayBeEarlier(hazard, step)))
        {
            return Explain(step, $"the operation is refused: {message}");
        }

        string error = hazard.Errors[0];
        bool fits = refusal is null ? error.StartsWith('?') : HazardCodes.Fits(error, refusal.Code);
        if (!fits)
        {
            return Explain(step, $"QEMU says '{error}', the runtime {refusal?.Code}: {message}");
        }

        if (_interpreter.Output.Count > 0 || TraceComparison.ActualReferences(_interpreter) != before)
        {
            return Explain(step, $"the operation is refused, but something has changed: {string.Join(", ", _interpreter.Output)} {TraceComparison.ActualReferences(_interpreter)}");
        }

        Answer = new HazardAnswer(step.LineNumber, step.ToString(), refusal?.Code, refusal?.RuleId, earlier, hazard.ToString(), error);
        return null;
    }

    /// <summary>Checks a release that completed: it did what QEMU does, and what it left dangling is reported.</summary>
    private string? CheckRelease(TraceStep step, IReadOnlyList<string> output)
    {
        if (!HazardCodes.Completes(step, _interpreter))
        {
            return Explain(step, $"QEMU says '{step.Errors[0]}', but the operation is not refused");
        }

        if (!output.SequenceEqual(step.Output))
        {
            return Explain(step, $"the release did '{string.Join(", ", output)}', not '{string.Join(", ", step.Output)}'");
        }

        // ! stale alias ALIAS target REGION
        IReadOnlyList<Leak> leaks = _interpreter.Machine.Diagnostics.FindLeaks();
        foreach (string alias in step.Errors.Where(e => e.StartsWith("! stale alias ", StringComparison.Ordinal)).Select(e => e.Split(' ')[3]))
        {
            MemoryRegion region = _interpreter.Regions.First(r => r.Name == alias);
            if (!leaks.Any(leak => leak.Kind == LeakKind.DanglingAlias && leak.ObjectPath == region.Path))
            {
                return Explain(step, $"the alias {alias} dangles, and nobody says so");
            }
        }

        Answer = new HazardAnswer(step.LineNumber, step.ToString(), null, null, false, step.ToString(), step.Errors[0]);
        return null;
    }

    private string Explain(TraceStep step, string what) => $"{_trace.File}:{step.LineNumber}: {step}: {what}";
}
