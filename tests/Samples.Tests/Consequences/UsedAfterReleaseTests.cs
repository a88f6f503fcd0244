using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL305: what becomes of a use after the release.</summary>
public sealed class UsedAfterReleaseTests : IDisposable
{
    private readonly Machine _machine = TestMachine.WithRam(out _);

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("MemoryMapping m = Machine.Memory.Map(0, 16, MapAccess.Write); if (m.IsNull) return; m.Unmap(); m.Span.Clear();")]
    [InlineData("MemoryMapping m = Machine.Memory.Map(0, 16, MapAccess.Write); if (m.IsNull) return; m.Unmap(); GC.KeepAlive(m.Region);")]
    [InlineData("MemorySection s = Machine.SystemMemory.Find(0, 16); if (s.IsNull) return; s.Unref(); GC.KeepAlive(s.Region);")]
    [InlineData("var c = new MemoryRegionCache(Machine.Memory, 0, 16, MapAccess.Read); c.Dispose(); c.Load(0, 4);")]
    public async Task Handle_refuses(string statements)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(statements), "MRL305");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL305", device.Reset);
    }

    [Fact]
    public async Task Address_space_refuses()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine, Sample("var s = new AddressSpace(Machine, Machine.SystemMemory, \"dma\"); s.Dispose(); s.LoadUInt32LittleEndian(0);"), "MRL305");
        FlaggedDevice.Fails(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", device.Reset);
    }

    [Fact]
    public async Task Write_to_the_span_of_a_bounced_mapping_is_lost()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine,
            Sample("MemoryMapping m = Machine.Memory.Map(0x200000, 1, MapAccess.Write); if (m.IsNull) return; Span<byte> s = m.Span; m.Unmap(); s[0] = 7;"),
            "MRL305");
        device.Reset();
        Assert.Equal(0, _machine.Memory.LoadUInt8(0x200000));
    }

    [Fact]
    public async Task Write_to_the_span_of_a_bounced_mapping_arrives_if_it_comes_before()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine,
            Sample("MemoryMapping m = Machine.Memory.Map(0x200000, 1, MapAccess.Write); if (m.IsNull) return; Span<byte> s = m.Span; s[0] = 7; m.Unmap();"));
        device.Reset();
        Assert.Equal(7, _machine.Memory.LoadUInt8(0x200000));
    }

    [Fact]
    public async Task Write_to_the_span_of_a_direct_mapping_is_not_marked_dirty()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine,
            Sample("""
                MemoryMapping m = Machine.Memory.Map(0, 16, MapAccess.Write);
                if (m.IsNull) return;
                Span<byte> s = m.Span;
                m.Unmap();
                _ram.ClearDirty(DirtyClients.Migration, 0, 4096);
                s[0] = 7;
                """),
            "MRL305");
        device.Reset();
        using MemorySection section = _machine.SystemMemory.Find(0, 1);
        Assert.Equal(7, _machine.Memory.LoadUInt8(0));
        Assert.False(section.Region.IsDirty(DirtyClients.Migration, 0, 4096));
    }

    private static string Sample(string statements) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _port;
            private readonly MemoryRegion _ram;
            private byte _last;

            public Sample(Machine machine) : base(machine)
            {
                _ram = machine.SystemMemory.Subregions[0];
                _ram.StartDirtyLog(DirtyClients.Migration);
                _port = new MmioRegion(this, "port", 16, (offset, size) => _last, (offset, value, size) => _last = (byte)value);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x200000, _port);

            protected override void OnReset()
            {
                {{statements}}
            }

            protected override void OnUnrealize() => _port.Container?.DelSubregion(_port);
        }
        """;
}
