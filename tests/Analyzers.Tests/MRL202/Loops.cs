using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL202;

/// <summary>Links of all elements of an array.</summary>
public class Loops
{
    [Theory]
    [InlineData("for (int i = 1; i < _ports.Length; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("for (int i = 0; i < _ports.Length - 1; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("for (int i = _ports.Length - 1; i > 0; i--) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("for (int i = _ports.Length - 2; i >= 0; i--) { bus.DelSubregion(_ports[i]); }")]
    public Task Loop_that_removes_fewer_is_reported(string loop) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Hub("foreach (MmioRegion port in _ports) { {|MRL202:bus.AddSubregion(0, port)|}; }", loop));

    [Theory]
    [InlineData("for (int i = 0; i < 3; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("bus.DelSubregion(_ports[0]);")]
    [InlineData("bus.DelSubregion(_ports[0]); bus.DelSubregion(_ports[2]);")]
    public Task Fewer_than_a_constant_count_is_reported(string loop) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Hub("for (int i = 0; i < 4; i++) { {|MRL202:bus.AddSubregion((ulong)i, _ports[i])|}; }", loop));

    [Theory]
    [InlineData("foreach (MmioRegion port in _ports) { bus.DelSubregion(port); }")]
    [InlineData("for (int i = 0; i < _ports.Length; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("for (int i = _ports.Length - 1; i >= 0; i--) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("bus.DelSubregion(_ports[0]); for (int i = 1; i < _ports.Length; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("for (int i = 0; i < 4; i++) { bus.DelSubregion(_ports[i]); }")]
    [InlineData("foreach (MmioRegion port in _ports) { if (port.IsMapped) { bus.DelSubregion(port); } }")]
    [InlineData("int i = 1; while (i < _ports.Length) { bus.DelSubregion(_ports[i++]); } _ports[0].Container?.DelSubregion(_ports[0]);")]
    [InlineData("foreach (MmioRegion port in _ports) { if (!port.IsMapped) { continue; } bus.DelSubregion(port); }")]
    public Task Loop_that_may_remove_all_is_silent(string loop) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Hub("foreach (MmioRegion port in _ports) { bus.AddSubregion(0, port); }", loop));

    [Fact]
    public Task Elements_that_come_and_go_while_the_machine_runs_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Hub(
        "foreach (MmioRegion port in _ports) { bus.AddSubregion(0, port); }",
        "for (int i = 1; i < _ports.Length; i++) { bus.DelSubregion(_ports[i]); }",
        "public void Close() => _bus.DelSubregion(_ports[0]);"));

    private static string Hub(string realize, string unrealize, string more = "") => $$"""
        class Hub : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion[] _ports = new MmioRegion[4];

            public Hub(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                for (int i = 0; i < _ports.Length; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 8, null, null);
                }
            }

            protected override void OnRealize()
            {
                ContainerRegion bus = _bus;
                {{realize}}
            }

            protected override void OnUnrealize()
            {
                ContainerRegion bus = _bus;
                {{unrealize}}
            }

            {{more}}
        }
        """;
}
