using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Topology;

public sealed class LinkTests : MachineTest
{
    [Fact]
    public void AddSubregion_links_and_DelSubregion_unlinks()
    {
        RamRegion ram = Ram("r");
        Assert.False(ram.IsMapped);
        Root.AddSubregion(0x1000, ram, 3);
        Assert.True(ram.IsMapped);
        Assert.Same(Root, ram.Container);
        Assert.Equal(0x1000ul, ram.Address);
        Assert.Equal(3, ram.Priority);
        Root.DelSubregion(ram);
        Assert.Null(ram.Container);
    }

    [Fact]
    public void Subregions_are_listed_front_to_back()
    {
        foreach ((string name, int priority) in new[] { ("a", 0), ("b", 1), ("c", 0), ("d", -1) })
        {
            Root.AddSubregion(0, Ram(name), priority);
        }

        Assert.Equal(["b", "c", "a", "d"], Root.Subregions.Select(r => r.Name));
    }

    [Fact]
    public void Link_inside_one_owner_references_the_subregion()
    {
        var container = new ContainerRegion(Owner, "c", 0x1000);
        MmioRegion mmio = Mmio("m");
        container.AddSubregion(0, mmio);
        Assert.Equal(2, mmio.ReferenceCount);
        Assert.Equal(1, Owner.ReferenceCount);
    }

    [Fact]
    public void Link_across_owners_references_the_owner_of_MMIO()
    {
        var other = new Owner(Machine, "B");
        var container = new ContainerRegion(other, "c", 0x1000);
        MmioRegion mmio = Mmio("m");
        container.AddSubregion(0, mmio);
        Assert.Equal(1, mmio.ReferenceCount);
        Assert.Equal(2, Owner.ReferenceCount);
        container.DelSubregion(mmio);
        Assert.Equal(1, Owner.ReferenceCount);
    }

    [Fact]
    public void Link_across_owners_references_RAM_itself()
    {
        var other = new Owner(Machine, "B");
        var container = new ContainerRegion(other, "c", 0x1000);
        RamRegion ram = Ram("r");
        container.AddSubregion(0, ram);
        Assert.Equal(2, ram.ReferenceCount);
        Owner.Unref();
        Assert.True(Owner.IsFinalized);
        Assert.False(ram.IsFinalized);
        container.DelSubregion(ram);
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Foreign_link_keeps_the_device_of_MMIO_from_being_finalized()
    {
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        Owner.Unref();
        Assert.False(Owner.IsFinalized);
        Root.DelSubregion(mmio);
        Assert.True(Owner.IsFinalized);
        Assert.True(mmio.IsFinalized);
    }

    [Fact]
    public void AddSubregion_of_a_linked_region_is_refused()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyLinked, "MRL207", () => Machine.IoSpace.AddSubregion(0, ram));
        Assert.Same(Root, ram.Container);
    }

    [Fact]
    public void DelSubregion_of_an_unlinked_region_is_refused() =>
        Misuse.IsRefused(MemoryRegionErrorCode.NotLinked, "MRL206", () => Root.DelSubregion(Ram("r")));

    [Fact]
    public void DelSubregion_from_another_container_is_refused()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Misuse.IsRefused(MemoryRegionErrorCode.LinkedElsewhere, "MRL205", () => Machine.IoSpace.DelSubregion(ram));
        Assert.True(ram.IsMapped);
    }

    [Fact]
    public void Subregion_of_an_alias_is_refused()
    {
        var alias = new AliasRegion(Owner, "a", Ram("r"), 0, 0x1000);
        Misuse.IsRefused(MemoryRegionErrorCode.SubregionOfAlias, "MRL208", () => alias.AddSubregion(0, Ram("s")));
    }

    [Fact]
    public void Region_inside_itself_is_refused()
    {
        var outer = new ContainerRegion(Owner, "outer", 0x1000);
        var inner = new ContainerRegion(Owner, "inner", 0x1000);
        outer.AddSubregion(0, inner);
        Misuse.IsRefused(MemoryRegionErrorCode.RegionInsideItself, "MRL208", () => inner.AddSubregion(0, outer));
        Misuse.IsRefused(MemoryRegionErrorCode.RegionInsideItself, "MRL208", () => outer.AddSubregion(0, outer));
    }

    [Fact]
    public void Region_inside_itself_through_an_alias_is_refused()
    {
        var outer = new ContainerRegion(Owner, "outer", 0x1000);
        var inner = new ContainerRegion(Owner, "inner", 0x1000);
        outer.AddSubregion(0, inner);
        var alias = new AliasRegion(Owner, "alias", outer, 0, 0x1000);
        Misuse.IsRefused(MemoryRegionErrorCode.RegionInsideItself, "MRL208", () => inner.AddSubregion(0, alias));
        Assert.False(alias.IsMapped);
    }

    [Fact]
    public void Regions_of_different_machines_cannot_be_linked()
    {
        using var other = new Machine("other");
        RamRegion ram = Ram("r");
        Misuse.IsRefused(MemoryRegionErrorCode.DifferentMachines, null, () => other.SystemMemory.AddSubregion(0, ram));
    }

    [Fact]
    public void Region_without_an_owner_becomes_part_of_the_machine_that_it_is_linked_into()
    {
        var container = new ContainerRegion(null, "c", 0x2000);
        var ram = new RamRegion(null, "r", 0x1000);
        container.AddSubregion(0x1000, ram);
        Assert.Null(ram.Machine);
        Root.AddSubregion(0, container);
        Assert.Same(Machine, ram.Machine);
        Assert.Same(Machine, container.Machine);
        Assert.Equal("/machine/unattached/r", ram.Path);
        Assert.Equal("1000-1fff r+0 Ram", Show());
        using var other = new Machine("other");
        Misuse.IsRefused(MemoryRegionErrorCode.DifferentMachines, null, () => other.Adopt(ram));
    }

    [Fact]
    public void Region_without_an_owner_goes_with_the_machine()
    {
        var machine = new Machine();
        var ram = new RamRegion(null, "r", 0x1000);
        machine.SystemMemory.AddSubregion(0, ram);
        machine.Dispose();
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Region_without_machine_can_be_destroyed()
    {
        var container = new ContainerRegion(null, "c", 0x2000);
        var ram = new RamRegion(null, "r", 0x1000);
        container.AddSubregion(0, ram);
        container.Unparent();
        Assert.True(container.IsFinalized);
        Assert.False(ram.IsMapped);
        Assert.False(ram.IsFinalized);
    }

    [Fact]
    public void Move_of_a_region_that_only_its_link_holds_keeps_it_alive()
    {
        var container = new ContainerRegion(Owner, "c", 0x4000);
        MmioRegion mmio = Mmio("m");
        container.AddSubregion(0, mmio);
        mmio.Unparent();
        mmio.Address = 0x1000;
        Assert.False(mmio.IsFinalized);
        container.DelSubregion(mmio);
        Assert.True(mmio.IsFinalized);
    }

    [Fact]
    public void Operations_on_a_finalized_region_are_refused()
    {
        RamRegion ram = Ram("r");
        ram.Unparent();
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => Root.AddSubregion(0, ram));
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.Enabled = false);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.Size = 1);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.Address = 1);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.ReadOnly = true);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.Find(0, 1));
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", ram.Ref);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => _ = new AliasRegion(Owner, "a", ram, 0, 1));
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => _ = new AddressSpace(Machine, ram, "s"));
    }
}
