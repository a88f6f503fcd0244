using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Mapping;

public sealed class RegionCacheTests : MachineTest
{
    [Fact]
    public void Cache_of_RAM_is_the_memory()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0x1000, ram);
        using var cache = new MemoryRegionCache(Memory, 0x1100, 0x100, MapAccess.Write);
        Assert.True(cache.IsDirect);
        Assert.Equal(0x100, cache.Length);
        Assert.Same(ram, cache.Region);
        Assert.Equal(MemoryTransactionResult.Ok, cache.Store(4, 0x01020304, 4));
        Assert.Equal(0x01020304u, Memory.LoadUInt32LittleEndian(0x1104));
        Assert.Equal(0x04030201ul, cache.Load(4, 4, DeviceEndianness.Big));
        Assert.Equal(0x0304ul, cache.Load(4, 2));
        cache.Write(0xfe, [7, 8]);
        byte[] bytes = new byte[2];
        Assert.Equal(MemoryTransactionResult.Ok, cache.Read(0xfe, bytes));
        Assert.Equal([7, 8], bytes);
        Assert.Equal(8, cache.Span[0xff]);
    }

    [Fact]
    public void Cache_may_be_shorter_than_asked_and_what_is_beyond_is_refused()
    {
        Root.AddSubregion(0, Ram("r"));
        Root.AddSubregion(0x1000, Ram("q"));
        using var cache = new MemoryRegionCache(Memory, 0xff0, 0x100, MapAccess.Write);
        Assert.Equal(0x10, cache.Length);
        Assert.Equal(0ul, cache.Load(0xc, 4));
        Misuse.IsRefused(MemoryRegionErrorCode.LengthOutOfRange, "MRL308", () => cache.Load(0xd, 4));
        Misuse.IsRefused(MemoryRegionErrorCode.LengthOutOfRange, "MRL308", () => cache.Write(-1, [1]));
        Misuse.IsRefused(MemoryRegionErrorCode.LengthOutOfRange, "MRL308", () => cache.Read(int.MaxValue, new byte[1]));
        Misuse.IsRefused(MemoryRegionErrorCode.LengthOutOfRange, "MRL308", () => cache.MarkDirty(0, 0x11));
    }

    [Fact]
    public void Cache_for_reading_refuses_writes()
    {
        Root.AddSubregion(0, Ram("r"));
        using var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Read);
        Misuse.IsRefused(MemoryRegionErrorCode.WrongKind, null, () => cache.Store(0, 1, 1));
        Misuse.IsRefused(MemoryRegionErrorCode.WrongKind, null, () => cache.MarkDirty(0, 1));
    }

    [Fact]
    public void Cache_goes_on_showing_what_it_showed()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        using var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Write);
        Assert.True(cache.IsUpToDate());
        Root.AddSubregion(0x8000, Ram("elsewhere"));
        Assert.True(cache.IsUpToDate());
        Root.AddSubregion(0, Ram("front"), 1);
        Assert.False(cache.IsUpToDate());
        cache.Store(0, 5, 1);
        Assert.Equal(5, ram.GetSpan(0, 1)[0]);
        Assert.Equal(0, Memory.LoadUInt8(0));
    }

    [Fact]
    public void Cache_of_registers_calls_the_device_and_keeps_its_owner()
    {
        ulong written = 0;
        var mmio = new MmioRegion(Owner, "m", 0x10, (offset, _) => 0x40 + offset, (_, value, _) => written = value);
        Root.AddSubregion(0x1000, mmio);
        var cache = new MemoryRegionCache(Memory, 0x1004, 0x100, MapAccess.Write);
        Assert.False(cache.IsDirect);
        Assert.True(cache.Span.IsEmpty);
        Assert.Equal(0xc, cache.Length);
        Assert.Equal(0x48ul, cache.Load(4, 4));
        cache.Store(0, 0x1234567, 2);
        Assert.Equal(0x4567ul, written);
        Root.DelSubregion(mmio);
        Assert.Equal(0x44ul, cache.Load(0, 4));
        Owner.Unref();
        Assert.False(Owner.IsFinalized);
        cache.Dispose();
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Cache_of_registers_that_were_destroyed_answers_decode_errors()
    {
        int calls = 0;
        var mmio = new MmioRegion(Owner, "m", 0x10, (_, _) => (ulong)++calls, (_, _, _) => calls++);
        Root.AddSubregion(0, mmio);
        using var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Write);
        Root.DelSubregion(mmio);
        mmio.Unparent();
        Assert.True(mmio.IsFinalized);
        Assert.Equal(MemoryTransactionResult.DecodeError, cache.Read(0, new byte[4]));
        Assert.Equal(MemoryTransactionResult.DecodeError, cache.Store(0, 1, 4));
        Assert.Equal(0ul, cache.Load(0, 4));
        Assert.Equal(0, calls);
    }

    [Fact]
    public void Cache_of_nothing_is_a_decode_error()
    {
        Root.AddSubregion(0x100, Ram("r"));
        using var cache = new MemoryRegionCache(Memory, 0, 0x1000, MapAccess.Write);
        Assert.Null(cache.Region);
        Assert.Equal(0x100, cache.Length);
        Assert.Equal(MemoryTransactionResult.DecodeError, cache.Write(0, [1]));
        Assert.True(cache.IsUpToDate());
        Root.AddSubregion(0, Ram("q"));
        Assert.False(cache.IsUpToDate());
    }

    [Fact]
    public void Cache_through_an_IOMMU_translates_each_access()
    {
        ulong page = 0x4000;
        Root.AddSubregion(0, Ram("r", 0x10000));
        var iommu = new IommuRegion(Owner, "iommu", 0x1000, (_, _, _) => new(Memory, 0, page, 0xfff, IommuAccess.ReadWrite));
        using var space = new AddressSpace(Machine, iommu, "dma");
        using var cache = new MemoryRegionCache(space, 0x10, 0x10, MapAccess.Write);
        cache.Store(0, 1, 1);
        page = 0x8000;
        cache.Store(0, 2, 1);
        Assert.Equal(1, Memory.LoadUInt8(0x4010));
        Assert.Equal(2, Memory.LoadUInt8(0x8010));
    }

    [Fact]
    public void Cache_keeps_RAM_beyond_its_owner_and_is_a_leak_until_it_is_disposed()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Write);
        Root.DelSubregion(ram);
        Owner.Unref();
        Assert.False(ram.IsFinalized);
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.RegionCache, leak.Kind);
        Assert.Contains(nameof(RegionCacheTests), leak.AcquisitionStack);
        cache.Dispose();
        Assert.True(ram.IsFinalized);
        cache.Dispose();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => cache.Load(0, 1));
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => cache.Span.Clear());
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => cache.IsUpToDate());
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Cache_of_a_ROM_device_forbids_its_destruction()
    {
        var flash = new RomDeviceRegion(Owner, "flash", 0x1000, new MmioOperations());
        Root.AddSubregion(0, flash);
        var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Read);
        Assert.True(cache.IsDirect);
        Root.DelSubregion(flash);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileMapped, "MRL103", flash.Unparent);
        cache.Dispose();
        flash.Unparent();
    }

    [Fact]
    public void Accesses_allocate_nothing()
    {
        Root.AddSubregion(0, Ram("r"));
        using var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Write);
        byte[] buffer = new byte[8];
        Use(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Use(10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Use(int times)
        {
            for (int i = 0; i < times; i++)
            {
                cache.Store(0, (ulong)i, 4);
                cache.Load(0, 4);
                cache.Read(0, buffer);
                cache.Write(0, buffer);
            }
        }
    }
}
