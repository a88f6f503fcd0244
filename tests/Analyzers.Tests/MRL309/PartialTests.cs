using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

/// <summary>A type in several files.</summary>
public class PartialTests
{
    [Theory]
    [InlineData("protected override void OnUnrealize() => _ring.Dispose();", false)]
    [InlineData("protected override void OnUnrealize() { }", true)]
    public Task Other_part_counts(string member, bool isReported)
    {
        string site = "Machine.Memory.Map(0, 64, MapAccess.Read)";
        var test = new Verify<HeldResourceAnalyzer>
        {
            TestCode = $$"""
                partial class DmaDevice(Machine machine) : Device(machine)
                {
                    private MemoryMapping _ring;

                    protected override void OnRealize() => _ring = {{(isReported ? "{|MRL309:" + site + "|}" : site)}};
                }
                """,
        };
        test.TestState.Sources.Add(("Other.cs", "partial class DmaDevice { " + member + " }"));
        return test.RunAsync();
    }
}
