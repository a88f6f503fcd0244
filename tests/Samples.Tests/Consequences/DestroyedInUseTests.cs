using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL103: what becomes of a region that is destroyed while it may be in use.</summary>
public sealed class DestroyedInUseTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Linked_region_cannot_be_destroyed()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("OnReset() => _port.Unparent()"), "MRL103");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileLinked, "MRL107", device.Reset);
    }

    [Fact]
    public async Task Region_that_the_view_still_shows_cannot_be_destroyed()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("""
            OnReset()
            {
                using TopologyTransaction transaction = Machine.BeginTransaction();
                Machine.SystemMemory.DelSubregion(_port);
                _port.Unparent();
            }
            """), "MRL103");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileVisible, "MRL107", device.Reset);
    }

    [Fact]
    public async Task Mapped_rom_device_cannot_be_destroyed()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, """
            public class Sample : Device
            {
                private readonly RomDeviceRegion _flash;

                public Sample(Machine machine) : base(machine) => _flash = new RomDeviceRegion(this, "flash", 4096, new MmioOperations());

                protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _flash);

                protected override void OnReset()
                {
                    Machine.SystemMemory.DelSubregion(_flash);
                    _flash.Unparent();
                }
            }
            """, "MRL103");
        using MemoryMapping mapping = _machine.Memory.Map(0x1000, 4, MapAccess.Read);
        Assert.Equal(4, (int)mapping.Length);
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileMapped, "MRL103", device.Reset);
    }

    [Fact]
    public async Task Region_that_was_destroyed_at_run_time_cannot_be_used_again()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("""
            OnReset()
            {
                if (_port.IsMapped)
                {
                    Machine.SystemMemory.DelSubregion(_port);
                    _port.Unparent();
                }
                else
                {
                    Machine.SystemMemory.AddSubregion(0x1000, _port);
                }
            }
            """), "MRL103");
        device.Reset();
        FlaggedDevice.Fails(MemoryRegionErrorCode.ObjectFinalized, "MRL106", device.Reset);
    }

    [Fact]
    public async Task Teardown_cannot_destroy_what_it_unlinks_afterwards()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, """
            public class Sample : Device
            {
                private readonly MmioRegion _port;

                public Sample(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

                protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _port);

                protected override void OnUnrealize()
                {
                    _port.Unparent();
                    Machine.SystemMemory.DelSubregion(_port);
                }
            }
            """, "MRL103");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileLinked, "MRL107", device.Unparent);
        Assert.Contains(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Link);
    }

    [Fact]
    public async Task Device_that_leaves_its_region_to_its_own_end_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("OnReset() => _port.Enabled = false"));
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    /// <summary>A device with a region in the machine's memory, and one more override.</summary>
    private static string Port(string member) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _port;

            public Sample(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _port);

            protected override void OnUnrealize() => _port.Container?.DelSubregion(_port);

            protected override void {{member}}{{(member.EndsWith('}') ? string.Empty : ";")}}
        }
        """;
}
