using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using MemoryRegions.Contracts;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Regions;

/// <summary>What carries <see cref="RequiresAliveAttribute"/> refuses a destroyed region; what does not can still be read.</summary>
public sealed class DeadRegionTests : MachineTest
{
    private static readonly string[] SettersThatThrow =
        ["MemoryRegion.Size", "MemoryRegion.Address", "MemoryRegion.Priority", "MemoryRegion.Enabled", "MemoryRegion.ReadOnly", "RomDeviceRegion.RomMode", "AliasRegion.AliasOffset"];

    public static TheoryData<string> Uses => new(Actions.Keys);

    private static Dictionary<string, Action<DeadRegionTests, MemoryRegion>> Actions { get; } = new()
    {
        ["Size"] = static (_, dead) => dead.Size = 1,
        ["Address"] = static (_, dead) => dead.Address = 1,
        ["Priority"] = static (_, dead) => dead.Priority = 1,
        ["Enabled"] = static (_, dead) => dead.Enabled = true,
        ["ReadOnly"] = static (_, dead) => dead.ReadOnly = true,
        ["RomMode"] = static (_, dead) => ((RomDeviceRegion)dead).RomMode = true,
        ["Ref"] = static (_, dead) => dead.Ref(),
        ["Find"] = static (_, dead) => dead.Find(0, 1),
        ["AddSubregion"] = static (test, dead) => dead.AddSubregion(0, test.Ram("r")),
        ["AddSubregion of it"] = static (test, dead) => test.Root.AddSubregion(0, dead),
        ["DelSubregion"] = static (test, dead) => dead.DelSubregion(test.Ram("r")),
        ["AddChild"] = static (test, dead) => dead.AddChild("child", test.Ram("r")),
        ["AddChild of it"] = static (test, dead) => test.Owner.AddChild("dead", dead),
        ["alias of it"] = static (test, dead) => _ = new AliasRegion(test.Owner, "a", dead, 0, 1),
        ["root"] = static (test, dead) => new AddressSpace(test.Machine, dead, "s").Dispose(),
        ["Adopt"] = static (test, dead) => test.Machine.Adopt(dead),
    };

    [Theory]
    [MemberData(nameof(Uses))]
    public void Use_is_refused(string use)
    {
        var flash = new RomDeviceRegion(Owner, "flash", 4096, new MmioOperations());
        flash.Unparent();
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => Actions[use](this, flash));
    }

    [Fact]
    public void Setters_say_so()
    {
        IEnumerable<string> marked = typeof(MemoryRegion).Assembly.GetExportedTypes()
            .Where(typeof(MemoryRegion).IsAssignableFrom)
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(property => property.SetMethod?.IsDefined(typeof(RequiresAliveAttribute)) == true)
            .Select(property => property.DeclaringType!.Name + "." + property.Name);
        Assert.Equal(SettersThatThrow.Order(), marked.Order());
    }

    [Fact]
    public void Getters_answer()
    {
        var flash = new RomDeviceRegion(Owner, "flash", 4096, new MmioOperations());
        flash.Unparent();
        Assert.All(
            typeof(RomDeviceRegion).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetMethod is not null),
            property => Assert.Null(Record.Exception(() => property.GetValue(flash))));
    }

    [Fact]
    public void Unparent_does_nothing()
    {
        MmioRegion mmio = Mmio("m");
        mmio.Unparent();
        mmio.Unparent();
        Assert.True(mmio.IsFinalized);
    }
}
