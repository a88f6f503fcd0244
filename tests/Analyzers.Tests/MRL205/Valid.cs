using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL205;

public class Valid
{
    [Fact]
    public Task Right_container_through_another_name_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly MemoryRegion _space;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _space = machine.SystemMemory;
            }

            protected override void OnRealize()
            {
                MemoryRegion space = Machine.SystemMemory;
                space.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                _space.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Containers_that_may_be_the_same_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly ContainerRegion _bus;
            private readonly ContainerRegion _space;

            public Uart(Machine machine, ContainerRegion bus, ContainerRegion space) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _bus = bus;
                _space = space;
            }

            protected override void OnRealize()
            {
                _bus.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                _space.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Region_that_moves_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_registers);
            }

            public void Move()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                Machine.IoSpace.AddSubregion(0, _registers);
            }
        }
        """);

    [Fact]
    public Task Container_under_a_flag_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _isIo;

            public Uart(Machine machine, bool isIo) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _isIo = isIo;
            }

            protected override void OnRealize()
            {
                if (_isIo)
                {
                    Machine.IoSpace.AddSubregion(0, _registers);
                }
                else
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                if (_isIo)
                {
                    Machine.IoSpace.DelSubregion(_registers);
                }
                else
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Chosen_container_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _isIo;

            public Uart(Machine machine, bool isIo) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _isIo = isIo;
            }

            protected override void OnRealize()
            {
                Space.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Space.DelSubregion(_registers);
            }

            private MemoryRegion Space => _isIo ? Machine.IoSpace : Machine.SystemMemory;
        }
        """);

    [Fact]
    public Task Window_that_others_can_name_may_be_the_one_of_another_assembly() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            private readonly MemoryRegion _host;
            private readonly MmioRegion _port;

            public Card(Machine machine, MemoryRegion host) : base(machine)
            {
                _host = host;
                Window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            public ContainerRegion Window { get; }

            protected override void OnRealize() => _host.Container!.AddSubregion(0, _port);

            protected override void OnUnrealize() => Window.DelSubregion(_port);
        }
        """);

    [Fact]
    public Task Container_of_the_link_may_be_the_one_that_is_destroyed_before() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            private readonly ContainerRegion _window;
            private readonly ContainerRegion _other;
            private readonly MmioRegion _port;

            public Card(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _other = new ContainerRegion(this, "other", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize() => _window.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                _window.Unparent();
                _other.AddSubregion(0, _port);
            }
        }
        """);

    [Fact]
    public Task Region_that_was_put_into_the_own_window_is_in_that() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            private readonly MemoryRegion _host;
            private readonly ContainerRegion _window;
            private readonly MmioRegion _port;

            public Card(Machine machine, MemoryRegion host) : base(machine)
            {
                _host = host;
                _window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize()
            {
                _window.AddSubregion(0, _host);
                _host.Container!.AddSubregion(8, _port);
            }

            protected override void OnUnrealize()
            {
                _window.DelSubregion(_port);
                _window.DelSubregion(_host);
            }
        }
        """);
}
