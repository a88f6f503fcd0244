using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL201: what becomes of a device that leaves its region in a container of another owner.</summary>
public sealed class NeverUnlinkedTests : IDisposable
{
    private const string Unlink = """
            protected override void OnUnrealize() => {0};
        """;

    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Device_is_kept_alive_by_its_own_link()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("MmioRegion", "new MmioRegion(this, \"port\", 16, null, null)", unlinks: false), "MRL201");
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Leak leak = Assert.Single(_machine.Diagnostics.FindLeaks());
        Assert.Equal((LeakKind.Link, "MRL201"), (leak.Kind, leak.RuleId));
        Assert.Single(_machine.SystemMemory.Subregions);
    }

    [Fact]
    public async Task Ram_stays_visible_after_its_device_is_gone()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port("RamRegion", "new RamRegion(this, \"port\", 16)", unlinks: false), "MRL201");
        _machine.Memory.StoreUInt8(0x1000, 42);
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(42, _machine.Memory.LoadUInt8(0x1000));
        Leak leak = Assert.Single(_machine.Diagnostics.FindLeaks());
        Assert.Equal((LeakKind.Link, "MRL201"), (leak.Kind, leak.RuleId));
    }

    [Theory]
    [InlineData("MmioRegion", "new MmioRegion(this, \"port\", 16, null, null)")]
    [InlineData("RamRegion", "new RamRegion(this, \"port\", 16)")]
    public async Task Device_that_unlinks_its_region_goes_without_trace(string type, string creation)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Port(type, creation, unlinks: true));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
        Assert.Empty(_machine.SystemMemory.Subregions);
    }

    [Fact]
    public async Task Region_of_the_parent_in_the_childs_container_is_a_cycle()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Bridge(unlinks: false), "MRL201");
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Assert.Contains(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Cycle && leak.RuleId == "MRL201");
    }

    [Fact]
    public async Task Parent_that_unlinks_its_region_from_the_child_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Bridge(unlinks: true));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Port(string type, string creation, bool unlinks) => $$"""
        public class Sample : Device
        {
            private readonly {{type}} _port;

            public Sample(Machine machine) : base(machine) => _port = {{creation}};

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _port);

        {{(unlinks ? string.Format(Unlink, "Machine.SystemMemory.DelSubregion(_port)") : string.Empty)}}
        }
        """;

    private static string Bridge(bool unlinks) => $$"""
        public class Child : Device
        {
            public ContainerRegion Window { get; }

            public Child(Machine machine) : base(machine) => Window = new ContainerRegion(this, "window", 4096);
        }

        public class Sample : Device
        {
            private readonly Child _child;
            private readonly MmioRegion _control;

            public Sample(Machine machine) : base(machine)
            {
                _child = new Child(machine);
                AddChild("child", _child);
                _child.Unref();
                _control = new MmioRegion(this, "control", 16, null, null);
                _child.Window.AddSubregion(0, _control);
            }

        {{(unlinks ? string.Format(Unlink, "_child.Window.DelSubregion(_control)") : string.Empty)}}
        }
        """;
}
