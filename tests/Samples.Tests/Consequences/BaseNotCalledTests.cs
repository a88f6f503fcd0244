using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL111: what becomes of a device that skips what its base class does.</summary>
public sealed class BaseNotCalledTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Teardown_that_skips_its_base_leaves_the_device_alive()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nic("protected override void OnUnrealize() => System.GC.KeepAlive(this);"), "MRL111");
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Leak leak = Assert.Single(_machine.Diagnostics.FindLeaks());
        Assert.Equal((LeakKind.Link, "MRL201"), (leak.Kind, leak.RuleId));
    }

    [Fact]
    public async Task Realize_that_skips_its_base_shows_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nic("protected override void OnRealize() => System.GC.KeepAlive(this);"), "MRL111");
        Assert.Empty(_machine.SystemMemory.Subregions);
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotLinked, "MRL206", device.Unparent);
    }

    [Fact]
    public async Task Device_that_calls_its_base_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Nic("protected override void OnUnrealize() => base.OnUnrealize();"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Nic(string member) => $$"""
        public abstract class Function : Device
        {
            private readonly MmioRegion _config;

            protected Function(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 256, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _config);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_config);
        }

        public class Sample(Machine machine) : Function(machine)
        {
            {{member}}
        }
        """;
}
