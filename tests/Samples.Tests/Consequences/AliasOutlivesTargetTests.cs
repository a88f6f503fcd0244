using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL209: what becomes of an alias, and of the owner of what it shows, when that goes first.</summary>
public sealed class AliasOutlivesTargetTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("ContainerRegion", "4096")]
    [InlineData("MmioRegion", "16, null, null")]
    public async Task Target_of_a_linked_alias_cannot_be_destroyed(string type, string arguments)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window(type, arguments, "_target.Unparent(); Machine.SystemMemory.DelSubregion(_window);"), "MRL209");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileAliased, "MRL209", device.Unparent);
    }

    [Fact]
    public async Task Alias_that_is_unlinked_before_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window("ContainerRegion", "4096", "Machine.SystemMemory.DelSubregion(_window); _target.Unparent();"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task View_through_an_alias_of_somebody_else_keeps_the_device_alive()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Mirror("true", string.Empty), "MRL209");
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Assert.Equal(42, _machine.Memory.LoadUInt8(0x1000));
    }

    [Fact]
    public async Task Disabled_alias_of_somebody_else_dangles()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Mirror("false", string.Empty), "MRL209");
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Leak leak = Assert.Single(_machine.Diagnostics.FindLeaks());
        Assert.Equal((LeakKind.DanglingAlias, "MRL209"), (leak.Kind, leak.RuleId));
    }

    [Fact]
    public async Task Alias_of_somebody_else_that_is_unlinked_leaves_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Mirror("true", "protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_mirror!);"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Card_that_is_unplugged_under_an_alias_stays_alive()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Slot(string.Empty), "MRL209");
        device.Reset();
        Assert.Equal(42, _machine.Memory.LoadUInt8(0x1000));
        Assert.False(((QomObject)device.GetType().GetProperty("Card")!.GetValue(device)!).IsFinalized);
    }

    [Fact]
    public async Task Card_that_is_unplugged_after_its_alias_is_gone()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Slot("_window.DelSubregion(_alias);"));
        device.Reset();
        Assert.True(((QomObject)device.GetType().GetProperty("Card")!.GetValue(device)!).IsFinalized);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Window(string type, string arguments, string teardown) => $$"""
        public class Sample : Device
        {
            private readonly {{type}} _target;
            private readonly AliasRegion _window;

            public Sample(Machine machine) : base(machine)
            {
                _target = new {{type}}(this, "target", {{arguments}});
                _window = new AliasRegion(this, "window", _target, 0, 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _window);

            protected override void OnUnrealize()
            {
                {{teardown}}
            }
        }
        """;

    private static string Mirror(string enabled, string member) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;
            private AliasRegion? _mirror;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 4096, (_, _) => 42, null);

            protected override void OnRealize()
            {
                _mirror = new AliasRegion(null, "mirror", _registers, 0, 4096);
                _mirror.Enabled = {{enabled}};
                Machine.SystemMemory.AddSubregion(0x1000, _mirror);
            }

            {{member}}
        }
        """;

    private static string Slot(string before) => $$"""
        public class Card : Device
        {
            public MmioRegion Bar { get; }

            public Card(Machine machine) : base(machine) => Bar = new MmioRegion(this, "bar", 4096, (_, _) => 42, null);
        }

        public class Sample : Device
        {
            private readonly ContainerRegion _window;
            private readonly AliasRegion _alias;

            public Card Card { get; }

            public Sample(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                Card = new Card(machine);
                AddChild("card", Card);
                Card.Unref();
                _alias = new AliasRegion(this, "card", Card.Bar, 0, 4096);
                _window.AddSubregion(0, _alias);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _window);

            protected override void OnReset()
            {
                {{before}}
                Card.Unparent();
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);
        }
        """;
}
