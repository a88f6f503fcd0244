using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>Replays what QEMU's own code did, line by line: events and their order, results, flat ranges, references, links.</summary>
public class LifecycleTraceTests
{
    // What is never refused when it lets go of something that is held; see design: releases always complete.
    private static readonly HashSet<string> s_releases = ["del", "drop", "enable", "unmap", "unref", "unspace"];

    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Data", "lifecycle");

    public static IEnumerable<object[]> Named => Files("named", hazards: false);

    public static IEnumerable<object[]> Random => Files("random", hazards: false).Concat(Files("hazard", hazards: false));

    public static IEnumerable<object[]> Hazards => Files("named", hazards: true).Concat(Files("hazard", hazards: true));

    [Theory]
    [MemberData(nameof(Named))]
    public void Named_scenario_does_as_QEMU_does(string file) => Replay(file);

    [Theory]
    [MemberData(nameof(Random))]
    public void Random_script_does_as_QEMU_does(string file) => Replay(file);

    [Theory]
    [MemberData(nameof(Hazards))]
    public void Hazard_is_refused_before_anything_changed_or_released_completely(string file)
    {
        var interpreter = new TraceInterpreter();
        foreach (TraceStep step in TraceFile.Read(Path.Combine(s_data, file)))
        {
            string before = TraceComparison.Actual(interpreter);
            try
            {
                IReadOnlyList<string> output = interpreter.Run(step.Words);
                if (step.IsHazard)
                {
                    Assert.True(s_releases.Contains(step.Words[0]), $"{Where(file, step)} must be refused");
                    return;
                }

                Assert.Equal(Expected(file, step), Where(file, step) + Print(output) + TraceComparison.Actual(interpreter));
            }
            catch (MemoryRegionException e)
            {
                Assert.StartsWith("MRL", e.RuleId, StringComparison.Ordinal);
                Assert.NotEmpty(e.ObjectPath);
                Assert.Equal(before, TraceComparison.Actual(interpreter));
                return;
            }
        }

        Assert.Fail($"{file}: the hazard was not met");
    }

    private static IEnumerable<object[]> Files(string folder, bool hazards) => Directory.GetFiles(Path.Combine(s_data, folder))
        .Order(StringComparer.Ordinal)
        .Where(path => TraceFile.Read(path).Any(step => step.IsHazard) == hazards)
        .Select(path => new object[] { Path.GetRelativePath(s_data, path) });

    private static void Replay(string file)
    {
        var interpreter = new TraceInterpreter();
        foreach (TraceStep step in TraceFile.Read(Path.Combine(s_data, file)))
        {
            IReadOnlyList<string> output = interpreter.Run(step.Words);
            Assert.Equal(Expected(file, step), Where(file, step) + Print(output) + TraceComparison.Actual(interpreter));
        }
    }

    private static string Expected(string file, TraceStep step) => Where(file, step) + Print(step.Output) + TraceComparison.Expected(step);

    private static string Where(string file, TraceStep step) => $"{file}:{step.LineNumber}: {string.Join(' ', step.Words)}\n";

    private static string Print(IReadOnlyList<string> lines) => string.Concat(lines.Select(line => line + "\n"));
}
