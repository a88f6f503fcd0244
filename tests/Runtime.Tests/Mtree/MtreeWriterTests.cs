using System.IO;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Mtree;

/// <summary>The text of info mtree in cases that the boards do not have; the boards are tested with RegionLab.</summary>
public class MtreeWriterTests : MachineTest
{
    [Fact]
    public void Empty_machine_is_two_containers() => Assert.Equal(
        """
        address-space: memory
          0000000000000000-ffffffffffffffff (prio 0, i/o): system-memory

        address-space: io
          0000000000000000-000000000000ffff (prio 0, i/o): io-space


        """,
        Trees());

    [Fact]
    public void Subregions_are_printed_by_address_then_priority_then_front_to_back()
    {
        Root.AddSubregion(0x2000, Mmio("late"));
        Root.AddSubregion(0x1000, Mmio("back"), -1);
        Root.AddSubregion(0x1000, Mmio("first"), 1);
        Root.AddSubregion(0x1000, Mmio("second"), 1);

        Assert.Equal(
            """
            address-space: memory
              0000000000000000-ffffffffffffffff (prio 0, i/o): system-memory
                0000000000001000-0000000000001fff (prio 1, i/o): second
                0000000000001000-0000000000001fff (prio 1, i/o): first
                0000000000001000-0000000000001fff (prio -1, i/o): back
                0000000000002000-0000000000002fff (prio 0, i/o): late


            """,
            Trees(Memory));
    }

    [Fact]
    public void Disabled_region_is_left_out_but_not_what_is_in_it()
    {
        var container = new ContainerRegion(Owner, "off", 0x1000) { Enabled = false };
        container.AddSubregion(0x10, Mmio("inner", 0x10));
        Root.AddSubregion(0, container);

        Assert.DoesNotContain("off", Trees(Memory), StringComparison.Ordinal);
        Assert.Contains("\n      0000000000000010-000000000000001f (prio 0, i/o): inner\n", Trees(Memory), StringComparison.Ordinal);
        Assert.Contains("off [disabled]", Trees(new MtreeWriter(Machine) { ShowDisabled = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Targets_of_aliases_are_printed_once_each_and_those_of_their_aliases_too()
    {
        RamRegion ram = Ram("ram");
        var inner = new AliasRegion(Owner, "inner", ram, 0x800, 0x800);
        Root.AddSubregion(0, new AliasRegion(Owner, "one", inner, 0, 0x400));
        Root.AddSubregion(0x1000, new AliasRegion(Owner, "two", inner, 0x400, 0x400));

        Assert.Equal(
            """
            address-space: memory
              0000000000000000-ffffffffffffffff (prio 0, i/o): system-memory
                0000000000000000-00000000000003ff (prio 0, ram): alias one @inner 0000000000000000-00000000000003ff
                0000000000001000-00000000000013ff (prio 0, ram): alias two @inner 0000000000000400-00000000000007ff

            memory-region: inner
              0000000000000000-00000000000007ff (prio 0, ram): alias inner @ram 0000000000000800-0000000000000fff

            memory-region: ram
              0000000000000000-0000000000000fff (prio 0, ram): ram


            """,
            Trees(Memory));
    }

    [Fact]
    public void Region_that_reaches_beyond_the_last_address_is_marked()
    {
        Root.AddSubregion(0xffff_ffff_ffff_f000, new ContainerRegion(Owner, "long", 0x2000));

        Assert.Contains("\n[DETECTED OVERFLOW!]     fffffffffffff000-0000000000000fff (prio 0, i/o): long\n", Trees(Memory), StringComparison.Ordinal);
    }

    [Fact]
    public void Region_of_no_size_is_printed_with_one_byte()
    {
        Root.AddSubregion(0x10, new ContainerRegion(Owner, "nothing", 0));

        Assert.Contains("    0000000000000010-0000000000000010 (prio 0, i/o): nothing\n", Trees(Memory), StringComparison.Ordinal);
    }

    [Fact]
    public void Owners_are_named_by_path_id_or_type()
    {
        var device = new TestDevice(Machine, "nic") { Id = "net0" };
        Machine.Unattached.AddChild("nic", device);
        var backend = new Owner(Machine);
        Machine.Objects.AddChild("mem", backend);
        Root.AddSubregion(0, new RamRegion(backend, "ram", 0x1000));
        Root.AddSubregion(0x1000, new MmioRegion(device, "bar", 0x1000, null, null));
        Root.AddSubregion(0x2000, Mmio("loose"));
        Root.AddSubregion(0x3000, new RomRegion(null, "bios", 0x1000));
        var writer = new MtreeWriter(Machine) { ShowOwners = true };

        Assert.Equal(
            """
            address-space: memory
              0000000000000000-ffffffffffffffff (prio 0, i/o): system-memory parent:{obj path=/machine/unattached}
                0000000000000000-0000000000000fff (prio 0, ram): ram owner:{obj path=/objects/mem}
                0000000000001000-0000000000001fff (prio 0, i/o): bar owner:{dev id=net0}
                0000000000002000-0000000000002fff (prio 0, i/o): loose owner:{obj type=Owner}
                0000000000003000-0000000000003fff (prio 0, rom): bios parent:{obj path=/machine/unattached}


            """,
            Trees(writer, Memory));
    }

    [Fact]
    public void Unparented_region_that_a_link_holds_is_an_orphan()
    {
        var ram = new RamRegion(null, "ram", 0x1000);
        Root.AddSubregion(0, ram);
        ram.Unparent();

        Assert.Contains("ram orphan\n", Trees(new MtreeWriter(Machine) { ShowOwners = true }, Memory), StringComparison.Ordinal);
    }

    [Fact]
    public void Flat_views_are_printed_once_each_with_the_spaces_that_share_them()
    {
        RamRegion ram = Ram("ram", 0x3000);
        Root.AddSubregion(0x1000, ram);
        Root.AddSubregion(0x2000, Mmio("uart", 0x800), 1);
        using var alias = new AddressSpace(Machine, new AliasRegion(Owner, "all", Root, 0, MemoryRegion.MaxSize), "cpu");
        var output = new StringWriter();

        new MtreeWriter(Machine).WriteFlatViews(output);

        Assert.Equal(
            """
            FlatView #0
             AS "memory", root: system-memory
             AS "cpu", root: all, alias system-memory
             Root memory region: system-memory
              0000000000001000-0000000000001fff (prio 0, ram): ram
              0000000000002000-00000000000027ff (prio 1, i/o): uart
              0000000000002800-0000000000003fff (prio 0, ram): ram @0000000000001800

            FlatView #1
             AS "io", root: io-space
             Root memory region: (none)
              No rendered FlatView


            """,
            output.ToString());
    }

    [Fact]
    public void Space_of_another_machine_is_refused()
    {
        using var other = new Machine();

        Misuse.IsRefused(MemoryRegionErrorCode.DifferentMachines, null, () => new MtreeWriter(Machine).WriteTrees(TextWriter.Null, [other.Memory]));
    }

    [Fact]
    public void Disposed_space_is_refused()
    {
        var space = new AddressSpace(Machine, Root, "gone");
        space.Dispose();

        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => new MtreeWriter(Machine).WriteFlatViews(TextWriter.Null, [space]));
    }

    private string Trees(params AddressSpace[] spaces) => Trees(new MtreeWriter(Machine), spaces);

    private static string Trees(MtreeWriter writer, params AddressSpace[] spaces)
    {
        var output = new StringWriter();
        writer.WriteTrees(output, spaces.Length == 0 ? null : spaces);
        return output.ToString();
    }
}
