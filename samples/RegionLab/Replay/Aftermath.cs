using System.Collections.Generic;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>What comes after an error: the rest of the script as far as it still makes sense, and a device that is plugged, used and unplugged.</summary>
public static class Aftermath
{
    private static readonly string[] s_exercise =
    [
        "owner x.board",
        "owner x.device",
        "container x.board x.bus 0x10000",
        "space x.space x.bus",
        "ram x.board x.ram 0x4000",
        "add x.bus x.ram 0x0",
        "mmio x.device x.bar 0x1000",
        "add x.bus x.bar 0x1000 1",
        "flat x.space",
        "map x.space 0x2000 0x1000 w x.mapping",
        "unmap x.mapping 0x10",
        "del x.bus x.bar",
        "drop x.device",
        "unspace x.space",
        "drop x.board",
    ];

    private static readonly Dictionary<string, string> s_expected = new()
    {
        ["flat x.space"] = "~ 0x0-0xfff x.ram+0x0 ram\n~ 0x1000-0x1fff x.bar+0x0 i/o\n~ 0x2000-0x3fff x.ram+0x2000 ram",
        ["map x.space 0x2000 0x1000 w x.mapping"] = "# x.mapping len=0x1000 kind=direct mr=x.ram+0x2000",
        ["drop x.device"] = "! finalize region x.bar\n! finalize owner x.device",
        ["drop x.board"] = "! finalize region x.bus\n! finalize region x.ram\n! finalize owner x.board",
    };

    /// <summary>Runs it; returns the first thing that is wrong, or <see langword="null"/>.</summary>
    public static string? FindError(TraceInterpreter interpreter, IEnumerable<TraceStep> rest)
    {
        foreach (TraceStep step in rest)
        {
            try
            {
                interpreter.Run(step.Words);
            }
            catch (Exception e) when (e is MemoryRegionException or OperationException or WrongKindException)
            {
                // What was refused did not happen: what comes after it may be impossible. It must not do harm.
            }

            if (ReferenceRecount.FindError(interpreter) is { } error)
            {
                return $"and {step}, {error}";
            }
        }

        interpreter.CommitAll();
        return FindExerciseError(interpreter);
    }

    private static string? FindExerciseError(TraceInterpreter interpreter)
    {
        foreach (string operation in s_exercise)
        {
            string output;
            try
            {
                output = string.Join('\n', interpreter.Run(operation.Split(' ')));
            }
            catch (MemoryRegionException e)
            {
                return $"the machine refuses '{operation}': {e.Message}";
            }

            string expected = s_expected.GetValueOrDefault(operation, "");
            if (output != expected)
            {
                return $"'{operation}' prints '{output}', not '{expected}'";
            }

            if (ReferenceRecount.FindError(interpreter) is { } error)
            {
                return $"and '{operation}', {error}";
            }
        }

        return null;
    }
}
