using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

public sealed class UnassignedTests : IDisposable
{
    private readonly List<string> _log = [];
    private readonly Machine _machine;

    public UnassignedTests() => _machine = new Machine("machine", new MachineOptions
    {
        UnassignedRead = (space, address, buffer, attributes) =>
        {
            _log.Add($"r {space.Name} {address:x}+{buffer.Length:x} {attributes.RequesterId}");
            buffer.Fill(0xff);
            return MemoryTransactionResult.Ok;
        },
        UnassignedWrite = (space, address, data, attributes) =>
        {
            _log.Add($"w {space.Name} {address:x}={Convert.ToHexString(data)} {attributes.RequesterId}");
            return MemoryTransactionResult.DeviceError;
        },
    });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Handler_answers_what_no_region_does()
    {
        _machine.SystemMemory.AddSubregion(0x1000, new RamRegion(_machine, "r", 0x1000));
        var pci = new MemoryAttributes(requesterId: 8);
        byte[] buffer = new byte[8];
        Assert.Equal(MemoryTransactionResult.Ok, _machine.Memory.Read(0xffc, buffer, pci));
        Assert.Equal([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], buffer);
        Assert.Equal(MemoryTransactionResult.DeviceError, _machine.Memory.Write(0x1ffe, [1, 2, 3, 4], pci));
        Assert.Equal(0xffffu, _machine.Io.LoadUInt16LittleEndian(0x60));
        Assert.Equal(["r memory ffc+4 8", "w memory 2000=0304 8", "r io 60+2 0"], _log);
    }

    [Fact]
    public void Handler_answers_for_reservations_but_not_for_accesses_that_a_device_refuses()
    {
        _machine.SystemMemory.AddSubregion(0, new ReservationRegion(_machine, "res", 0x1000));
        _machine.SystemMemory.AddSubregion(0x1000, new MmioRegion(_machine, "m", 4, new MmioOperations { ValidMaxAccessSize = 1 }));
        Assert.Equal(0xffu, _machine.Memory.LoadUInt8(0x800));
        Assert.Equal(0u, _machine.Memory.LoadUInt16LittleEndian(0x1000, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Assert.Equal(["r memory 800+1 0"], _log);
    }

    [Fact]
    public void Bounce_buffers_of_nothing_use_the_handler()
    {
        using (MemoryMapping mapping = _machine.Memory.Map(0x1000, 4, MapAccess.Read))
        {
            Assert.Equal([0xff, 0xff, 0xff, 0xff], mapping.Span.ToArray());
        }

        MemoryMapping write = _machine.Memory.Map(0x1000, 4, MapAccess.Write);
        write.Span.Fill(1);
        write.Unmap(2);
        Assert.Equal(["r memory 1000+4 0", "w memory 1000=0101 0"], _log);
    }
}
