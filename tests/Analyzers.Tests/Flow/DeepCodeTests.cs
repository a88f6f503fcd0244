using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Flow;

/// <summary>Code that is deeper or wider than anybody writes by hand: it ends, and what can be seen is still seen.</summary>
public class DeepCodeTests
{
    [Fact]
    public Task Long_sum_beside_a_leak() => FlowTest.CheckAsync(
        $$"""void M(int a) { var s = {|MRL301:_bus.Take()|}; int sum = {{string.Join(" + ", Enumerable.Repeat("a", 3000))}}; Use(s.Span); }""");

    [Fact]
    public Task Many_branches_between_acquisition_and_release() => FlowTest.CheckAsync(
        $$"""void M(int a) { var s = _bus.Take(); {{string.Concat(Enumerable.Range(0, 500).Select(i => $"if (a == {i}) _bus.Work(); "))}} s.Free(); }""");
}
