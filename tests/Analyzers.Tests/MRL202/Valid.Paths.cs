using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL202;

public partial class Valid
{
    [Fact]
    public Task Both_branches_remove() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Environment.TickCount == 0)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Complementary_conditions_remove() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

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
                if (_users > 5)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                if (_users <= 5)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }

            public void Use() => _users++;
        }
        """);

    [Fact]
    public Task State_of_the_machine_may_excuse() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Machine.IsFinalized)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Machine_lifetime_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
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
                if (Environment.TickCount == 0)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Remapping_while_the_machine_runs_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private ulong _base = 1;

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
                if (_base != 0)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }

            public void Move(ulong to)
            {
                if (_base != 0)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                _base = to;
                if (_base != 0)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }
        }
        """);

    [Fact]
    public Task Condition_that_cannot_be_understood_on_both_sides_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                if (HasPort())
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                if (HasPort())
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }

            private static bool HasPort() => Environment.ProcessorCount > 1;
        }
        """);

    [Fact]
    public Task Derived_flag_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly int _size;
            private readonly bool _isLarge;

            public Uart(Machine machine, int size) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _size = size;
                _isLarge = size > 8;
            }

            protected override void OnRealize()
            {
                if (_size > 8)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                if (_isLarge)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Throwing_teardown_is_no_path() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Environment.TickCount == 0)
                {
                    throw new InvalidOperationException();
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Link_within_one_owner_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly ContainerRegion _window;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _window = new ContainerRegion(this, "window", 4096);
            }

            protected override void OnRealize()
            {
                _window.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                if (Environment.TickCount == 0)
                {
                    _window.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Loop_before_the_removal_does_not_matter() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly List<string> _names = [];

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
                foreach (string name in _names)
                {
                    if (name.Length == 0)
                    {
                        continue;
                    }

                    Console.WriteLine(name);
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Lambda_that_removes_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Environment.TickCount == 0)
                {
                    return;
                }

                Run(() => Machine.SystemMemory.DelSubregion(_registers));
            }

            private static void Run(Action action) => action();
        }
        """);

    [Fact]
    public Task Child_that_takes_the_container_along_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly Child _child;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _child = new Child(machine);
                AddChild("child", _child);
                _child.Unref();
            }

            protected override void OnRealize()
            {
                _child.Window.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                if (Environment.TickCount == 0)
                {
                    _child.Unparent();
                    return;
                }

                _child.Window.DelSubregion(_registers);
            }

            public sealed class Child : Device
            {
                public Child(Machine machine) : base(machine) => Window = new ContainerRegion(this, "window", 4096);

                public ContainerRegion Window { get; }
            }
        }
        """);

    [Fact]
    public Task Second_decision_that_unlinks_may_be_about_the_first() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                Machine.SystemMemory.AddSubregion(0, _port);
                _space = new AddressSpace(Machine, Machine.IoSpace, "space");
            }

            protected override void OnUnrealize()
            {
                if (IsEarly())
                {
                    Machine.SystemMemory.DelSubregion(_port);
                }

                _space?.Dispose();
                if (!IsEarly())
                {
                    Machine.SystemMemory.DelSubregion(_port);
                }
            }

            private static bool IsEarly() => Environment.TickCount64 < 1000;
        }
        """);
}
