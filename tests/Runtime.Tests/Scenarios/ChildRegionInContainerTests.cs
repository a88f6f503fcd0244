using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Scenarios;

/// <summary>
/// The scenario of the thread on the same-owner subregion rule: "device A has a container C_A; device A has a child-device B; device B has a
/// memory region R_B; device A's realize method puts R_B into C_A. R_B's owner is B, and the container's owner is A, but we still want to be
/// able to get rid of A (in the process getting rid of B because it gets unparented and unreffed, and R_B and C_A also)."
/// </summary>
public class ChildRegionInContainerTests : IDisposable
{
    private readonly Machine _machine = new("machine", new MachineOptions { Tracking = true });
    private readonly List<string> _finalized = [];
    private readonly DeviceA _a;

    public ChildRegionInContainerTests()
    {
        _machine.Diagnostics.Finalized += o => _finalized.Add(o.Name);
        _a = new DeviceA(_machine);
        _a.Realize();
        _a.Unref();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Realized_device_shows_the_region_of_its_child()
    {
        Assert.Equal(0x1000UL, _a.Container.Subregions.Single().Address);
        Assert.Equal(["R_B"], _machine.Memory.FlatView.Select(range => range.Region.Name));

        // The link crosses owners: it holds B, as do A's child property and the view; R_B has only its owner.
        Assert.Equal(1, _a.Region.ReferenceCount);
        Assert.Equal(3, _a.Child.ReferenceCount);
    }

    [Fact]
    public void Getting_rid_of_A_gets_rid_of_B_and_both_regions()
    {
        _a.Unparent();

        // The container goes first, and with it the link that held B; B's region goes before B, and B before A.
        Assert.Equal(["C_A", "R_B", "B", "A"], _finalized);
        Assert.Empty(_machine.Memory.FlatView);
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void B_that_is_in_use_outlives_A()
    {
        MemoryMapping mapping = _machine.Memory.Map(0x8000_1000, 4, MapAccess.Write);
        Assert.Same(_a.Region, mapping.Region);

        _a.Unparent();

        Assert.Equal(["C_A", "A"], _finalized);
        mapping.Unmap(0);
        Assert.Equal(["C_A", "A", "R_B", "B"], _finalized);
    }

    [Fact]
    public void Container_of_the_same_device_makes_no_cycle_either()
    {
        var owner = new Owner(_machine, "C");
        var outer = new ContainerRegion(owner, "outer", 0x1000);
        var inner = new MmioRegion(owner, "inner", 0x100, null, null);
        outer.AddSubregion(0, inner);

        owner.Unref();

        // The subregion is finalized after its container, which holds it.
        Assert.Equal(["outer", "inner", "C"], _finalized);
    }

    [Fact]
    public void Other_way_round_it_is_a_cycle_which_is_found_and_which_an_unlink_breaks()
    {
        var parent = new Owner(_machine, "P");
        var child = new Owner(_machine, "Q");
        parent.AddChild("Q", child);
        child.Unref();
        var container = new ContainerRegion(child, "C_Q", 0x1000);
        var region = new MmioRegion(parent, "R_P", 0x100, null, null);
        container.AddSubregion(0, region);

        parent.Unref();

        Assert.Empty(_finalized);
        Leak leak = Assert.Single(_machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Cycle, leak.Kind);
        container.DelSubregion(region);
        Assert.Equal(["C_Q", "Q", "R_P", "P"], _finalized);
    }

    private sealed class DeviceA : Device
    {
        internal DeviceA(Machine machine)
            : base(machine, "A")
        {
            Container = new ContainerRegion(this, "C_A", 0x10000);
            Child = new DeviceB(machine);
            AddChild("B", Child);
            Child.Unref();
            Region = new MmioRegion(Child, "R_B", 0x100, null, null);
        }

        internal ContainerRegion Container { get; }

        internal DeviceB Child { get; }

        internal MmioRegion Region { get; }

        protected override void OnRealize()
        {
            Container.AddSubregion(0x1000, Region);
            Machine.SystemMemory.AddSubregion(0x8000_0000, Container);
        }

        // Only the link to the outside: that to the child's region goes with the container.
        protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(Container);
    }

    private sealed class DeviceB(Machine machine) : Device(machine, "B");
}
