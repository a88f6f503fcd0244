using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Topology;

public sealed class SectionTests : MachineTest
{
    [Fact]
    public void Find_returns_the_lowest_part_of_the_range()
    {
        var bus = new ContainerRegion(Owner, "bus", 0x8000);
        RamRegion ram = Ram("r");
        bus.AddSubregion(0x2000, ram);
        bus.AddSubregion(0x4000, Mmio("m"));
        Root.AddSubregion(0x10000, bus);
        MemorySection section = bus.Find(0x1800, 0x4000);
        Assert.False(section.IsNull);
        Assert.Same(ram, section.Region);
        Assert.Equal(0ul, section.OffsetInRegion);
        Assert.Equal(0x12000ul, section.OffsetInAddressSpace);
        Assert.Equal((UInt128)0x1000, section.Size);
        Assert.False(section.IsReadOnly);
        section.Unref();
    }

    [Fact]
    public void Find_of_nothing_is_null()
    {
        Assert.True(Root.Find(0, 0x1000).IsNull);
        RamRegion loose = Ram("loose");
        Assert.True(loose.Find(0, 0x1000).IsNull);
        Root.AddSubregion(0, loose);
        Assert.True(Root.Find(0, 0).IsNull);
    }

    [Fact]
    public void Section_keeps_what_the_policy_says_alive()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        MemorySection section = Root.Find(0, 4);
        Root.DelSubregion(ram);
        Owner.Unref();
        Assert.True(Owner.IsFinalized);
        Assert.False(ram.IsFinalized);
        section.Unref();
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Second_release_is_refused_and_Dispose_does_nothing()
    {
        Root.AddSubregion(0, Ram("r"));
        MemorySection section = Root.Find(0, 4);
        section.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", section.Unref);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL305", () => _ = section.Region);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL307", default(MemorySection).Unref);
        section.Dispose();
        default(MemorySection).Dispose();
    }
}
