using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL312, and MRL306 of a length that is more than was written: what becomes of the bytes.</summary>
public sealed class ContentTests : IDisposable
{
    private const ulong Port = 0x200000;

    private readonly Machine _machine = TestMachine.WithRam(out _);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Write_to_a_bounced_mapping_for_reading_is_lost()
    {
        Device device = await PlugAsync(Port, MapAccess.Read, "m.Span[0] = 7; m.Unmap();", "MRL312");
        device.Reset();
        Assert.Equal(1, _machine.Memory.LoadUInt8(Port));
    }

    [Fact]
    public async Task Write_to_a_bounced_mapping_for_writing_arrives()
    {
        Device device = await PlugAsync(Port, MapAccess.Write, "m.Span[0] = 7; m.Unmap(1);");
        device.Reset();
        Assert.Equal(7, _machine.Memory.LoadUInt8(Port));
    }

    [Theory]
    [InlineData(MapAccess.Read, false, "MRL312")]
    [InlineData(MapAccess.Write, true)]
    public async Task Write_to_a_direct_mapping_is_marked_dirty_if_it_is_for_writing(MapAccess access, bool isDirty, params string[] ids)
    {
        Device device = await PlugAsync(0, access, "m.Span[0] = 7; m.Unmap(1);", ids);
        using MemorySection section = _machine.SystemMemory.Find(0, 1);
        section.Region.StartDirtyLog(DirtyClients.Migration);
        section.Region.ClearDirty(DirtyClients.Migration, 0, 4096);
        device.Reset();
        Assert.Equal(7, _machine.Memory.LoadUInt8(0));
        Assert.Equal(isDirty, section.Region.IsDirty(DirtyClients.Migration, 0, 4096));
    }

    [Fact]
    public async Task Read_of_a_bounced_mapping_for_writing_finds_zeros_and_leaves_them_to_the_guest()
    {
        Device device = await PlugAsync(Port, MapAccess.Write, "Seen = m.Span[0]; m.Unmap();", "MRL312");
        device.Reset();
        Assert.Equal((byte)0, device.GetType().GetProperty("Seen")!.GetValue(device));
        Assert.Equal(0, _machine.Memory.LoadUInt8(Port));
    }

    [Fact]
    public async Task Read_of_a_bounced_mapping_for_reading_finds_what_is_there()
    {
        Device device = await PlugAsync(Port, MapAccess.Read, "Seen = m.Span[0]; m.Unmap();");
        device.Reset();
        Assert.Equal((byte)1, device.GetType().GetProperty("Seen")!.GetValue(device));
        Assert.Equal(1, _machine.Memory.LoadUInt8(Port));
    }

    [Theory]
    [InlineData("m.Length", 0, "MRL306")]
    [InlineData("n", 3)]
    public async Task Bytes_that_are_said_to_be_written_are_overwritten(string claim, byte third, params string[] ids)
    {
        string answer = $"int n = Math.Min(_answer.Length, m.Length); _answer.AsSpan(0, n).CopyTo(m.Span); m.Unmap({claim});";
        Device device = await PlugAsync(Port, MapAccess.Write, answer, ids);
        device.Reset();
        Assert.Equal([9, 9, third, third == 0 ? (byte)0 : (byte)4], Registers());
    }

    private byte[] Registers() =>
        [_machine.Memory.LoadUInt8(Port), _machine.Memory.LoadUInt8(Port + 1), _machine.Memory.LoadUInt8(Port + 2), _machine.Memory.LoadUInt8(Port + 3)];

    private Task<Device> PlugAsync(ulong address, MapAccess access, string use, params string[] ids) => FlaggedDevice.PlugAsync(
        _machine,
        $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _port;
            private readonly byte[] _registers = [1, 2, 3, 4];
            private readonly byte[] _answer = [9, 9];

            public Sample(Machine machine) : base(machine)
            {
                _port = new MmioRegion(this, "port", 4, new MmioOperations
                {
                    Read = (offset, size) => _registers[offset],
                    Write = (offset, value, size) => _registers[offset] = (byte)value,
                    ImplementedMaxAccessSize = 1,
                });
            }

            public byte Seen { get; private set; } = 255;

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion({{Port}}, _port);

            protected override void OnReset()
            {
                using MemoryMapping m = Machine.Memory.Map({{address}}, 4, MapAccess.{{access}});
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
            }

            protected override void OnUnrealize() => _port.Container?.DelSubregion(_port);
        }
        """,
        ids);
}
