using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL205;

public class Diagnostics
{
    [Fact]
    public Task Memory_and_io_space_are_mixed_up() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|#1:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                {|#0:Machine.IoSpace.DelSubregion(_registers)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL205").WithLocation(0).WithLocation(1).WithArguments("_registers", "Machine.IoSpace", "Machine.SystemMemory", 12));

    [Fact]
    public Task Own_windows_are_mixed_up() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _low;
            private readonly ContainerRegion _high;
            private readonly MmioRegion _port;

            public Bridge(Machine machine) : base(machine)
            {
                _low = new ContainerRegion(this, "low", 4096);
                _high = new ContainerRegion(this, "high", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            public void Blink()
            {
                _low.AddSubregion(0, _port);
                {|MRL205:_high.DelSubregion(_port)|};
            }
        }
        """);

    [Fact]
    public Task Container_of_the_bus_and_that_of_the_machine() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bus : Device
        {
            public Bus(Machine machine) : base(machine)
            {
                Memory = new ContainerRegion(this, "memory", 4096);
                Io = new ContainerRegion(this, "io", 4096);
            }

            public ContainerRegion Memory { get; }

            public ContainerRegion Io { get; }
        }

        class Card : Device
        {
            private readonly Bus _bus;
            private readonly MmioRegion _port;

            public Card(Machine machine, Bus bus) : base(machine)
            {
                _bus = bus;
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize() => _bus.Io.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                {|MRL205:_bus.Memory.DelSubregion(_port)|};
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Helpers_and_a_guard_do_not_help() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Show(Machine.SystemMemory);
            }

            protected override void OnUnrealize()
            {
                if (_registers.IsMapped)
                {
                    {|MRL205:Machine.IoSpace.DelSubregion(_registers)|};
                }
            }

            private void Show(MemoryRegion space) => space.AddSubregion(0, _registers);
        }
        """);

    [Fact]
    public Task Own_window_is_none_of_another_assembly() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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

            protected override void OnRealize() => _host.Container!.AddSubregion(0, _port);

            protected override void OnUnrealize() => {|MRL205:_window.DelSubregion(_port)|};
        }
        """);

    [Fact]
    public Task Own_window_that_is_destroyed_before_is_not_that_of_the_link() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _port;

            public Card(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize() => Machine.IoSpace.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                _window.Unparent();
                {|MRL205:Machine.SystemMemory.DelSubregion(_port)|};
            }
        }
        """);
}
