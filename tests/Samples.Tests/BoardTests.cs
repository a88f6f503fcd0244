using System.Linq;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class BoardTests
{
    [Fact]
    public void Devices_work_together()
    {
        using var board = new Board(TestMachine.Options);
        board.Flash.Load([1, 2, 3, 4]);
        AddressSpace memory = board.Machine.Memory;

        // The engine copies from the flash into the RAM.
        Span<byte> bytes = stackalloc byte[DmaDescriptor.Size];
        new DmaDescriptor(Board.FlashAddress, 0x2000, 4, DmaDescriptor.Owned).Format(bytes);
        memory.Write(0x1000, bytes);
        memory.StoreUInt32LittleEndian(Board.DmaAddress + ScatterGatherDma.RingBase, 0x1000);
        memory.StoreUInt32LittleEndian(Board.DmaAddress + ScatterGatherDma.RingLength, 1);
        memory.StoreUInt32LittleEndian(Board.DmaAddress + ScatterGatherDma.Doorbell, 1);

        Assert.Equal(0x0403_0201u, memory.LoadUInt32LittleEndian(0x2000));
        Assert.Equal(0u, memory.LoadUInt32LittleEndian(Board.DmaAddress + ScatterGatherDma.Status));
    }

    [Fact]
    public void Every_device_can_be_pulled_while_the_machine_runs()
    {
        using var board = new Board(TestMachine.Options);
        board.SharedMemory.IsPublished = true;
        var watch = new DeviceWatch(board.Machine);

        // Users before what they use: the engine before its IOMMU, the function before its bridge.
        Device[] devices =
        [
            board.Dma, board.Flash, board.FirstPeer, board.SecondPeer, board.Doorbells, board.Bridge, board.HostBridge,
            board.TranslatedDma, board.Iommu, board.Slots, board.Display, board.SuperIo,
        ];
        Device[] parts = [board.SuperIo.First, board.SuperIo.Second, board.SuperIo.Clock];
        foreach (Device device in devices)
        {
            Board.Unplug(device);
        }

        board.SharedMemory.Unref();
        Assert.All(devices, device => Assert.True(device.IsFinalized));
        Assert.All(parts, device => Assert.True(device.IsFinalized));
        Assert.Equal(devices.Length + parts.Length, watch.CountOf<Device>());
        Assert.Equal(1, watch.CountOf<SharedMemoryServer>());
        Assert.Equal(2, watch.CountOf<PciBus>());
        Assert.Empty(board.Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Bridge_that_goes_before_its_functions_leaves_the_bus_to_them()
    {
        using var board = new Board(TestMachine.Options);
        var watch = new DeviceWatch(board.Machine);
        Board.Unplug(board.Doorbells);
        Board.Unplug(board.Bridge);
        Assert.Equal(1, watch.CountOf<PciBus>());
        Board.Unplug(board.HostBridge);
        Assert.Equal(1, watch.CountOf<PciHostBridge>());
        Assert.Equal(1, watch.CountOf<PciBus>());

        Board.Unplug(board.FirstPeer);
        Assert.Equal(1, watch.CountOf<PciBus>());
        Board.Unplug(board.SecondPeer);
        Assert.Equal(2, watch.CountOf<PciBus>());
        Assert.DoesNotContain(board.Machine.Diagnostics.FindLeaks(), leak => leak.ObjectPath.Contains("pci", StringComparison.Ordinal));
    }

    [Fact]
    public void Disposing_finalizes_every_device_once()
    {
        var board = new Board(TestMachine.Options);
        var watch = new DeviceWatch(board.Machine);
        board.Dispose();

        Assert.Equal(15, watch.CountOf<Device>());
        Assert.Equal(1, watch.CountOf<Machine>());
        Assert.Empty(board.Machine.Diagnostics.FindLeaks().Select(leak => leak.Description));
    }
}
