using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Topology;

public sealed class DestructionTests : MachineTest
{
    [Fact]
    public void Linked_across_owners_is_refused()
    {
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileLinked, "MRL107", mmio.Unparent);
        Assert.False(mmio.IsFinalized);
        Assert.Same(Owner, mmio.Parent);
        Assert.Equal("0-fff m+0 Io", Show());
    }

    [Fact]
    public void Linked_RAM_lives_until_it_is_unlinked()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        ram.Unparent();
        Assert.False(ram.IsFinalized);
        Root.DelSubregion(ram);
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Root_of_an_address_space_is_refused()
    {
        var root = new ContainerRegion(Owner, "root", 0x1000);
        var space = new AddressSpace(Machine, root, "dma");
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileRoot, "MRL110", root.Unparent);
        space.Dispose();
        root.Unparent();
        Assert.True(root.IsFinalized);
    }

    [Fact]
    public void Unlinked_in_an_open_transaction_is_refused()
    {
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        using (Machine.BeginTransaction())
        {
            Root.DelSubregion(mmio);
            Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileVisible, "MRL107", mmio.Unparent);
        }

        mmio.Unparent();
        Assert.True(mmio.IsFinalized);
    }

    [Fact]
    public void Alias_may_go_in_the_transaction_that_unlinks_it()
    {
        Root.AddSubregion(0x4000, Ram("r"));
        var alias = new AliasRegion(Owner, "a", Root.Subregions[0], 0, 0x1000);
        Root.AddSubregion(0, alias);
        using (Machine.BeginTransaction())
        {
            Root.DelSubregion(alias);
            alias.Unparent();
            Assert.True(alias.IsFinalized);
            Memory.StoreUInt8(0, 42);
            Assert.Equal(42, Memory.LoadUInt8(0x4000));
        }

        Assert.Equal("4000-4fff r+0 Ram", Show());
    }

    [Fact]
    public void Creation_that_fails_leaves_no_child()
    {
        MmioRegion dead = Mmio("dead");
        dead.Unparent();
        Assert.Throws<ArgumentOutOfRangeException>(() => new RamRegion(Owner, "r", MemoryRegion.MaxSize + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RamRegion(Owner, "r", 2, 1));
        Assert.Throws<ArgumentException>(() => new ContainerRegion(Owner, string.Empty, 1));
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => new AliasRegion(Owner, "a", dead, 0, 1));
        Assert.Empty(Owner.Children);
    }

    [Fact]
    public void Target_of_a_linked_alias_is_refused()
    {
        MmioRegion mmio = Mmio("m");
        var alias = new AliasRegion(Owner, "a", mmio, 0, 0x1000);
        Root.AddSubregion(0, alias);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileAliased, "MRL209", mmio.Unparent);
        Root.DelSubregion(alias);
        mmio.Unparent();
        Assert.True(mmio.IsFinalized);
    }

    [Fact]
    public void Mapped_rom_device_is_refused()
    {
        var flash = new RomDeviceRegion(Owner, "flash", 0x1000, new MmioOperations());
        Root.AddSubregion(0, flash);
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Root.DelSubregion(flash);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileMapped, "MRL103", flash.Unparent);
        mapping.Unmap();
        flash.Unparent();
        Assert.True(flash.IsFinalized);
    }

    [Fact]
    public void Mapped_RAM_without_an_owner_is_refused()
    {
        var ram = new RamRegion(null, "r", 0x1000);
        Root.AddSubregion(0, ram);
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Write);
        Root.DelSubregion(ram);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileMapped, "MRL105", ram.Unparent);
        mapping.Unmap();
    }

    [Fact]
    public void What_would_die_with_a_container_is_looked_at_too()
    {
        var container = new ContainerRegion(Owner, "c", 0x4000);
        MmioRegion mmio = Mmio("m");
        container.AddSubregion(0, mmio);
        mmio.Unparent();
        var alias = new AliasRegion(Owner, "a", mmio, 0, 0x1000);
        Root.AddSubregion(0, alias);
        Misuse.IsRefused(MemoryRegionErrorCode.DestroyedWhileAliased, "MRL209", container.Unparent);
        Assert.False(container.IsFinalized);
        Assert.True(mmio.IsMapped);
    }

    [Fact]
    public void Dying_container_unlinks_its_subregions_in_one_transaction()
    {
        var container = new ContainerRegion(Owner, "c", 0x4000);
        RamRegion first = Ram("first");
        RamRegion second = Ram("second");
        container.AddSubregion(0, first);
        container.AddSubregion(0x1000, second);
        container.Unparent();
        Assert.False(first.IsMapped);
        Assert.False(second.IsMapped);
        Assert.Equal(1, first.ReferenceCount);
    }

    [Fact]
    public void Death_of_an_alias_target_with_its_owner_completes_and_is_reported()
    {
        var other = new Owner(Machine, "B");
        var ram = new RamRegion(other, "r", 0x1000);
        var alias = new AliasRegion(Owner, "a", ram, 0, 0x1000);
        Root.AddSubregion(0x1000, alias);
        AliasRegion? dangling = null;
        Machine.Diagnostics.AliasDangling += a => dangling = a;
        other.Unref();
        Assert.Equal("1000-1fff r+0 Ram", Show());
        alias.Address = 0x2000;
        Assert.Equal("2000-2fff r+0 Ram", Show());
        alias.Enabled = false;
        Assert.True(ram.IsFinalized);
        Assert.Same(alias, dangling);
        alias.Enabled = true;
        Assert.Empty(Memory.FlatView);
        Assert.Contains(Machine.Diagnostics.FindLeaks(), l => l.Kind == LeakKind.DanglingAlias && l.ObjectPath == alias.Path);
    }
}
