using System.Buffers.Binary;
using Xunit;

namespace MemoryRegions.Tests.Scenarios;

/// <summary>
/// After the test that came with the RFC on RAM and MMIO references (<c>tests/qtest/ivshmem-test.c</c>, memory-lifecycle): devices come and
/// go, and those that stay go on working.
/// </summary>
public class SharedMemoryLifecycleTests
{
    private const ulong First = 0x1000_0000;
    private const ulong Second = 0x2000_0000;

    [Fact]
    public void Devices_come_and_go_and_those_that_stay_work()
    {
        var machine = new Machine("machine", new MachineOptions { Tracking = true });
        SharedMemoryDevice device1 = SetUp(machine, First);
        Write(machine, First, 0, 0x12345678);
        Assert.Equal(0x12345678u, Read(machine, First, 0));

        // Two devices, each with memory of its own.
        SharedMemoryDevice device2 = SetUp(machine, Second);
        Write(machine, Second, 4, 0xdeadbeef);
        Assert.Equal(0xdeadbeefu, Read(machine, Second, 4));
        Assert.Equal(0u, Read(machine, First, 4));

        CleanUp(device1);
        Assert.True(device1.IsFinalized && device1.SharedMemory.IsFinalized && device1.Registers.IsFinalized);
        Assert.Equal(MemoryTransactionResult.DecodeError, machine.Memory.Read(First, new byte[4]));
        Assert.Equal(0xdeadbeefu, Read(machine, Second, 4));

        CleanUp(device2);
        Assert.True(device2.IsFinalized);
        Assert.Empty(machine.Memory.FlatView);

        for (uint i = 0; i < 5; i++)
        {
            SharedMemoryDevice device = SetUp(machine, First);
            Write(machine, First, 0, 0x1000 + i);
            Assert.Equal(0x1000 + i, Read(machine, First, 0));
            CleanUp(device);
            Assert.True(device.IsFinalized && device.SharedMemory.IsFinalized);
        }

        Assert.Empty(machine.Diagnostics.FindLeaks());
        machine.Dispose();
        Assert.Empty(machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Mapped_memory_outlives_its_device_which_does_not_outlive_its_unplugging()
    {
        using var machine = new Machine();
        SharedMemoryDevice device = SetUp(machine, First);
        MemoryMapping mapping = machine.Memory.Map(First + SharedMemoryDevice.MemoryOffset, 0x1000, MapAccess.Write);

        CleanUp(device);

        Assert.True(device.IsFinalized);
        Assert.False(device.SharedMemory.IsFinalized);
        mapping.Span.Fill(0x5a);
        mapping.Unmap();
        Assert.True(device.SharedMemory.IsFinalized);
    }

    [Fact]
    public void Mapped_registers_keep_their_device_alive_until_they_are_unmapped()
    {
        using var machine = new Machine();
        SharedMemoryDevice device = SetUp(machine, First);
        MemoryMapping mapping = machine.Memory.Map(First, 4, MapAccess.Write);

        CleanUp(device);

        Assert.False(mapping.IsDirect);
        Assert.False(device.IsFinalized);
        mapping.Unmap(0);
        Assert.True(device.IsFinalized && device.Registers.IsFinalized);
    }

    private static SharedMemoryDevice SetUp(Machine machine, ulong address)
    {
        var device = new SharedMemoryDevice(machine, $"ivshmem@{address:x}", address);
        device.Realize();
        device.Unref();
        return device;
    }

    private static void CleanUp(SharedMemoryDevice device) => device.Unparent();

    private static void Write(Machine machine, ulong device, ulong offset, uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        Assert.Equal(MemoryTransactionResult.Ok, machine.Memory.Write(device + SharedMemoryDevice.MemoryOffset + offset, bytes));
    }

    private static uint Read(Machine machine, ulong device, ulong offset)
    {
        var bytes = new byte[4];
        Assert.Equal(MemoryTransactionResult.Ok, machine.Memory.Read(device + SharedMemoryDevice.MemoryOffset + offset, bytes));
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
