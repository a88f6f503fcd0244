using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL202;

public class Diagnostics
{
    [Fact]
    public Task Early_return_before_the_removal_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private object? _backend;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|#0:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_backend is null)
                {
                    {|#1:return;|}
                }

                {|#2:Machine.SystemMemory.DelSubregion(_registers)|};
            }

            public void Connect(object? backend) => _backend = backend;
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL202").WithLocation(0).WithLocation(1).WithLocation(2).WithArguments("_registers", "Machine.SystemMemory", "'OnUnrealize' returns at line 20"));

    [Fact]
    public Task Flag_of_another_feature_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _hasTimer;

            public Uart(Machine machine, bool hasTimer) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _hasTimer = hasTimer;
            }

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_hasTimer)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Added_under_a_flag_and_removed_under_its_opposite_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _hasPort;

            public Uart(Machine machine, bool hasPort) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _hasPort = hasPort;
            }

            protected override void OnRealize()
            {
                if (_hasPort)
                {
                    {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
                }
            }

            protected override void OnUnrealize()
            {
                if (!_hasPort)
                {
                    {|MRL206:Machine.SystemMemory.DelSubregion(_registers)|};
                }
            }
        }
        """);

    [Fact]
    public Task Added_under_one_flag_and_removed_under_another_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _hasPort;
            private readonly bool _hasTimer;

            public Uart(Machine machine, bool hasPort, bool hasTimer) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _hasPort = hasPort;
                _hasTimer = hasTimer;
            }

            protected override void OnRealize()
            {
                if (_hasPort)
                {
                    {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
                }
            }

            protected override void OnUnrealize()
            {
                if (_hasPort && _hasTimer)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Catch_that_goes_on_without_the_removal_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                try
                {
                    Flush();
                    Machine.SystemMemory.DelSubregion(_registers);
                }
                catch (InvalidOperationException)
                {
                }
            }

            private static void Flush() => Console.Out.Flush();
        }
        """);

    [Fact]
    public Task Helper_that_removes_on_some_paths_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private bool _isOpen;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                Hide(_isOpen);
                base.OnUnrealize();
            }

            public void Open(bool open) => _isOpen = open;

            private void Hide(bool isOpen)
            {
                if (isOpen)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Switch_without_a_case_for_all_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _mode;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                switch (_mode)
                {
                    case 0:
                    case 1:
                        Machine.SystemMemory.DelSubregion(_registers);
                        break;
                }
            }

            protected override void OnReset() => _mode = Environment.TickCount;
        }
        """);

    [Fact]
    public Task Link_of_the_constructor_and_one_of_two_regions() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private readonly RamRegion _b;
            private int _users;

            public Bridge(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new RamRegion(this, "b", 8);
                bus.AddSubregion(0, _a);
                {|MRL202:bus.AddSubregion(8, _b)|};
            }

            public void Use() => _users++;

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_a);
                if (_users > 0)
                {
                    return;
                }

                _bus.DelSubregion(_b);
            }
        }
        """);

    [Fact]
    public Task Own_window_that_is_made_anew_is_not_the_container_of_the_link() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;
            private ContainerRegion? _window;
            private int _users;

            public Card(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 8, null, null);
                {|MRL202:bus.AddSubregion(0, _port)|};
            }

            public void Use() => _users++;

            protected override void OnRealize()
            {
                _window?.Unparent();
                _window = new ContainerRegion(this, "window", 4096);
            }

            protected override void OnUnrealize()
            {
                if (_users > 0)
                {
                    return;
                }

                _bus.DelSubregion(_port);
            }
        }
        """);

    [Fact]
    public Task Decision_on_something_else_tells_nothing_of_the_link() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            private readonly MmioRegion _port;
            private AddressSpace? _space;

            public Card(Machine machine) : base(machine)
            {
                _port = new MmioRegion(this, "port", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _port)|};
                _space = new AddressSpace(Machine, Machine.IoSpace, "space");
            }

            protected override void OnUnrealize()
            {
                if (Environment.TickCount64 > 0)
                {
                    Machine.SystemMemory.DelSubregion(_port);
                }

                _space?.Dispose();
            }
        }
        """);
}
