using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL103;

public class Valid
{
    [Fact]
    public Task Finalize_may_destroy() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnFinalize()
            {
                _port.Unparent();
                base.OnFinalize();
            }
        }
        """);

    [Fact]
    public Task Ram_rom_aliases_and_containers_may_go_at_run_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly RamRegion _ram;
            private readonly AliasRegion _alias;
            private readonly ContainerRegion _window;

            public Bank(Machine machine) : base(machine)
            {
                _ram = new RamRegion(this, "ram", 4096);
                _alias = new AliasRegion(this, "alias", _ram, 0, 4096);
                _window = new ContainerRegion(this, "window", 4096);
            }

            protected override void OnReset()
            {
                _alias.Unparent();
                _window.Unparent();
                {|MRL104:_ram.Unparent()|};
            }
        }
        """);

    [Fact]
    public Task Umbrella_object_takes_its_region_along() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Mapping : QomObject
        {
            public MmioRegion Region { get; }

            public Mapping(Machine machine) : base(machine) => Region = new MmioRegion(this, "blob", 16, null, null);
        }

        class Gpu : Device
        {
            private readonly ContainerRegion _window;
            private Mapping? _mapping;

            public Gpu(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Map()
            {
                _mapping = new Mapping(Machine);
                AddChild("mapping", _mapping);
                _mapping.Unref();
                _window.AddSubregion(0, _mapping.Region);
            }

            public void Unmap()
            {
                if (_mapping is { } mapping)
                {
                    _window.DelSubregion(mapping.Region);
                    mapping.Unparent();
                    _mapping = null;
                }
            }
        }
        """);

    [Fact]
    public Task Region_of_unknown_kind_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bus : Device
        {
            public Bus(Machine machine) : base(machine) { }

            public void Forget(MemoryRegion region) => region.Unparent();
        }
        """);

    [Fact]
    public Task Unwinding_a_failed_realize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                _port = new MmioRegion(this, "port", 16, null, null);
                try
                {
                    Connect();
                }
                catch
                {
                    Undo();
                    throw;
                }
            }

            private void Undo()
            {
                _port?.Unparent();
                _port = null;
            }

            private void Connect() => throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Fresh_region_that_turns_out_useless_is_silent() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            public MmioRegion? Open(Func<MmioRegion, bool> accept)
            {
                var port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
                if (!accept(port))
                {
                    port.Unparent();
                    return null;
                }

                return port;
            }
        }
        """);

    [Fact]
    public Task Teardown_after_unlinking_is_needless_at_most() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private readonly MmioRegion _c;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 16, null, null);
                _b = new MmioRegion(this, "b", 16, null, null);
                _c = new MmioRegion(this, "c", 16, null, null);
            }

            protected override void OnRealize()
            {
                _bus.AddSubregion(0, _a);
                _bus.AddSubregion(16, _b);
                _bus.AddSubregion(32, _c);
            }

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_a);
                {|MRL104:_a.Unparent()|};
                if (_b.IsMapped)
                {
                    _bus.DelSubregion(_b);
                }

                {|MRL104:_b.Unparent()|};
                UnlinkC();
                _c.Unparent();
            }

            private void UnlinkC() => _c.Container?.DelSubregion(_c);
        }
        """);

    [Fact]
    public Task Teardown_of_what_is_linked_nowhere_is_not_this_rules_business() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;
            private readonly MmioRegion _inner;
            private readonly ContainerRegion _window;

            public Bank(Machine machine) : base(machine)
            {
                _port = new MmioRegion(this, "port", 16, null, null);
                _inner = new MmioRegion(this, "inner", 16, null, null);
                _window = new ContainerRegion(this, "window", 4096);
                _window.AddSubregion(0, _inner);
            }

            protected override void OnUnrealize()
            {
                _port.Unparent();
                _inner.Unparent();
            }
        }
        """);

    [Fact]
    public Task Board_code_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        static class Board
        {
            public static void Rebuild(MmioRegion region) => region.Unparent();
        }
        """);
}
