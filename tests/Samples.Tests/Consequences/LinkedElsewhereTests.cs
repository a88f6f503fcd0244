using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL205, and MRL206 and MRL207 across the life of a device.</summary>
public sealed class LinkedElsewhereTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Removal_from_another_container_is_refused_and_the_link_stays()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.SystemMemory.AddSubregion(0, _port);", "Machine.IoSpace.DelSubregion(_port);"), "MRL205");
        FlaggedDevice.Fails(MemoryRegionErrorCode.LinkedElsewhere, "MRL205", device.Unrealize);
        Assert.Single(_machine.SystemMemory.Subregions);
    }

    [Fact]
    public async Task Removal_by_a_helper_too_is_refused()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.SystemMemory.AddSubregion(0, _port);", "Hide(); Hide();", "private void Hide() => Machine.SystemMemory.DelSubregion(_port);"), "MRL206");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotLinked, "MRL206", device.Unrealize);
    }

    [Fact]
    public async Task Removal_of_what_was_linked_under_a_flag_is_refused()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("if (_isLarge) { Machine.SystemMemory.AddSubregion(0, _port); }", "Machine.SystemMemory.DelSubregion(_port);"), "MRL206");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotLinked, "MRL206", device.Unrealize);
    }

    [Fact]
    public async Task Link_of_realize_on_top_of_that_of_the_constructor_is_refused()
    {
        Device device = await FlaggedDevice.CreateAsync(
            _machine,
            Uart("Machine.IoSpace.AddSubregion(0, _port);", "_port.Container?.DelSubregion(_port);").Replace("null, null);", "null, null); machine.SystemMemory.AddSubregion(0, _port);", StringComparison.Ordinal),
            "MRL207");
        FlaggedDevice.Fails(MemoryRegionErrorCode.AlreadyLinked, "MRL207", device.Realize);
    }

    [Fact]
    public async Task Right_container_leaves_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.IoSpace.AddSubregion(0, _port);", "Machine.IoSpace.DelSubregion(_port);"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Uart(string realize, string unrealize, string more = "") => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _port;
            private readonly bool _isLarge;

            public Sample(Machine machine) : this(machine, false)
            {
            }

            public Sample(Machine machine, bool isLarge) : base(machine)
            {
                _isLarge = isLarge;
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize()
            {
                {{realize}}
            }

            protected override void OnUnrealize()
            {
                {{unrealize}}
            }

            {{more}}
        }
        """;
}
