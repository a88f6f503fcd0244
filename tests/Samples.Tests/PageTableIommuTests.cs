using System.Collections.Generic;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class PageTableIommuTests : IDisposable
{
    private const ulong IommuAddress = 0xfed2_0000;
    private const ulong DmaAddress = 0xfed3_0000;
    private const ulong Table = 0x8_0000;

    private static readonly string[] s_iommuRegions = ["iommu", "iommu-registers"];

    private readonly Machine _machine;
    private readonly DeviceWatch _watch;
    private readonly PageTableIommu _iommu;

    public PageTableIommuTests()
    {
        _machine = TestMachine.WithRam(out _);
        _watch = new DeviceWatch(_machine);
        _iommu = new PageTableIommu(_machine, "iommu", _machine.SystemMemory, IommuAddress);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Addresses_pass_through_while_it_is_off()
    {
        _iommu.Realize();
        _machine.Memory.StoreUInt32LittleEndian(0x5004, 0xcafe_f00d);
        Assert.Equal(0xcafe_f00du, _iommu.DeviceSpace.LoadUInt32LittleEndian(0x5004));
    }

    [Fact]
    public void Table_decides_where_an_access_goes_and_what_is_allowed()
    {
        _iommu.Realize();
        SwitchOn();
        MapPage(0, 0x5000, IommuAccess.Read);
        MapPage(1, 0x7000, IommuAccess.ReadWrite);
        _machine.Memory.StoreUInt32LittleEndian(0x5000, 0x1111_1111);

        AddressSpace devices = _iommu.DeviceSpace;
        Assert.Equal(0x1111_1111u, devices.LoadUInt32LittleEndian(0));
        Assert.NotEqual(MemoryTransactionResult.Ok, devices.StoreUInt32LittleEndian(0, 2));
        Assert.Equal(MemoryTransactionResult.Ok, devices.StoreUInt32LittleEndian(0x1004, 3));
        Assert.Equal(3u, _machine.Memory.LoadUInt32LittleEndian(0x7004));
        Assert.NotEqual(MemoryTransactionResult.Ok, devices.StoreUInt32LittleEndian(0x2000, 4));
    }

    [Fact]
    public void Engine_behind_it_copies_between_translated_addresses()
    {
        _iommu.Realize();
        var dma = new ScatterGatherDma(_machine, "dma", _machine.SystemMemory, DmaAddress, _iommu.DeviceSpace, _ => { });
        dma.Realize();
        SwitchOn();
        MapPage(0x10, 0x1_0000, IommuAccess.ReadWrite);
        MapPage(0x20, 0x2_0000, IommuAccess.Read);
        MapPage(0x30, 0x3_0000, IommuAccess.Write);
        _machine.Memory.Write(0x2_0000, "hello"u8);
        Span<byte> bytes = stackalloc byte[DmaDescriptor.Size];
        new DmaDescriptor(0x20000, 0x30000, 5, DmaDescriptor.Owned).Format(bytes);
        _machine.Memory.Write(0x1_0000, bytes);

        AddressSpace memory = _machine.Memory;
        memory.StoreUInt32LittleEndian(DmaAddress + ScatterGatherDma.RingBase, 0x10000);
        memory.StoreUInt32LittleEndian(DmaAddress + ScatterGatherDma.RingLength, 1);
        memory.StoreUInt32LittleEndian(DmaAddress + ScatterGatherDma.Doorbell, 1);
        Span<byte> copied = stackalloc byte[5];
        memory.Read(0x3_0000, copied);
        Assert.Equal("hello"u8.ToArray(), copied.ToArray());

        Board.Unplug(dma);
        _watch.UnplugAndVerify(_iommu, s_iommuRegions);
    }

    [Fact]
    public void Invalidation_reaches_those_who_listen()
    {
        _iommu.Realize();
        List<(ulong Address, ulong Mask)> heard = [];
        var notifier = new IommuNotifier((_, entry) => heard.Add((entry.Iova, entry.AddressMask)), IommuEvents.Unmap);
        notifier.Register(_iommu.Translated);
        _machine.Memory.StoreUInt32LittleEndian(IommuAddress + PageTableIommu.Invalidate, 3);
        notifier.Unregister();
        _machine.Memory.StoreUInt32LittleEndian(IommuAddress + PageTableIommu.Invalidate, 4);
        Assert.Equal([(0x3000UL, 0xfffUL)], heard);
    }

    [Fact]
    public void Unplugged_iommu_leaves_nothing()
    {
        _iommu.Realize();
        _watch.UnplugAndVerify(_iommu, s_iommuRegions);
        Assert.Throws<InvalidOperationException>(() => _iommu.DeviceSpace);
    }

    [Fact]
    public void Iommu_that_was_never_realized_has_no_space_and_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => _iommu.DeviceSpace);
        _watch.UnplugAndVerify(_iommu, s_iommuRegions);
    }

    private void SwitchOn()
    {
        _machine.Memory.StoreUInt64LittleEndian(IommuAddress + PageTableIommu.TableAddress, Table);
        _machine.Memory.StoreUInt32LittleEndian(IommuAddress + PageTableIommu.Control, 1);
    }

    private void MapPage(ulong page, ulong target, IommuAccess access) =>
        _machine.Memory.StoreUInt64LittleEndian(Table + (page * 8), target | (ulong)access);
}
