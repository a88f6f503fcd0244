using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL202;

public partial class Valid
{
    [Fact]
    public Task Feature_flag_on_both_sides_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                if (_hasPort)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Feature_in_an_options_object_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly Options _options;

            public Uart(Machine machine, Options options) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _options = options;
            }

            protected override void OnRealize()
            {
                if (_options.HasPort)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                if (!_options.HasPort)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }

            public sealed class Options
            {
                public bool HasPort { get; init; }
            }
        }
        """);

    [Fact]
    public Task Argument_of_the_constructor_and_its_copy_are_the_same_flag() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _hasPort;

            public Uart(Machine machine, bool hasPort) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _hasPort = hasPort;
                if (hasPort)
                {
                    machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnRealize()
            {
                base.OnRealize();
            }

            protected override void OnUnrealize()
            {
                if (_hasPort)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Mode_that_is_compared_on_both_sides_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly int _mode;

            public Uart(Machine machine, int mode) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _mode = mode;
            }

            protected override void OnRealize()
            {
                if (_mode == 2)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
            }

            protected override void OnUnrealize()
            {
                switch (_mode)
                {
                    case 2:
                        Machine.SystemMemory.DelSubregion(_registers);
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task Guard_by_IsMapped_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (_registers.IsMapped)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Guard_by_Container_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                _registers.Container?.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Guard_by_a_local_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                bool linked = _registers.IsMapped;
                if (!linked)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Flag_that_tells_of_the_link_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private bool _isLinked;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                _isLinked = true;
            }

            protected override void OnUnrealize()
            {
                if (!_isLinked)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
                _isLinked = false;
            }
        }
        """);

    [Fact]
    public Task Flag_that_the_teardown_sets_to_run_once_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private bool _isDown;

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
                TearDown();
            }

            private void TearDown()
            {
                if (_isDown)
                {
                    return;
                }

                _isDown = true;
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Object_that_init_makes_is_not_null() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private object? _worker;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                _worker = new object();
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                if (_worker is null)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Member_that_cannot_be_null_is_not_asked() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly Device _bus;

            public Uart(Machine machine, Device bus) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _bus = bus;
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                if (_bus is null)
                {
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Finally_removes_on_all_paths() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                try
                {
                    if (Environment.TickCount == 0)
                    {
                        return;
                    }
                }
                finally
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);
}
