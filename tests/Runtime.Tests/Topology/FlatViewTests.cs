using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Topology;

public sealed class FlatViewTests : MachineTest
{
    [Fact]
    public void Empty_machine_shows_nothing()
    {
        Assert.Empty(Memory.FlatView);
        Assert.Null(Memory.FlatView.Root);
    }

    [Fact]
    public void Regions_are_shown_in_the_order_of_their_addresses()
    {
        Root.AddSubregion(0x8000, Mmio("m"));
        Root.AddSubregion(0x1000, Ram("r"));
        Assert.Equal("1000-1fff r+0 Ram, 8000-8fff m+0 Io", Show());
    }

    [Fact]
    public void Region_of_higher_priority_hides_a_part_of_another()
    {
        Root.AddSubregion(0, Ram("r", 0x3000));
        Root.AddSubregion(0x1000, Mmio("m"), 1);
        Assert.Equal("0-fff r+0 Ram, 1000-1fff m+0 Io, 2000-2fff r+2000 Ram", Show());
    }

    [Fact]
    public void Of_equal_priority_the_last_added_is_in_front()
    {
        Root.AddSubregion(0, Ram("first"));
        Root.AddSubregion(0, Ram("second"));
        Assert.Equal("0-fff second+0 Ram", Show());
    }

    [Fact]
    public void Priority_counts_only_inside_a_container()
    {
        var back = new ContainerRegion(Owner, "back", 0x1000);
        back.AddSubregion(0, Ram("high"), 100);
        Root.AddSubregion(0, back);
        Root.AddSubregion(0, Ram("front"));
        Assert.Equal("0-fff front+0 Ram", Show());
    }

    [Fact]
    public void Setting_the_priority_moves_a_region_in_front()
    {
        RamRegion first = Ram("first");
        Root.AddSubregion(0, first);
        Root.AddSubregion(0, Ram("second"));
        first.Priority = 1;
        Assert.Equal("0-fff first+0 Ram", Show());
    }

    [Fact]
    public void Holes_of_a_container_show_what_is_behind()
    {
        Root.AddSubregion(0, Ram("r", 0x3000));
        var window = new ContainerRegion(Owner, "window", 0x3000);
        window.AddSubregion(0x1000, Mmio("m"));
        Root.AddSubregion(0, window, 1);
        Assert.Equal("0-fff r+0 Ram, 1000-1fff m+0 Io, 2000-2fff r+2000 Ram", Show());
    }

    [Fact]
    public void Containers_clip_what_is_inside()
    {
        var window = new ContainerRegion(Owner, "window", 0x1800);
        window.AddSubregion(0x1000, Ram("r"));
        Root.AddSubregion(0x10000, window);
        Root.AddSubregion(0, Mmio("m"));
        Assert.Equal("0-fff m+0 Io, 11000-117ff r+0 Ram", Show());
    }

    [Fact]
    public void Subregions_are_in_front_of_a_region_that_answers_itself()
    {
        RamRegion ram = Ram("r", 0x2000);
        ram.AddSubregion(0x800, Mmio("m", 0x100), -5);
        Root.AddSubregion(0, ram);
        Assert.Equal("0-7ff r+0 Ram, 800-8ff m+0 Io, 900-1fff r+900 Ram", Show());
    }

    [Fact]
    public void Alias_shows_a_part_of_its_target()
    {
        RamRegion ram = Ram("r", 0x4000);
        Root.AddSubregion(0x10000, new AliasRegion(Owner, "a", ram, 0x1000, 0x2000));
        Root.AddSubregion(0, Mmio("m"));
        Assert.Equal("0-fff m+0 Io, 10000-11fff r+1000 Ram", Show());
    }

    [Fact]
    public void Alias_of_an_alias_shows_the_first_target()
    {
        RamRegion ram = Ram("r", 0x4000);
        var inner = new AliasRegion(Owner, "inner", ram, 0x1000, 0x3000);
        Root.AddSubregion(0x10000, new AliasRegion(Owner, "outer", inner, 0x800, 0x1000));
        Root.AddSubregion(0, Mmio("m"));
        Assert.Equal("0-fff m+0 Io, 10000-10fff r+1800 Ram", Show());
    }

    [Fact]
    public void Alias_of_a_linked_container_shows_it_at_another_place()
    {
        var bus = new ContainerRegion(Owner, "bus", 0x4000);
        bus.AddSubregion(0x1000, Mmio("m"));
        Root.AddSubregion(0x8000, bus);
        Root.AddSubregion(0, new AliasRegion(Owner, "a", bus, 0x800, 0x1000));
        Assert.Equal("800-fff m+0 Io, 9000-9fff m+0 Io", Show());
    }

    [Fact]
    public void Moving_an_alias_over_its_target_moves_the_window()
    {
        var alias = new AliasRegion(Owner, "a", Ram("r", 0x4000), 0, 0x1000);
        Root.AddSubregion(0x1000, alias);
        alias.AliasOffset = 0x2000;
        Assert.Equal("1000-1fff r+2000 Ram", Show());
    }

    [Fact]
    public void Neighbouring_pieces_of_one_region_are_one_range()
    {
        RamRegion ram = Ram("r", 0x4000);
        Root.AddSubregion(0, new AliasRegion(Owner, "low", ram, 0, 0x1000));
        Root.AddSubregion(0x1000, new AliasRegion(Owner, "high", ram, 0x1000, 0x1000));
        Assert.Equal("0-1fff r+0 Ram", Show());
    }

    [Fact]
    public void Read_only_alias_makes_what_it_shows_ROM_and_does_not_merge()
    {
        RamRegion ram = Ram("r", 0x4000);
        Root.AddSubregion(0, new AliasRegion(Owner, "low", ram, 0, 0x1000));
        Root.AddSubregion(0x1000, new AliasRegion(Owner, "high", ram, 0x1000, 0x1000) { ReadOnly = true });
        Assert.Equal("0-fff r+0 Ram, 1000-1fff r+1000 Rom", Show());
    }

    [Fact]
    public void Disabled_region_leaves_a_hole()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Root.AddSubregion(0x4000, Mmio("m"));
        ram.Enabled = false;
        Assert.Equal("4000-4fff m+0 Io", Show());
        ram.Enabled = true;
        Assert.Equal("0-fff r+0 Ram, 4000-4fff m+0 Io", Show());
    }

    [Fact]
    public void Rom_device_shows_its_mode()
    {
        var flash = new RomDeviceRegion(Owner, "flash", 0x1000, new MmioOperations());
        Root.AddSubregion(0x1000, flash);
        Assert.Equal("1000-1fff flash+0 RomDevice", Show());
        flash.RomMode = false;
        Assert.Equal("1000-1fff flash+0 Io", Show());
    }

    [Fact]
    public void Region_of_2_to_the_64_bytes_fills_the_space()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "all", MemoryRegion.MaxSize, null, null), -1);
        Root.AddSubregion(ulong.MaxValue - 0xfff, Ram("top"));
        Assert.Equal("0-ffffffffffffefff all+0 Io, fffffffffffff000-ffffffffffffffff top+0 Ram", Show());
        Root.DelSubregion(Root.Subregions[0]);
        Assert.Equal(MemoryRegion.MaxSize, Assert.Single(Memory.FlatView).Size);
    }

    [Fact]
    public void Resize_and_move_change_the_view()
    {
        RamRegion ram = Ram("r", 0x2000);
        Root.AddSubregion(0x1000, ram);
        ram.Size = 0x800;
        ram.Address = 0x4000;
        Assert.Equal("4000-47ff r+0 Ram", Show());
    }

    [Fact]
    public void Spaces_that_show_the_same_share_a_view()
    {
        var bus = new ContainerRegion(Owner, "bus", 0x4000);
        bus.AddSubregion(0, Ram("r"));
        bus.AddSubregion(0x1000, Mmio("m"));
        var window = new ContainerRegion(Owner, "window", 0x8000);
        window.AddSubregion(0, new AliasRegion(Owner, "a", bus, 0, 0x4000));
        using var direct = new AddressSpace(Machine, bus, "direct");
        using var through = new AddressSpace(Machine, window, "through");
        Assert.Same(direct.FlatView, through.FlatView);
        Assert.Same(bus, through.FlatView.Root);
    }

    [Fact]
    public void Snapshot_does_not_change_with_the_topology()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        FlatView before = Memory.FlatView;
        Root.DelSubregion(ram);
        Assert.Single(before);
        Assert.NotSame(before, Memory.FlatView);
    }

    [Fact]
    public void TryFind_finds_the_range_of_an_address()
    {
        Root.AddSubregion(0x1000, Ram("r"));
        Root.AddSubregion(0x4000, Mmio("m"));
        Assert.False(Memory.FlatView.TryFind(0xfff, out _));
        Assert.True(Memory.FlatView.TryFind(0x1fff, out FlatRange range));
        Assert.Equal("r", range.Region.Name);
        Assert.False(Memory.FlatView.TryFind(0x2000, out _));
        Assert.True(Memory.FlatView.TryFind(0x4000, out range));
        Assert.Equal("m", range.Region.Name);
        Assert.False(Memory.FlatView.TryFind(ulong.MaxValue, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void View_equals_what_the_front_most_region_says_at_every_address(int seed)
    {
        const ulong Size = 96;
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            using var machine = new Machine();
            ContainerRegion root = RandomTree.Build(machine, random, Size);
            using var space = new AddressSpace(machine, root, "space");
            for (ulong address = 0; address < Size; address++)
            {
                (MemoryRegion Region, ulong Offset, bool ReadOnly)? expected = RandomTree.Look(root, address, false);
                bool found = space.FlatView.TryFind(address, out FlatRange range);
                Assert.Equal(expected is not null, found);
                if (found)
                {
                    Assert.Equal(expected, (range.Region, range.OffsetInRegion + (address - range.Start), range.ReadOnly));
                }
            }

            Assert.Equal(space.FlatView.OrderBy(r => r.Start), space.FlatView);
        }
    }
}
