using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL106: what becomes of those who use a region that was destroyed.</summary>
public sealed class UsedAfterDestructionTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("Machine.SystemMemory.AddSubregion(0x2000, _window)")]
    [InlineData("_window.Enabled = false")]
    [InlineData("_window.Address += 0x1000")]
    [InlineData("_other ??= new AliasRegion(this, \"other\", _window, 0, 16)")]
    [InlineData("Machine.Adopt(_window)")]
    public async Task Destroyed_region_cannot_be_used(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Bridge("_window.Unparent();", use), "MRL106");
        FlaggedDevice.Fails(MemoryRegionErrorCode.ObjectFinalized, "MRL106", device.Reset);
    }

    [Fact]
    public async Task Region_that_is_not_destroyed_can()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Bridge(string.Empty, "Machine.SystemMemory.AddSubregion(0x2000, _window)"));
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Theory]
    [InlineData("_port.Enabled = false")]
    [InlineData("_window.DelSubregion(_port)")]
    [InlineData("_child.Reset()")]
    [InlineData("_child.Window.Enabled = false")]
    public async Task What_the_device_owned_is_gone_when_it_is_finalized(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Soc("OnFinalize", use), "MRL106");
        device.Unparent();
        FlaggedDevice.Fails(MemoryRegionErrorCode.ObjectFinalized, "MRL106", device.Unref);
        Assert.True(device.IsFinalized);
    }

    [Theory]
    [InlineData("_port.Enabled = false")]
    [InlineData("_window.DelSubregion(_port)")]
    [InlineData("_child.Reset()")]
    [InlineData("_child.Window.Enabled = false")]
    public async Task What_the_device_owns_is_there_when_it_is_unrealized(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Soc("OnUnrealize", use));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Theory]
    [InlineData("_port.Unparent()")]
    [InlineData("Name.GetHashCode(); System.GC.KeepAlive(_port.Enabled ? _port.Name : _port.Path)")]
    public async Task Finalize_may_destroy_and_look(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Soc("OnFinalize", use));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Bridge(string destruction, string use) => $$"""
        #pragma warning disable CS0414, CS0169
        public class Sample : Device
        {
            private readonly AliasRegion _window;
            private AliasRegion? _other;

            public Sample(Machine machine) : base(machine) => _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _window);

            protected override void OnReset()
            {
                Machine.SystemMemory.DelSubregion(_window);
                {{destruction}}
                {{use}};
            }

            protected override void OnUnrealize() => _window.Container?.DelSubregion(_window);
        }
        """;

    private static string Soc(string member, string use) => $$"""
        public class Timer : Device
        {
            public ContainerRegion Window { get; }

            public Timer(Machine machine) : base(machine) => Window = new ContainerRegion(this, "window", 4096);
        }

        public class Sample : Device
        {
            private readonly Timer _child;
            private readonly ContainerRegion _window;
            private readonly MmioRegion _port;

            public Sample(Machine machine) : base(machine)
            {
                _child = new Timer(machine);
                AddChild("timer", _child);
                _child.Unref();
                _window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 16, null, null);
                _window.AddSubregion(0, _port);
            }

            protected override void {{member}}()
            {
                {{use}};
            }
        }
        """;
}
