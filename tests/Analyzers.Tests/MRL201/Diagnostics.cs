using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL201;

public class Diagnostics
{
    [Fact]
    public Task Device_in_the_system_memory_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = {|#1:new MmioRegion(this, "registers", 8, null, null)|};
            }

            protected override void OnRealize() => {|#0:Machine.SystemMemory.AddSubregion(0x1000, _registers)|};

            protected override void {|#2:OnUnrealize|}() => base.OnUnrealize();
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL201").WithLocation(0).WithLocation(1).WithLocation(2).WithArguments(
            "_registers",
            "Machine.SystemMemory",
            "'Uart'",
            "call DelSubregion in OnUnrealize"));

    [Fact]
    public Task Container_from_the_constructor_is_outside() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL201:bus.AddSubregion(0, _registers)|};
            }
        }
        """);

    [Fact]
    public Task Primary_constructor_parameter_is_outside() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bus(Machine machine) : Device(machine)
        {
            public ContainerRegion? Memory { get; init; }
        }

        class Uart(Machine machine, Bus bus) : Device(machine)
        {
            private MmioRegion? _registers;

            protected override void OnRealize()
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL201:bus.Memory!.AddSubregion(0, _registers)|};
            }
        }
        """);

    [Fact]
    public Task Container_of_the_parent_is_outside() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge(Machine machine) : Device(machine)
        {
            public ContainerRegion Window => _window ??= new ContainerRegion(this, "window", 4096);

            private ContainerRegion? _window;
        }

        class Function : Device
        {
            private readonly MmioRegion _bar;

            public Function(Machine machine) : base(machine) => _bar = new MmioRegion(this, "bar", 16, null, null);

            protected override void OnRealize()
            {
                if (Parent is Bridge bridge)
                {
                    {|MRL201:bridge.Window.AddSubregion(0, _bar)|};
                }
            }
        }
        """);

    [Fact]
    public Task Container_that_is_set_from_outside_is_outside() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            public required ContainerRegion Bus { get; set; }

            protected override void OnRealize() => {|MRL201:Bus.AddSubregion(0, _registers)|};
        }
        """);

    [Fact]
    public Task Ram_stays_visible_though_it_pins_nobody() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Dimm : Device
        {
            private readonly RamRegion _ram;

            public Dimm(Machine machine) : base(machine) => _ram = {|#1:new RamRegion(this, "ram", 4096)|};

            protected override void OnRealize() => {|#0:Machine.SystemMemory.AddSubregion(0, _ram)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL201").WithLocation(0).WithLocation(1).WithArguments("_ram", "Machine.SystemMemory", "the region", "call DelSubregion in OnUnrealize"));

    [Fact]
    public Task Ownerless_container_of_the_device_is_another_owner() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _shared;
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _shared = new ContainerRegion(null, "shared", 4096);
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL201:_shared.AddSubregion(0, _registers)|};
            }
        }
        """);

    [Fact]
    public Task Region_of_the_parent_in_the_childs_container_is_a_cycle() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Child : Device
        {
            public ContainerRegion Window { get; }

            public Child(Machine machine) : base(machine) => Window = new ContainerRegion(this, "window", 4096);
        }

        class Bridge : Device
        {
            private readonly Child _child;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _child = new Child(machine);
                AddChild("child", _child);
                _control = new MmioRegion(this, "control", 16, null, null);
                {|MRL201:_child.Window.AddSubregion(0, _control)|};
            }
        }
        """);

    [Fact]
    public Task Region_of_a_child_outside_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Child : Device
        {
            public MmioRegion Registers { get; }

            public Child(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);
        }

        class Chip : Device
        {
            private readonly Child _child;

            public Chip(Machine machine) : base(machine)
            {
                _child = new Child(machine);
                AddChild("child", _child);
            }

            protected override void OnRealize() => {|#0:Machine.SystemMemory.AddSubregion(0, _child.Registers)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL201").WithLocation(0).WithArguments("_child.Registers", "Machine.SystemMemory", "its owner", "call DelSubregion in OnUnrealize"));

    [Fact]
    public Task Plugged_device_in_the_own_window_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Slot : Device
        {
            public MmioRegion Registers { get; }

            public Slot(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);
        }

        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Plug(Slot slot) => {|MRL201:_window.AddSubregion(0, slot.Registers)|};
        }
        """);

    [Fact]
    public Task Local_region_in_a_loop_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            public Uart(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                for (uint i = 0; i < 4; i++)
                {
                    var port = new MmioRegion(this, "port", 8, null, null);
                    {|MRL201:Machine.IoSpace.AddSubregion(i * 8, port)|};
                }
            }
        }
        """);

    [Fact]
    public Task Helper_that_links_what_it_is_given_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Place(Machine.SystemMemory, _registers);

            private void Place(MemoryRegion container, MemoryRegion region) => {|MRL201:container.AddSubregion(0, region)|};
        }
        """);

    [Fact]
    public Task Removal_of_something_else_does_not_help() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly ContainerRegion _own;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _own = new ContainerRegion(this, "own", 4096);
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL201:_bus.AddSubregion(0, _a)|};
                _bus.AddSubregion(8, _b);
            }

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_b);
                foreach (MemoryRegion region in _own.Subregions)
                {
                    _own.DelSubregion(region);
                }
            }
        }
        """);

    [Fact]
    public Task Toggling_does_not_unlink() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL201:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize() => _registers.Enabled = false;
        }
        """);

    [Fact]
    public Task Own_linking_method_with_a_contract_counts() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Attach([Links] MemoryRegion region) => {|MRL201:_window.AddSubregion(0, region)|};
        }

        class Uart : Device
        {
            private readonly Bus _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, Bus bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => {|MRL201:_bus.Attach(_registers)|};
        }
        """);

    [Fact]
    public Task Type_parameter_and_nesting_do_not_matter() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        static class Devices
        {
            public class Port<T> : Device
            {
                private readonly MmioRegion _registers;

                public Port(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

                protected override void OnRealize() => {|MRL201:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }
        }
        """);

    [Fact]
    public Task Loop_over_an_array_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly AliasRegion[] _segments = new AliasRegion[4];

            public Bridge(Machine machine) : base(machine)
            {
                for (int i = 0; i < _segments.Length; i++)
                {
                    _segments[i] = new AliasRegion(this, "segment", machine.IoSpace, 0, 0x4000);
                }
            }

            protected override void OnRealize()
            {
                foreach (AliasRegion segment in _segments)
                {
                    {|MRL201:Machine.SystemMemory.AddSubregion(0, segment)|};
                }
            }
        }
        """);

    [Fact]
    public Task Object_that_is_no_device_has_to_unlink_before_it_is_given_up() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Mapping : QomObject
        {
            private readonly RamRegion _ram;

            public Mapping(Machine machine, ContainerRegion window) : base(machine)
            {
                _ram = {|#1:new RamRegion(this, "ram", 4096)|};
                {|#0:window.AddSubregion(0, _ram)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL201").WithLocation(0).WithLocation(1).WithArguments("_ram", "window", "the region", "call DelSubregion before the object is given up"));

    [Fact]
    public Task Region_class_of_ones_own_has_the_owner_that_it_passes_on() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Registers : MmioRegion
        {
            public Registers(Device device, string name) : base(device, name, 16, null, null) { }
        }

        class Doorbells(string name, Device device) : MmioRegion(device, name, 16, null, null);

        class Uart : Device
        {
            private readonly Registers _registers;
            private Doorbells? _doorbells;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new Registers(this, "registers");
                {|MRL201:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnReset() => _doorbells = {|MRL101:new Doorbells("doorbells", this)|};
        }
        """);
}
