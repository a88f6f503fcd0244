using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL309: what becomes of a resource that a device keeps in a field and does not release when it goes.</summary>
public sealed class KeptInFieldTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public KeptInFieldTests() => _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1_0000));

    public void Dispose() => _machine.Dispose();

    public static TheoryData<string, string, string, LeakKind> Kinds => new()
    {
        { "MemoryMapping _held;", "_held = Machine.Memory.Map(0, 64, MapAccess.Read);", "_held.Dispose();", LeakKind.Mapping },
        { "MemoryMapping[] _held = new MemoryMapping[1];", "_held[0] = Machine.Memory.Map(0, 64, MapAccess.Read);", "_held[0].Dispose();", LeakKind.Mapping },
        { "System.Collections.Generic.List<MemoryMapping> _held = new();", "_held.Add(Machine.Memory.Map(0, 64, MapAccess.Read));", "_held.ForEach(held => held.Dispose());", LeakKind.Mapping },
        { "MemorySection _held;", "_held = Machine.SystemMemory.Find(0, 64);", "_held.Dispose();", LeakKind.Section },
        { "AddressSpace? _held;", "_held = new AddressSpace(Machine, Machine.SystemMemory, \"held\");", "_held?.Dispose();", LeakKind.AddressSpace },
        { "MemoryRegionCache? _held;", "_held = new MemoryRegionCache(Machine.Memory, 0, 64, MapAccess.Read);", "_held?.Dispose();", LeakKind.RegionCache },
        { "readonly Watcher _held = new();", "_held.Register(Machine.Memory);", "_held.Unregister();", LeakKind.Listener },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_nothing_releases_stays_when_the_device_is_gone(string field, string acquire, string release, LeakKind kind)
    {
        Assert.NotEmpty(release);
        Device device = await FlaggedDevice.PlugAsync(_machine, Holder(field, acquire, string.Empty), "MRL309");
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(kind, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Device_that_releases_goes_without_trace(string field, string acquire, string release, LeakKind kind)
    {
        Assert.True(Enum.IsDefined(kind));
        Device device = await FlaggedDevice.PlugAsync(_machine, Holder(field, acquire, release));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task What_only_the_guest_releases_stays_when_the_device_is_unplugged_first()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Engine(string.Empty), "MRL309");
        _machine.Memory.StoreUInt32LittleEndian(0x2_0000, 1);
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(LeakKind.Mapping, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public async Task Device_that_stops_when_it_is_unplugged_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Engine("Stop();"));
        _machine.Memory.StoreUInt32LittleEndian(0x2_0000, 1);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Theory]
    [InlineData("")]
    [InlineData("_packet.Dispose();")]
    public async Task What_reset_forgets_nobody_can_release(string release)
    {
        bool isBroken = release.Length == 0;
        Device device = await FlaggedDevice.PlugAsync(_machine, Queue(release), isBroken ? ["MRL309"] : []);
        _machine.Memory.StoreUInt32LittleEndian(0x2_0000, 1);
        device.Reset();
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(isBroken ? 1 : 0, _machine.Diagnostics.FindLeaks().Count);
    }

    private static string Holder(string field, string acquire, string release) => $$"""
        public class Sample(Machine machine) : Device(machine)
        {
            private {{field}}

            protected override void OnRealize()
            {
                {{acquire}}
            }

            protected override void OnUnrealize()
            {
                {{release}}
            }

            private sealed class Watcher() : MemoryListener("watcher");
        }
        """;

    private static string Engine(string unrealize) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;
            private MemoryMapping _ring;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 16, null, Write);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x2_0000, _registers);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                {{unrealize}}
            }

            private void Write(ulong offset, ulong value, int size)
            {
                if (value == 1)
                {
                    _ring = Machine.Memory.Map(0, 64, MapAccess.Read);
                }
                else
                {
                    Stop();
                }
            }

            private void Stop()
            {
                _ring.Dispose();
                _ring = default;
            }
        }
        """;

    private static string Queue(string reset) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;
            private MemoryMapping _packet;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 16, null, Write);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x2_0000, _registers);

            protected override void OnReset()
            {
                {{reset}}
                _packet = default;
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                _packet.Dispose();
                _packet = default;
            }

            private void Write(ulong offset, ulong value, int size) => _packet = Machine.Memory.Map(0, 64, MapAccess.Read);
        }
        """;
}
