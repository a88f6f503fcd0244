using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>Replays what QEMU's own code did, line by line: events and their order, results, flat ranges, references, links.</summary>
public class LifecycleTraceTests
{
    private static readonly string s_data = Path.Combine(AppContext.BaseDirectory, "Data", "lifecycle");

    public static IEnumerable<object[]> Named => Files("named");

    public static IEnumerable<object[]> Random => Files("random");

    [Theory]
    [MemberData(nameof(Named))]
    public void Named_scenario_does_as_QEMU_does(string file) => Replay(Path.Combine(s_data, "named", file));

    [Theory]
    [MemberData(nameof(Random))]
    public void Random_script_does_as_QEMU_does(string file) => Replay(Path.Combine(s_data, "random", file));

    private static IEnumerable<object[]> Files(string folder) =>
        Directory.GetFiles(Path.Combine(s_data, folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).Select(f => new object[] { f });

    private static void Replay(string path)
    {
        var interpreter = new TraceInterpreter();
        foreach (TraceStep step in TraceFile.Read(path))
        {
            string where = $"{Path.GetFileName(path)}:{step.LineNumber}: {string.Join(' ', step.Words)}";
            if (step.IsHazard)
            {
                Assert.Fail($"{where}: hazard");
            }

            string expected = where + "\n" + string.Join('\n', step.Output) + "\n" + TraceComparison.Expected(step);
            string actual = where + "\n" + string.Join('\n', interpreter.Run(step.Words)) + "\n" + TraceComparison.Actual(interpreter);
            Assert.Equal(expected, actual);
        }
    }
}
