using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL203: what becomes of a device that waits for its end to unlink its region.</summary>
public sealed class UnlinkedTooLateTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Device_is_never_finalized()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("OnFinalize"), "MRL203");
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Assert.Equal(LeakKind.Link, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);

        // The machine's end takes the container along, and only then the device: the call finds a container that is gone.
        FlaggedDevice.Fails(MemoryRegionErrorCode.ObjectFinalized, "MRL106", _machine.Dispose);
    }

    [Fact]
    public async Task Device_that_unlinks_in_unrealize_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("OnUnrealize"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Uart(string teardown) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void {{teardown}}() => Machine.SystemMemory.DelSubregion(_registers);
        }
        """;
}
