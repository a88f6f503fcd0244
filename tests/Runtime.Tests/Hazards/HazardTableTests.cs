using System.Collections.Generic;
using System.IO;
using System.Linq;
using MemoryRegions.RegionLab.Replay;
using MemoryRegions.Tests.Lifecycle;
using Xunit;

namespace MemoryRegions.Tests.Hazards;

/// <summary>
/// The table of answers is what the runtime does: for each trace in which QEMU dies, refuses or uses something dead, the operation that is
/// answered and how.
/// </summary>
public class HazardTableTests
{
    private const string Head = """
        # What the runtime answers where QEMU goes wrong

        One line for each trace in which QEMU asserts (ABORT), refuses (?) or uses something finalized (stale). The answer is the error code with
        which the operation is refused before anything has changed, and the rule that finds it at compile time; or *completes*: a release is
        never refused, and what it leaves dangling is reported. This file is checked by HazardTableTests.

        | trace | operation that is answered | answer | QEMU's error | answered earlier because |
        |---|---|---|---|---|

        """;

    [Fact]
    public void Table_lists_the_answer_to_every_hazard()
    {
        string actual = Head + string.Concat(Rows().Select(row => row + "\n"));
        string expected = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Hazards", "answers.md"));
        if (actual != expected)
        {
            // Next to the one that was read, to be looked at and copied.
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "Hazards", "answers.actual.md"), actual);
        }

        Assert.Equal(expected.Split('\n'), actual.Split('\n'));
    }

    private static IEnumerable<string> Rows()
    {
        foreach (object[] file in TraceData.Files("named").Concat(TraceData.Files("hazard")))
        {
            TraceFile trace = TraceFile.Read(TraceData.PathOf((string)file[0]));
            TraceReplay replay = TraceReplay.Run(trace);
            Assert.Equal(trace.Steps.Any(step => step.IsHazard), replay.Answer is not null);
            if (replay.Answer is not { } answer)
            {
                continue;
            }

            string how = answer.Code is { } code ? $"{code} ({answer.RuleId})" : "*completes*; the alias is reported as dangling (MRL209)";
            string reason = answer.IsEarlier
                ? $"at `{answer.TraceOperation}` the memory is gone; its destruction, which the mapping does not prevent, is what is wrong"
                : "";
            yield return $"| {file[0]}:{answer.LineNumber} | `{answer.Operation}` | {how} | {answer.TraceError.Replace("|", "\\|", StringComparison.Ordinal)} | {reason} |";
        }
    }
}
