using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Regions;

public sealed class ReferencePolicyTests : MachineTest
{
    [Fact]
    public void New_region_is_a_child_of_its_owner_and_held_by_it_alone()
    {
        RamRegion ram = Ram("r");
        Assert.Same(Owner, ram.Parent);
        Assert.Same(Owner, ram.Owner);
        Assert.Equal(1, ram.ReferenceCount);
        Assert.Equal(1, Owner.ReferenceCount);
    }

    [Fact]
    public void Reference_to_RAM_and_ROM_keeps_the_region()
    {
        MemoryRegion[] regions = [Ram("r"), new RomRegion(Owner, "o", 0x1000)];
        foreach (MemoryRegion region in regions)
        {
            region.Ref();
            Assert.Equal(2, region.ReferenceCount);
            Assert.Equal(1, Owner.ReferenceCount);
            region.Unref();
            Assert.Equal(1, region.ReferenceCount);
        }
    }

    [Fact]
    public void Reference_to_anything_else_keeps_the_owner()
    {
        RamRegion ram = Ram("r");
        MemoryRegion[] regions =
        [
            Mmio("m"),
            new RomDeviceRegion(Owner, "d", 0x1000, new MmioOperations()),
            new ContainerRegion(Owner, "c", 0x1000),
            new AliasRegion(Owner, "a", ram, 0, 0x1000),
        ];
        foreach (MemoryRegion region in regions)
        {
            region.Ref();
            Assert.Equal(1, region.ReferenceCount);
            Assert.Equal(2, Owner.ReferenceCount);
            region.Unref();
            Assert.Equal(1, Owner.ReferenceCount);
        }
    }

    [Fact]
    public void Reference_to_a_region_without_an_owner_keeps_nothing()
    {
        var ram = new RamRegion(null, "r", 0x1000);
        ram.Ref();
        Assert.Equal(1, ram.ReferenceCount);
        ram.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", ram.Unref);
    }

    [Fact]
    public void Reference_may_be_dropped_after_the_region_was_destroyed()
    {
        MmioRegion mmio = Mmio("m");
        mmio.Ref();
        mmio.Unparent();
        Assert.True(mmio.IsFinalized);
        Assert.Equal(2, Owner.ReferenceCount);
        mmio.Unref();
        Assert.Equal(1, Owner.ReferenceCount);
    }

    [Fact]
    public void Root_of_an_address_space_is_held_by_the_policy()
    {
        var space = new AddressSpace(Machine, new ContainerRegion(Owner, "c", 0x1000), "dma");
        Assert.Equal(2, Owner.ReferenceCount);
        space.Dispose();
        Assert.Equal(1, Owner.ReferenceCount);
    }

    [Fact]
    public void Region_of_a_finalized_owner_is_refused()
    {
        Owner.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => Ram("r"));
    }

    [Fact]
    public void Sizes_up_to_2_to_the_64_are_accepted()
    {
        Assert.Equal(MemoryRegion.MaxSize, new ContainerRegion(Owner, "c", MemoryRegion.MaxSize).Size);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ContainerRegion(Owner, "c", MemoryRegion.MaxSize + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Ram("r").Size = MemoryRegion.MaxSize + 1);
    }

    [Fact]
    public void Rom_image_that_does_not_fit_is_refused()
    {
        var rom = new RomRegion(Owner, "rom", 4);
        rom.Load([1, 2], 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => rom.Load([1, 2], 3));
        Assert.Equal([0, 0, 1, 2], rom.GetSpan(0, 4).ToArray());
    }
}
