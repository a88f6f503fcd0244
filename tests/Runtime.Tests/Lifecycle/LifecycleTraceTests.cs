using System.Collections.Generic;
using MemoryRegions.RegionLab.Replay;
using Xunit;

namespace MemoryRegions.Tests.Lifecycle;

/// <summary>Replays what QEMU's own code did, line by line: events and their order, results, flat ranges, references, links.</summary>
public class LifecycleTraceTests
{
    public static IEnumerable<object[]> Named => TraceData.Files("named");

    public static IEnumerable<object[]> Random => TraceData.Files("random");

    public static IEnumerable<object[]> Hazards => TraceData.Files("hazard");

    [Theory]
    [MemberData(nameof(Named))]
    public void Named_scenario_does_as_QEMU_does(string file) => Assert.Null(TraceReplay.FindDifference(TraceData.PathOf(file)));

    [Theory]
    [MemberData(nameof(Random))]
    public void Random_script_does_as_QEMU_does(string file) => Assert.Null(TraceReplay.FindDifference(TraceData.PathOf(file)));

    [Theory]
    [MemberData(nameof(Hazards))]
    public void Hazard_is_answered_and_the_machine_goes_on(string file) => Assert.Null(TraceReplay.FindDifference(TraceData.PathOf(file)));

    [Fact]
    public void All_the_traces_are_here()
    {
        Assert.Equal(49, TraceData.Files("named").Count);
        Assert.Equal(500, TraceData.Files("random").Count);
        Assert.Equal(114, TraceData.Files("hazard").Count);
    }
}
