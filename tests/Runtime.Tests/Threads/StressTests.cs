using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace MemoryRegions.Tests.Threads;

/// <summary>
/// Many threads on one machine. 2 seconds; <c>MEMORYREGIONS_STRESS_SECONDS</c> and <c>MEMORYREGIONS_STRESS_SEED</c> say otherwise.
/// </summary>
public sealed class StressTests(ITestOutputHelper output)
{
    private const int DefaultSeconds = 2;
    private const int DefaultSeed = 20240917;

    [Fact]
    public void Readers_mappers_and_hot_plug_use_nothing_finalized_leak_nothing_and_lose_nothing()
    {
        using var run = new StressRun(Setting("MEMORYREGIONS_STRESS_SEED", DefaultSeed));
        run.Run(TimeSpan.FromSeconds(Setting("MEMORYREGIONS_STRESS_SECONDS", DefaultSeconds)));
        output.WriteLine(run.Summary);
        Assert.Empty(run.Problems);
        Assert.InRange(run.Devices, 1, long.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(203)]
    public void Reference_that_is_dropped_is_found(int viewReferenceLeftOut)
    {
        using var run = new StressRun(DefaultSeed, viewReferenceLeftOut);
        run.Run(TimeSpan.FromSeconds(0.5));
        foreach (string problem in run.Problems)
        {
            output.WriteLine(problem);
        }

        Assert.NotEmpty(run.Problems);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}
