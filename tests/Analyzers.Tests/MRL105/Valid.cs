using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL105;

public class Valid
{
    [Fact]
    public Task Aliases_and_containers_may_come_and_go() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window = new(null, "window", 4096);
            private readonly AliasRegion _alias;

            public Bridge(Machine machine) : base(machine) => _alias = new AliasRegion(null, "alias", machine.IoSpace, 0, 4096);

            public void Close()
            {
                _alias.Unparent();
                _window.Unparent();
            }
        }
        """);

    [Fact]
    public Task Unwinding_of_a_failed_realize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Nvdimm(Machine machine) : Device(machine)
        {
            private RamRegion? _label;

            protected override void OnRealize()
            {
                _label = new RamRegion(null, "label", 4096);
                try
                {
                    Load();
                }
                catch
                {
                    _label.Unparent();
                    throw;
                }
            }

            private void Load() => throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Region_that_nobody_else_saw_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Nvdimm(Machine machine) : Device(machine)
        {
            public ulong Measure()
            {
                var probe = {|MRL102:new RamRegion(null, "probe", 4096)|};
                var size = (ulong)probe.Size;
                probe.Unparent();
                return size;
            }
        }
        """);

    [Fact]
    public Task Unknown_owner_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Slots(Machine machine) : Device(machine)
        {
            private RamRegion? _owned;
            private RamRegion? _given;

            public bool IsShared { get; init; }

            protected override void OnRealize() => _owned = new RamRegion(IsShared ? null : this, "owned", 4096);

            public void Give(RamRegion region) => _given = region;

            protected override void OnFinalize()
            {
                _owned?.Unparent();
                _given?.Unparent();
            }
        }
        """);

    [Fact]
    public Task Device_is_no_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Slot(Machine machine) : Device(machine)
        {
            private Device? _device;

            public void Plug(Device device) => _device = device;

            public void Unplug() => _device?.Unparent();
        }
        """);
}
