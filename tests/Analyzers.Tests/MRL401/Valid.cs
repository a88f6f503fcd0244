using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL401;

public class Valid
{
    [Fact]
    public Task Reference_on_the_target() => SilentAsync(
        "_window = new AliasRegion(this, \"window\", shown, 0, 16); _shown = shown;", "_window.Target.Ref(); _shown.Ref();", "_window.Target.Unref(); _shown.Unref();");

    [Fact]
    public Task Target_of_this() => SilentAsync(
        "_shown = new MmioRegion(this, \"registers\", 16, null, null); _window = new AliasRegion(this, \"window\", _shown, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Target_of_the_same_outside_object() => SilentAsync(
        "_window = new AliasRegion(other, \"window\", other.Registers, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Target_that_the_machine_keeps() => SilentAsync(
        "_window = new AliasRegion(this, \"window\", machine.SystemMemory, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Target_of_a_child_of_this() => SilentAsync(
        "var port = new Other(machine); AddChild(\"port\", port); _window = new AliasRegion(this, \"window\", port.Registers, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Target_that_is_not_known() => SilentAsync(
        "_window = new AliasRegion(this, \"window\", Other.Choose(machine), 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Alias_that_may_be_one_of_several() => SilentAsync(
        "_window = shown.Size > 16 ? new AliasRegion(this, \"a\", shown, 0, 16) : new AliasRegion(this, \"b\", machine.SystemMemory, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Alias_of_an_alias() => SilentAsync(
        "var inner = new AliasRegion(other, \"inner\", shown, 0, 16); _window = new AliasRegion(this, \"window\", inner, 0, 16);", "_window.Ref();", "_window.Unref();");

    [Fact]
    public Task Region_that_is_no_alias() => SilentAsync("_shown = shown;", "_shown.Ref();", "_shown.Unref();");

    [Fact]
    public Task Reference_on_a_device() => SilentAsync(
        "_window = new AliasRegion(this, \"window\", shown, 0, 16);", "Ref();", "Unref();");

    [Fact]
    public Task Device_that_lives_as_long_as_the_machine() => SilentAsync(
        "_shown = new MmioRegion(this, \"registers\", 16, null, null); _window = new AliasRegion(null, \"window\", _shown, 0, 16);",
        "_window.Ref();",
        "_window.Unref();",
        "[MachineLifetime]");

    private static Task SilentAsync(string constructor, string realize, string unrealize, string attribute = "") => Verify<DeviceLifecycleAnalyzer>.SilentAsync($$"""
        {{attribute}}
        class Mirror : Device
        {
            private readonly AliasRegion _window = null!;
            private readonly MmioRegion _shown = null!;

            public Mirror(Machine machine, MmioRegion shown, Other other) : base(machine)
            {
                {{constructor}}
            }

            protected override void OnRealize()
            {
                {{realize}}
            }

            protected override void OnUnrealize()
            {
                {{unrealize}}
            }
        }

        class Other : Device
        {
            public MmioRegion Registers { get; }

            public Other(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);

            public static MemoryRegion Choose(Machine machine) => machine.SystemMemory;
        }
        """);
}
