using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

public sealed class TypedAccessTests : MachineTest
{
    [Fact]
    public void Loads_read_both_byte_orders()
    {
        Root.AddSubregion(0, Ram("r"));
        Memory.Write(1, [1, 2, 3, 4, 5, 6, 7, 8]);
        Assert.Equal(1, Memory.LoadUInt8(1));
        Assert.Equal(0x0201, Memory.LoadUInt16LittleEndian(1));
        Assert.Equal(0x0102, Memory.LoadUInt16BigEndian(1));
        Assert.Equal(0x04030201u, Memory.LoadUInt32LittleEndian(1));
        Assert.Equal(0x01020304u, Memory.LoadUInt32BigEndian(1));
        Assert.Equal(0x0807060504030201ul, Memory.LoadUInt64LittleEndian(1));
        Assert.Equal(0x0102030405060708ul, Memory.LoadUInt64BigEndian(1));
    }

    [Fact]
    public void Stores_write_both_byte_orders()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Memory.StoreUInt16LittleEndian(0, 0x0102);
        Memory.StoreUInt16BigEndian(2, 0x0304);
        Memory.StoreUInt32LittleEndian(4, 0x05060708);
        Memory.StoreUInt32BigEndian(8, 0x090a0b0c);
        Memory.StoreUInt64LittleEndian(12, 1);
        Memory.StoreUInt64BigEndian(20, 2);
        Assert.Equal([2, 1, 3, 4, 8, 7, 6, 5, 9, 10, 11, 12, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2], ram.GetSpan(0, 28).ToArray());
    }

    [Fact]
    public void Load_across_two_regions_puts_the_parts_together()
    {
        Root.AddSubregion(0, Ram("low"));
        Root.AddSubregion(0x1000, Ram("high"));
        Assert.Equal(MemoryTransactionResult.Ok, Memory.StoreUInt32LittleEndian(0xffe, 0x04030201));
        Assert.Equal(0x01020304u, Memory.LoadUInt32BigEndian(0xffe, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
    }

    [Fact]
    public void Load_of_nothing_is_0_and_a_decode_error()
    {
        Assert.Equal(0u, Memory.LoadUInt32LittleEndian(0, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
    }

    [Theory]
    [InlineData(DeviceEndianness.Little, 0x11223344u, 0x44332211u)]
    [InlineData(DeviceEndianness.Big, 0x44332211u, 0x11223344u)]
    public void Register_is_seen_in_the_byte_order_of_the_device(DeviceEndianness endianness, uint little, uint big)
    {
        ulong written = 0;
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, new MmioOperations
        {
            Endianness = endianness,
            Read = (_, _) => 0x11223344,
            Write = (_, value, _) => written = value,
        }));
        Assert.Equal(little, Memory.LoadUInt32LittleEndian(0));
        Assert.Equal(big, Memory.LoadUInt32BigEndian(0));
        Memory.StoreUInt32LittleEndian(0, little);
        Assert.Equal(0x11223344ul, written);
        Memory.StoreUInt32BigEndian(0, big);
        Assert.Equal(0x11223344ul, written);
        byte[] bytes = new byte[4];
        Memory.Read(0, bytes);
        Assert.Equal(little, BitConverter.ToUInt32(bytes));
        Memory.Write(0, bytes);
        Assert.Equal(0x11223344ul, written);
    }

    [Fact]
    public void Native_registers_have_the_byte_order_of_the_machine()
    {
        using var machine = new Machine("big", new MachineOptions { NativeEndianness = DeviceEndianness.Big });
        var operations = new MmioOperations { Endianness = DeviceEndianness.Native, Read = (_, _) => 0x1122 };
        machine.SystemMemory.AddSubregion(0, new MmioRegion(machine, "m", 0x10, operations));
        Assert.Equal(0x1122, machine.Memory.LoadUInt16BigEndian(0));
    }
}
