using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL201;

public class Valid
{
    [Fact]
    public Task Removed_in_teardown() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Removed_through_its_container() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                bus.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize() => _registers.Container?.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Removed_by_a_helper_a_base_class_or_a_nested_type() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        abstract class Pluggable : Device
        {
            protected Pluggable(Machine machine) : base(machine) { }

            protected List<MemoryRegion> Placed { get; } = [];

            protected override void OnUnrealize()
            {
                foreach (MemoryRegion region in Placed)
                {
                    region.Container?.DelSubregion(region);
                }
            }
        }

        class Uart : Pluggable
        {
            public Uart(Machine machine) : base(machine)
            {
                var registers = new MmioRegion(this, "registers", 8, null, null);
                Placed.Add(registers);
                machine.SystemMemory.AddSubregion(0, registers);
            }
        }

        class Dual : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private readonly Helper _helper = new();

            public Dual(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
                machine.SystemMemory.AddSubregion(0, _a);
                machine.SystemMemory.AddSubregion(0, _b);
            }

            protected override void OnUnrealize()
            {
                Remove(_a);
                _helper.Remove(Machine, _b);
            }

            private void Remove(MemoryRegion region) => Machine.SystemMemory.DelSubregion(region);

            private sealed class Helper
            {
                public void Remove(Machine machine, MemoryRegion region) => machine.SystemMemory.DelSubregion(region);
            }
        }
        """);

    [Fact]
    public Task Arrays_and_dictionaries_are_followed() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion[] _ports = new MmioRegion[4];
            private readonly Dictionary<int, MmioRegion> _extra = [];

            public Uart(Machine machine) : base(machine)
            {
                for (int i = 0; i < _ports.Length; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 8, null, null);
                    machine.IoSpace.AddSubregion((ulong)i, _ports[i]);
                    var extra = new MmioRegion(this, "extra", 8, null, null);
                    machine.IoSpace.AddSubregion((ulong)i, extra);
                    _extra[i] = extra;
                }
            }

            protected override void OnUnrealize()
            {
                for (int i = _ports.Length - 1; i >= 0; i--)
                {
                    Machine.IoSpace.DelSubregion(_ports[i]);
                }

                foreach ((int _, MmioRegion extra) in _extra)
                {
                    Machine.IoSpace.DelSubregion(extra);
                }
            }
        }
        """);

    [Fact]
    public Task Removed_at_run_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Slot : Device
        {
            public MmioRegion Registers { get; }

            public Slot(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);
        }

        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Plug(Slot slot) => _window.AddSubregion(0, slot.Registers);

            public void Unplug(Slot slot) => _window.DelSubregion(slot.Registers);
        }
        """);

    [Fact]
    public Task Board_device_lives_as_long_as_the_machine() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        abstract class BoardDevice(Machine machine) : Device(machine);

        class Uart : BoardDevice
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                machine.SystemMemory.AddSubregion(0, _registers);
            }
        }
        """);

    [Fact]
    public Task Same_owner_dies_together() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _window;
            private readonly List<MmioRegion> _ports = [];

            public Uart(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                for (uint i = 0; i < 4; i++)
                {
                    var port = Create("port");
                    _ports.Add(port);
                    Window.AddSubregion(i, port);
                }
            }

            public MemoryRegion Window => _window;

            private MmioRegion Create(string name) => new(this, name, 16, null, null);
        }
        """);

    [Fact]
    public Task Parent_places_its_childs_region_in_its_own_container() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Child : Device
        {
            public MmioRegion Registers { get; }

            public Child(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);
        }

        class Chip : Device
        {
            private readonly ContainerRegion _window;
            private readonly Child[] _children = new Child[2];

            public Chip(Machine machine, Child adopted) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                for (int i = 0; i < 2; i++)
                {
                    _children[i] = new Child(machine);
                    AddChild("child" + i, _children[i]);
                    _window.AddSubregion((ulong)i * 16, _children[i].Registers);
                }

                AddChild("adopted", adopted);
                _window.AddSubregion(0x100, adopted.Registers);
            }
        }
        """);

    [Fact]
    public Task Two_members_of_one_outside_object_have_one_owner() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bus : Device
        {
            public ContainerRegion Memory { get; }

            public MmioRegion Registers { get; }

            public Bus(Machine machine) : base(machine)
            {
                Memory = new ContainerRegion(this, "memory", 4096);
                Registers = new MmioRegion(this, "registers", 16, null, null);
            }
        }

        class Probe : Device
        {
            public Probe(Machine machine, Bus bus) : base(machine) => bus.Memory.AddSubregion(0, bus.Registers);
        }
        """);

    [Fact]
    public Task Unknown_container_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Probe : Device
        {
            private readonly MmioRegion _registers;

            public Probe(Machine machine, Func<MemoryRegion> find) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 16, null, null);
                find().AddSubregion(0, _registers);
            }
        }
        """);

    [Fact]
    public Task Region_without_an_owner_pins_nobody() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;

            public Bridge(Machine machine, ContainerRegion bus) : base(machine)
            {
                _window = new ContainerRegion(this, "window", ulong.MaxValue);
                _window.AddSubregion(0, Machine.IoSpace);
                bus.AddSubregion(0, new RamRegion(null, "ram", 4096));
            }
        }
        """);

    [Fact]
    public Task Code_that_cannot_be_seen_may_unlink_what_teardown_hands_it()
    {
        var test = new Verify<DeviceLifecycleAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    """
                    class Uart : Device
                    {
                        private readonly MmioRegion _a;
                        private readonly MmioRegion _b;
                        private readonly Bus _bus;

                        public Uart(Machine machine, Bus bus) : base(machine)
                        {
                            _bus = bus;
                            _a = new MmioRegion(this, "a", 8, null, null);
                            _b = new MmioRegion(this, "b", 8, null, null);
                            machine.SystemMemory.AddSubregion(0, _a);
                            _bus.Memory.AddSubregion(0, _b);
                        }

                        protected override void OnUnrealize()
                        {
                            Teardown.Detach(_a);
                            _bus.Detach(this);
                        }
                    }

                    static class Teardown
                    {
                        public static void Detach(MemoryRegion region) => region.Container?.DelSubregion(region);
                    }

                    class Bus : Device
                    {
                        public ContainerRegion Memory { get; }

                        public Bus(Machine machine) : base(machine) => Memory = new ContainerRegion(this, "memory", 4096);

                        public void Detach(Device device)
                        {
                            foreach (MemoryRegion region in Memory.Subregions)
                            {
                                if (region.Owner == device)
                                {
                                    Memory.DelSubregion(region);
                                }
                            }
                        }
                    }
                    """,
                },
            },
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Type_with_an_error_gets_no_report() => new Verify<DeviceLifecycleAnalyzer>
    {
        TestCode = """
            class Uart : Device
            {
                private readonly MmioRegion _registers;

                public Uart(Machine machine) : base(machine)
                {
                    _registers = new MmioRegion(this, "registers", 8, null, null);
                    machine.SystemMemory.AddSubregion(0, _registers);
                }

                protected override void OnUnrealize()
                {
                    int missing = "text";
                }
            }
            """,
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();

    [Fact]
    public Task Half_typed_teardown_is_silent() => new Verify<DeviceLifecycleAnalyzer>
    {
        TestCode = """
            class Uart : Device
            {
                private readonly MmioRegion _registers;

                public Uart(Machine machine) : base(machine)
                {
                    _registers = new MmioRegion(this, "registers", 8, null, null);
                    machine.SystemMemory.AddSubregion(0, _registers);
                }

                protected override void OnUnrealize()
                {
                    Machine.SystemMemory.DelSubr
                }
            }
            """,
        CompilerDiagnostics = CompilerDiagnostics.None,
    }.RunAsync();

    [Fact]
    public Task Board_code_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Board
        {
            private readonly Machine _machine = new();

            public void Add(MmioRegion registers, ContainerRegion bus)
            {
                _machine.SystemMemory.AddSubregion(0, registers);
                bus.AddSubregion(0, new RamRegion(null, "ram", 4096));
            }
        }
        """);

    [Fact]
    public Task Protected_helper_that_links_what_derived_types_pass() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        abstract class Function : Device
        {
            private readonly ContainerRegion _window;

            protected Function(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "bars", 4096);
            }

            protected void AddBar(MemoryRegion region) => _window.AddSubregion(0, region);
        }

        class Uart : Function
        {
            public Uart(Machine machine) : base(machine)
            {
                AddBar(new MmioRegion(this, "registers", 8, null, null));
            }
        }
        """);

    [Fact]
    public Task Teardown_that_unlinks_whatever_is_its_own() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _registers);

            protected override void OnUnrealize()
            {
                foreach (MemoryRegion region in _bus.Subregions)
                {
                    if (region.Owner == this)
                    {
                        _bus.DelSubregion(region);
                        break;
                    }
                }
            }
        }
        """);
}
