using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Objects;

public sealed class QomObjectTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Creator_holds_the_only_reference()
    {
        var owner = new Owner(_machine);
        Assert.Equal(1, owner.ReferenceCount);
        Assert.Null(owner.Parent);
        Assert.Same(_machine, owner.Machine);
        owner.Unref();
        Assert.True(owner.IsFinalized);
        Assert.Equal(1, owner.Finalizations);
    }

    [Fact]
    public void Ref_keeps_the_object_alive_until_Unref()
    {
        var owner = new Owner(_machine);
        owner.Ref();
        owner.Unref();
        Assert.False(owner.IsFinalized);
        owner.Unref();
        Assert.True(owner.IsFinalized);
    }

    [Fact]
    public void Ref_of_a_finalized_object_is_refused()
    {
        var owner = new Owner(_machine);
        owner.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", owner.Ref);
    }

    [Fact]
    public void Unref_of_what_is_not_held_is_refused_and_does_not_steal_the_parents_reference()
    {
        var owner = new Owner(_machine);
        _machine.AddChild("owner", owner);
        owner.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", owner.Unref);
        Assert.False(owner.IsFinalized);
        Assert.Equal(1, owner.ReferenceCount);
    }

    [Fact]
    public void AddChild_holds_a_reference_until_Unparent()
    {
        var parent = new Owner(_machine, "parent");
        var child = new Owner(_machine);
        parent.AddChild("child", child);
        child.Unref();
        Assert.Same(parent, child.Parent);
        Assert.Equal("child", child.Name);
        child.Unparent();
        Assert.True(child.IsFinalized);
        Assert.Null(child.Parent);
    }

    [Fact]
    public void Unparent_without_a_parent_does_nothing()
    {
        var owner = new Owner(_machine);
        owner.Unparent();
        Assert.Equal(1, owner.ReferenceCount);
    }

    [Fact]
    public void Children_are_released_in_creation_order_before_the_object_is_finalized()
    {
        var log = new List<string>();
        _machine.Diagnostics.Finalized += o => log.Add(o.Name);
        var parent = new Owner(_machine, "parent");
        foreach (string name in (string[])["b", "a", "c"])
        {
            var child = new Owner(_machine, name);
            parent.AddChild(name, child);
            child.Unref();
        }

        _ = new RamRegion(parent, "ram", 0x1000);
        parent.Unref();
        Assert.Equal(["b", "a", "c", "ram", "parent"], log);
    }

    [Fact]
    public void Own_regions_are_gone_in_OnFinalize()
    {
        RamRegion? ram = null;
        bool gone = false;
        var owner = new Owner(_machine) { WhenFinalized = () => gone = ram!.IsFinalized };
        ram = new RamRegion(owner, "ram", 0x1000);
        owner.Unref();
        Assert.True(gone);
        ram.Unparent();
    }

    [Fact]
    public void Exception_of_OnFinalize_leaves_the_release_after_it_is_complete()
    {
        var owner = new Owner(_machine) { WhenFinalized = () => throw new FormatException() };
        var ram = new RamRegion(owner, "ram", 0x1000);
        Assert.Throws<FormatException>(owner.Unref);
        Assert.True(owner.IsFinalized);
        Assert.True(ram.IsFinalized);
        _machine.SystemMemory.Enabled = false;
    }

    [Fact]
    public void Path_names_the_way_from_the_machine()
    {
        var owner = new Owner(_machine, "loose");
        Assert.Equal("loose", owner.Path);
        _machine.AddChild("nic", owner);
        var ram = new RamRegion(owner, "ram", 0x1000);
        Assert.Equal("/machine/nic/ram", ram.Path);
    }

    [Fact]
    public void Regions_of_the_same_name_get_paths_of_their_own()
    {
        var first = new RamRegion(_machine, "ram", 0x1000);
        var second = new RamRegion(_machine, "ram", 0x1000);
        Assert.Equal("/machine/ram", first.Path);
        Assert.Equal("/machine/ram[1]", second.Path);
        Assert.Equal("ram", second.Name);
    }

    [Fact]
    public void AddChild_of_what_has_a_parent_is_refused()
    {
        var child = new Owner(_machine);
        _machine.AddChild("first", child);
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyParented, null, () => _machine.AddChild("second", child));
    }

    [Fact]
    public void AddChild_under_a_name_that_is_taken_is_refused()
    {
        _machine.AddChild("child", new Owner(_machine));
        var second = new Owner(_machine);
        Misuse.IsRefused(MemoryRegionErrorCode.DuplicateName, null, () => _machine.AddChild("child", second));
        Assert.Equal(1, second.ReferenceCount);
    }

    [Fact]
    public void AddChild_of_an_ancestor_is_refused()
    {
        var parent = new Owner(_machine);
        var child = new Owner(_machine);
        parent.AddChild("child", child);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectInsideItself, null, () => child.AddChild("parent", parent));
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectInsideItself, null, () => parent.AddChild("self", parent));
    }

    [Fact]
    public void AddChild_across_machines_is_refused()
    {
        using var other = new Machine("other");
        Misuse.IsRefused(MemoryRegionErrorCode.DifferentMachines, null, () => other.AddChild("child", new Owner(_machine)));
    }

    [Fact]
    public void Owner_is_not_released_twice_when_its_childs_end_drops_its_last_reference()
    {
        // c2's end unlinks c0, which drops the last reference of A, whose end releases B, whose child c2 is.
        var log = new List<string>();
        _machine.Diagnostics.Finalized += o => log.Add(o.Name);
        var a = new Owner(_machine, "A");
        var b = new Owner(_machine, "B");
        a.AddChild("B", b);
        b.Unref();
        var c0 = new ContainerRegion(a, "c0", 0x8000);
        var c2 = new ContainerRegion(b, "c2", 0x10000);
        c2.AddSubregion(0, c0);
        a.Unref();
        c2.Unparent();
        Assert.Equal(["c2", "c0", "A", "B"], log);
        Assert.Equal(1, b.Finalizations);
    }
}
