using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>The devices on the board, after the life-cycle test of QEMU's ivshmem: use two, unplug one, use the other, plug and unplug again and again.</summary>
public sealed class InterVmSharedMemoryTests : IDisposable
{
    private const ulong FirstRegisters = 0xc000_0000;
    private const ulong FirstMemory = 0xd000_0000;
    private const ulong SecondRegisters = 0xc001_0000;
    private const ulong SecondMemory = 0xd800_0000;
    private const uint Nobody = 0xffff_ffff;

    // Each function holds its bus and its server.
    private const int ReferencesOfAPeer = 2;

    private static readonly string[] s_regions = ["bars", "ivshmem-registers", "ivshmem-bar2", "ivshmem-memory"];

    private readonly Board _board;
    private readonly DeviceWatch _watch;
    private readonly System.Collections.Generic.Dictionary<string, bool> _interrupts = [];

    public InterVmSharedMemoryTests()
    {
        _board = new Board(TestMachine.Options, (name, level) => _interrupts[name] = level);

        // Only the peers shall hold anything here.
        foreach (Device other in (Device[])[_board.Doorbells, _board.Bridge, _board.TranslatedDma, _board.Iommu])
        {
            Board.Unplug(other);
        }

        _watch = new DeviceWatch(_board.Machine);
    }

    public void Dispose() => _board.Dispose();

    [Fact]
    public void Bar_tells_its_size_to_a_guest_that_writes_ones()
    {
        Configure(3, 0x10, 0xffff_ffff);
        Assert.Equal(0xffff_ff00u, ReadConfiguration(3, 0x10));
        Configure(3, 0x18, 0xffff_ffff);
        Assert.Equal(0xfff0_0000u, ReadConfiguration(3, 0x18));
    }

    [Fact]
    public void Memory_arrives_while_the_guest_runs_and_can_be_withdrawn()
    {
        Place(3, FirstRegisters, FirstMemory);
        Assert.Equal(Nobody, Load(FirstRegisters + InterVmSharedMemory.PeerNumber));
        Assert.Equal(Nobody, Load(FirstMemory));

        _board.SharedMemory.IsPublished = true;
        Assert.Equal(0u, Load(FirstRegisters + InterVmSharedMemory.PeerNumber));
        Assert.Equal(MemoryTransactionResult.Ok, Store(FirstMemory, 0x1234_5678));
        Assert.Equal(0x78, _board.SharedMemory.Memory.GetSpan(0, 1)[0]);

        _board.SharedMemory.IsPublished = false;
        Assert.Equal(Nobody, Load(FirstMemory));
    }

    [Fact]
    public void Peers_see_each_others_writes_and_hear_each_others_doorbells()
    {
        PlaceBoth();
        Store(FirstMemory + 0x40, 0xcafe_f00d);
        Assert.Equal(0xcafe_f00du, Load(SecondMemory + 0x40));

        Store(SecondRegisters + InterVmSharedMemory.InterruptMask, 0xff);
        Store(FirstRegisters + InterVmSharedMemory.Doorbell, (1u << 16) | 2);
        Assert.True(_interrupts["peer1"]);
        Assert.False(_interrupts["peer0"]);
        Assert.Equal(1u << 2, Load(SecondRegisters + InterVmSharedMemory.InterruptStatus));
        Assert.False(_interrupts["peer1"]);
    }

    [Fact]
    public void Unplugged_peer_leaves_nothing_and_the_other_goes_on()
    {
        PlaceBoth();
        Store(FirstMemory, 0xdead_beef);

        _watch.UnplugAndVerify(_board.FirstPeer, s_regions, ReferencesOfAPeer);
        Assert.Equal(Nobody, Load(FirstMemory));
        Assert.Equal(Nobody, ReadConfiguration(3, 0));
        Assert.Equal(0xdead_beefu, Load(SecondMemory));

        // Nobody is there to hear it.
        Store(SecondRegisters + InterVmSharedMemory.Doorbell, 0);
    }

    [Fact]
    public void Peer_whose_memory_never_came_can_be_unplugged()
    {
        _watch.UnplugAndVerify(_board.FirstPeer, s_regions, ReferencesOfAPeer);
        _watch.UnplugAndVerify(_board.SecondPeer, s_regions);
    }

    [Fact]
    public void Memory_that_is_mapped_outlives_the_device_that_showed_it()
    {
        PlaceBoth();
        MemoryMapping mapping = _board.Machine.Memory.Map(FirstMemory, 0x100, MapAccess.Write);
        Board.Unplug(_board.FirstPeer);

        // The memory is the server's and keeps itself alive: the device may go.
        Assert.Equal(1, _watch.CountOf<InterVmSharedMemory>());
        mapping.Span[0] = 0x99;
        mapping.Unmap(1);
        Assert.Equal(0x99u, Load(SecondMemory) & 0xff);
        _watch.VerifyLeaks(ReferencesOfAPeer);
    }

    [Fact]
    public void Device_that_was_never_realized_leaves_nothing()
    {
        var device = new InterVmSharedMemory(_board.Machine, "unused", _board.HostBridge.Bus, 7, _board.SharedMemory, _ => { });
        device.Unref();
        Assert.True(device.IsFinalized);
        _watch.VerifyLeaks(2 * ReferencesOfAPeer);
    }

    [Fact]
    public void Device_whose_slot_is_taken_is_not_realized_and_leaves_nothing()
    {
        var device = new InterVmSharedMemory(_board.Machine, "intruder", _board.HostBridge.Bus, 3, _board.SharedMemory, _ => { });
        Assert.Throws<InvalidOperationException>(device.Realize);
        Assert.False(device.IsRealized);
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(0x1110_1af4u, ReadConfiguration(3, 0));
        _watch.VerifyLeaks(2 * ReferencesOfAPeer);
    }

    [Fact]
    public void Plugging_and_unplugging_again_and_again_leaves_nothing()
    {
        _board.SharedMemory.IsPublished = true;
        int references = _board.SharedMemory.ReferenceCount;
        for (uint i = 0; i < 5; i++)
        {
            var device = new InterVmSharedMemory(_board.Machine, "hotplug", _board.HostBridge.Bus, 9, _board.SharedMemory, _ => { });
            device.Realize();
            Place(9, 0xc002_0000, 0xe000_0000);
            Store(0xe000_0000, 0x1000 + i);
            Assert.Equal(0x1000 + i, Load(0xe000_0000));
            _watch.UnplugAndVerify(device, s_regions, 2 * ReferencesOfAPeer);
        }

        Assert.Equal(references, _board.SharedMemory.ReferenceCount);
    }

    private void PlaceBoth()
    {
        Place(3, FirstRegisters, FirstMemory);
        Place(4, SecondRegisters, SecondMemory);
        _board.SharedMemory.IsPublished = true;
    }

    private void Place(int slot, ulong registers, ulong memory)
    {
        Configure(slot, 0x10, (uint)registers);
        Configure(slot, 0x18, (uint)memory);
        Configure(slot, 0x04, 0x0002);
    }

    private void Configure(int slot, int offset, uint value)
    {
        Select(slot, offset);
        _board.Machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4, value);
    }

    private uint ReadConfiguration(int slot, int offset)
    {
        Select(slot, offset);
        return _board.Machine.Io.LoadUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4);
    }

    private void Select(int slot, int offset) =>
        _board.Machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort, 0x8000_0000u | ((uint)slot << 11) | (uint)offset);

    private uint Load(ulong address) => _board.Machine.Memory.LoadUInt32LittleEndian(address);

    private MemoryTransactionResult Store(ulong address, uint value) => _board.Machine.Memory.StoreUInt32LittleEndian(address, value);
}
