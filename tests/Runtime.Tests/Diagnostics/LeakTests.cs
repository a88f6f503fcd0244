using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Diagnostics;

public sealed class LeakTests : MachineTest
{
    [Fact]
    public void Nothing_is_held_in_a_machine_with_a_running_device()
    {
        var device = new TestDevice(Machine) { WhenRealized = d => d.Machine.SystemMemory.AddSubregion(0, new MmioRegion(d, "m", 0x10, null, null)) };
        device.Realize();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Mapping_is_reported_with_where_it_was_made()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        MemoryMapping mapping = Memory.Map(0, 0x10, MapAccess.Read);
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Mapping, leak.Kind);
        Assert.Equal("MRL301", leak.RuleId);
        Assert.Equal(ram.Path, leak.ObjectPath);
        Assert.Equal("memory", leak.Holder);
        Assert.Contains(nameof(Mapping_is_reported_with_where_it_was_made), leak.AcquisitionStack, StringComparison.Ordinal);
        mapping.Unmap();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Mapping_is_reported_without_tracking_too()
    {
        using var machine = new Machine();
        _ = machine.Memory.Map(0, 0x10, MapAccess.Read);
        Leak leak = Assert.Single(machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Mapping, leak.Kind);
        Assert.Null(leak.AcquisitionStack);
    }

    [Fact]
    public void Section_reference_space_and_transaction_are_reported()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        MemorySection section = Root.Find(0, 4);
        ram.Ref();
        var space = new AddressSpace(Machine, ram, "dma");
        TopologyTransaction transaction = Machine.BeginTransaction();
        var kinds = new List<LeakKind>();
        foreach (Leak leak in Machine.Diagnostics.FindLeaks())
        {
            kinds.Add(leak.Kind);
            Assert.Contains(nameof(Section_reference_space_and_transaction_are_reported), leak.AcquisitionStack, StringComparison.Ordinal);
        }

        Assert.Equal([LeakKind.Transaction, LeakKind.Section, LeakKind.Reference, LeakKind.AddressSpace], kinds);
        transaction.Commit();
        space.Dispose();
        ram.Unref();
        section.Unref();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Reference_to_an_object_is_reported_but_not_the_creators()
    {
        Assert.Empty(Machine.Diagnostics.FindLeaks());
        Owner.Ref();
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Reference, leak.Kind);
        Assert.Equal("A", leak.ObjectPath);
        Owner.Unref();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Link_left_by_an_unplugged_device_is_reported(bool ram)
    {
        var device = new TestDevice(Machine)
        {
            WhenRealized = d => d.Machine.SystemMemory.AddSubregion(0, ram ? new RamRegion(d, "bar", 0x10) : new MmioRegion(d, "bar", 0x10, null, null)),
        };
        device.Realize();
        device.Unparent();
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Link, leak.Kind);
        Assert.Equal("MRL201", leak.RuleId);
        Assert.Equal(Root.Path, leak.Holder);
        Assert.Contains("bar", leak.ObjectPath, StringComparison.Ordinal);
        Assert.NotNull(leak.AcquisitionStack);
    }

    [Fact]
    public void Link_left_by_a_failed_realize_is_reported()
    {
        var device = new TestDevice(Machine)
        {
            WhenRealized = d =>
            {
                d.Machine.SystemMemory.AddSubregion(0, new MmioRegion(d, "bar", 0x10, null, null));
                throw new FormatException();
            },
        };
        Assert.Throws<FormatException>(device.Realize);
        Assert.Equal(LeakKind.Link, Assert.Single(Machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public void Link_of_a_childs_region_into_its_parents_container_goes_with_the_parent()
    {
        var parent = new TestDevice(Machine, "parent");
        var child = new Owner(Machine, "child");
        parent.AddChild("child", child);
        child.Unref();
        new ContainerRegion(parent, "c", 0x1000).AddSubregion(0, new MmioRegion(child, "m", 0x10, null, null));
        parent.Realize();
        parent.Unref();
        parent.Unparent();
        Assert.True(child.IsFinalized);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Parents_region_in_a_childs_container_is_a_cycle()
    {
        var child = new Owner(Machine, "B");
        Owner.AddChild("B", child);
        child.Unref();
        var container = new ContainerRegion(child, "c", 0x1000);
        MmioRegion mmio = Mmio("m");
        container.AddSubregion(0, mmio);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
        Owner.Unref();
        Assert.False(Owner.IsFinalized);
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Cycle, leak.Kind);
        Assert.Equal("MRL201", leak.RuleId);
        Assert.Contains("A -> A/B -> A/B/c -> A", leak.Description, StringComparison.Ordinal);
        container.DelSubregion(mmio);
        Assert.True(Owner.IsFinalized);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void What_survives_the_machine_is_reported()
    {
        var machine = new Machine("machine", new MachineOptions { Tracking = true });
        var owner = new Owner(machine, "B");
        machine.SystemMemory.AddSubregion(0, new MmioRegion(owner, "m", 0x10, null, null));
        MemoryMapping mapping = machine.Memory.Map(0, 4, MapAccess.Read);
        machine.Dispose();
        Assert.False(owner.IsFinalized);
        Assert.Equal(LeakKind.Mapping, Assert.Single(machine.Diagnostics.FindLeaks()).Kind);
        mapping.Unmap();
        Assert.True(owner.IsFinalized);
        Assert.Empty(machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Finalized_is_raised_once_per_object()
    {
        var finalized = new List<QomObject>();
        Machine.Diagnostics.Finalized += finalized.Add;
        RamRegion ram = Ram("r");
        Owner.Unref();
        Assert.Equal([ram, Owner], finalized);
    }

    [Fact]
    public void Leak_reads_as_a_sentence_with_its_rule()
    {
        using var machine = new Machine();
        _ = machine.Memory.Map(0x20, 0x10, MapAccess.Read);
        Assert.Equal(
            "MRL301: 0x10 bytes at 0x20 of the address space memory ((unassigned)) are not unmapped.",
            Assert.Single(machine.Diagnostics.FindLeaks()).ToString());
    }
}
