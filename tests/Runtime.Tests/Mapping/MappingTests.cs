using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Mapping;

public sealed class MappingTests : MachineTest
{
    [Fact]
    public void RAM_is_mapped_directly()
    {
        RamRegion ram = Ram("r", 0x4000);
        Root.AddSubregion(0x1000, ram);
        MemoryMapping mapping = Memory.Map(0x1800, 0x100, MapAccess.Write);
        Assert.False(mapping.IsNull);
        Assert.True(mapping.IsDirect);
        Assert.Equal(0x100, mapping.Length);
        Assert.Equal(0x1800ul, mapping.Address);
        Assert.Equal(MapAccess.Write, mapping.Access);
        Assert.Same(ram, mapping.Region);
        Assert.Equal(0x800ul, mapping.OffsetInRegion);
        mapping.Span.Fill(0x5a);
        Assert.Equal(0x5a, ram.GetSpan(0x800, 1)[0]);
        Assert.Equal(0x5a, ram.GetSpan(0x8ff, 1)[0]);
        Assert.Equal(0, ram.GetSpan(0x900, 1)[0]);
        mapping.Unmap();
    }

    [Fact]
    public void Mapping_is_cut_at_the_end_of_the_range()
    {
        Root.AddSubregion(0, Ram("r", 0x1000));
        Root.AddSubregion(0x1000, Ram("q", 0x1000));
        using MemoryMapping mapping = Memory.Map(0xf00, 0x1000, MapAccess.Read);
        Assert.Equal(0x100, mapping.Length);
    }

    [Fact]
    public void Mapping_runs_over_ranges_that_continue_the_same_RAM()
    {
        RamRegion ram = Ram("r", 0x4000);
        Root.AddSubregion(0, new AliasRegion(Owner, "a1", ram, 0, 0x1000));
        Root.AddSubregion(0x1000, new AliasRegion(Owner, "a2", ram, 0x1000, 0x1000) { ReadOnly = true });
        Root.AddSubregion(0x2000, new AliasRegion(Owner, "a3", ram, 0x3000, 0x1000));
        using MemoryMapping mapping = Memory.Map(0x800, 0x10000, MapAccess.Read);
        Assert.Equal(0x1800, mapping.Length);
    }

    [Fact]
    public void ROM_is_mapped_directly_for_reads_and_bounced_for_writes()
    {
        var rom = new RomRegion(Owner, "rom", 0x1000);
        rom.Load([1, 2, 3]);
        Root.AddSubregion(0, rom);
        using (MemoryMapping read = Memory.Map(0, 3, MapAccess.Read))
        {
            Assert.True(read.IsDirect);
            Assert.Equal([1, 2, 3], read.Span.ToArray());
        }

        using (MemoryMapping write = Memory.Map(0, 3, MapAccess.Write))
        {
            Assert.False(write.IsDirect);
            write.Span.Fill(9);
        }

        Assert.Equal(1, rom.GetSpan(0, 1)[0]);
    }

    [Fact]
    public void Registers_are_read_into_a_bounce_buffer_by_the_map()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, (offset, _) => offset + 1, null));
        using MemoryMapping mapping = Memory.Map(0, 8, MapAccess.Read);
        Assert.False(mapping.IsDirect);
        Assert.Equal([1, 0, 0, 0, 5, 0, 0, 0], mapping.Span.ToArray());
    }

    [Fact]
    public void Registers_are_written_from_a_bounce_buffer_by_the_unmap()
    {
        ulong written = 0;
        int count = 0;
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, null, (_, value, _) =>
        {
            written = value;
            count++;
        }));
        MemoryMapping mapping = Memory.Map(0, 8, MapAccess.Write);
        mapping.Span.Fill(0x11);
        Assert.Equal(0, count);
        mapping.Unmap(4);
        Assert.Equal(1, count);
        Assert.Equal(0x11111111ul, written);
    }

    [Fact]
    public void Bounced_mapping_of_nothing_reads_zeros()
    {
        using MemoryMapping mapping = Memory.Map(0x5000, 0x10, MapAccess.Read);
        Assert.False(mapping.IsNull);
        Assert.Null(mapping.Region);
        Assert.Equal(new byte[0x10], mapping.Span.ToArray());
    }

    [Fact]
    public void Bounce_buffers_are_bounded_in_total()
    {
        MemoryMapping first = Memory.Map(0x5000, 0x10000, MapAccess.Read);
        Assert.Equal(4096, first.Length);
        Assert.False(Memory.TryMap(0x5000, 1, MapAccess.Read, out MemoryMapping second));
        Assert.True(second.IsNull);
        Assert.Equal(0, second.Length);
        Assert.True(second.Span.IsEmpty);
        first.Unmap();
        Assert.True(Memory.TryMap(0x5000, 1, MapAccess.Read, out second));
        second.Unmap();
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4096, 1)]
    [InlineData(3 * 4096, 3)]
    public void Bounce_buffers_can_be_configured(int total, int expected)
    {
        using var machine = new Machine("machine", new MachineOptions { BounceBufferSize = total });
        int count = 0;
        while (machine.Memory.TryMap(0, 16, MapAccess.Read, out _))
        {
            count++;
        }

        Assert.Equal(expected, count);
    }

    [Fact]
    public void Map_of_no_bytes_is_null() => Assert.True(Memory.Map(0, 0, MapAccess.Read).IsNull);

    [Fact]
    public void Unmap_of_a_null_mapping_is_refused_and_Dispose_does_nothing()
    {
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL307", default(MemoryMapping).Unmap);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL307", () => Memory.Unmap(default, 0));
        default(MemoryMapping).Dispose();
    }

    [Fact]
    public void Second_unmap_is_refused()
    {
        Root.AddSubregion(0, Ram("r"));
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        mapping.Unmap();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", mapping.Unmap);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", () => Memory.Unmap(mapping, 0));
    }

    [Fact]
    public void Stale_copy_is_refused_even_when_its_slot_is_used_again()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        MemoryMapping stale = Memory.Map(0, 0x10, MapAccess.Read);
        stale.Unmap();
        MemoryMapping next = Memory.Map(0, 0x20, MapAccess.Read);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", stale.Unmap);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => stale.Span.Clear());
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => _ = stale.Region);
        stale.Dispose();
        Assert.Equal(0x20, next.Span.Length);
        next.Unmap();
        Assert.Equal(0x10, stale.Length);
    }

    [Fact]
    public void Dispose_unmaps_and_does_nothing_after_an_unmap()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        int before = ram.ReferenceCount;
        using (MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read))
        {
            Assert.Equal(before + 1, ram.ReferenceCount);
            mapping.Unmap(4);
            Assert.Equal(before, ram.ReferenceCount);
        }

        Assert.Equal(before, ram.ReferenceCount);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x11)]
    public void Unmap_of_more_than_was_mapped_is_refused_and_the_mapping_is_still_held(int length)
    {
        Root.AddSubregion(0, Ram("r"));
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Misuse.IsRefused(MemoryRegionErrorCode.LengthOutOfRange, "MRL306", () => mapping.Unmap(length));
        mapping.Unmap();
    }

    [Fact]
    public void Unmap_by_another_address_space_is_refused()
    {
        Root.AddSubregion(0, Ram("r"));
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Misuse.IsRefused(MemoryRegionErrorCode.WrongAddressSpace, "MRL306", () => Machine.Io.Unmap(mapping, 0));
        Memory.Unmap(mapping, 0);
    }

    [Fact]
    public void Mapping_keeps_RAM_alive_beyond_its_owner_and_the_address_space()
    {
        RamRegion ram = Ram("r");
        var space = new AddressSpace(Machine, ram, "dma");
        MemoryMapping mapping = space.Map(0, 0x10, MapAccess.Write);
        space.Dispose();
        Owner.Unref();
        Assert.True(Owner.IsFinalized);
        Assert.False(ram.IsFinalized);
        mapping.Span.Fill(1);
        mapping.Unmap();
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Mapping_of_registers_keeps_their_owner_alive()
    {
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Root.DelSubregion(mmio);
        mmio.Unparent();
        Owner.Unref();
        Assert.True(mmio.IsFinalized);
        Assert.False(Owner.IsFinalized);
        mapping.Unmap();
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Bounced_write_to_a_disposed_address_space_is_lost_but_unmapped()
    {
        int count = 0;
        var mmio = new MmioRegion(Owner, "m", 0x10, null, (_, _, _) => count++);
        var space = new AddressSpace(Machine, mmio, "dma");
        MemoryMapping mapping = space.Map(0, 4, MapAccess.Write);
        space.Dispose();
        mapping.Unmap();
        Assert.Equal(0, count);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Exception_of_a_callback_in_unmap_leaves_nothing_held()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, null, (_, _, _) => throw new FormatException()));
        MemoryMapping mapping = Memory.Map(0, 4, MapAccess.Write);
        Assert.Throws<FormatException>(mapping.Unmap);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
        Assert.True(Memory.TryMap(0, 4, MapAccess.Read, out MemoryMapping next));
        next.Unmap();
    }

    [Fact]
    public void Map_sees_the_view_from_before_an_open_transaction()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        using TopologyTransaction transaction = Machine.BeginTransaction();
        Root.DelSubregion(ram);
        using MemoryMapping mapping = Memory.Map(0, 4, MapAccess.Read);
        Assert.Same(ram, mapping.Region);
    }

    [Fact]
    public void Direct_map_and_unmap_allocate_nothing()
    {
        using var machine = new Machine();
        machine.SystemMemory.AddSubregion(0, new RamRegion(machine, "r", 0x1000));
        MapAndUnmap(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        MapAndUnmap(10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void MapAndUnmap(int times)
        {
            for (int i = 0; i < times; i++)
            {
                MemoryMapping mapping = machine.Memory.Map(0x10, 0x100, MapAccess.Write);
                mapping.Span[0] = 1;
                mapping.Unmap();
            }
        }
    }

    [Fact]
    public void Reads_and_loads_allocate_nothing()
    {
        using var machine = new Machine();
        machine.SystemMemory.AddSubregion(0, new RamRegion(machine, "r", 0x1000));
        machine.SystemMemory.AddSubregion(0x1000, new MmioRegion(machine, "m", 0x1000, (_, _) => 0, null));
        byte[] buffer = new byte[16];
        Access(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Access(10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Access(int times)
        {
            for (int i = 0; i < times; i++)
            {
                machine.Memory.Read(0xff8, buffer);
                machine.Memory.Write(0, buffer);
                machine.Memory.LoadUInt32LittleEndian(0x1000);
                machine.Memory.StoreUInt32LittleEndian(0x1000, 1);
            }
        }
    }
}
