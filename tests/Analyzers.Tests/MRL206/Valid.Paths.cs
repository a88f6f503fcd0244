using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL206;

public partial class Valid
{
    [Fact]
    public Task Region_that_others_can_see_may_have_been_added_by_them() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                base.OnRealize();
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }

            public MmioRegion Registers => _registers;
        }
        """);

    [Fact]
    public Task Branch_that_leaves_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Id is null)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                    return;
                }

                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Branches_of_a_mode_exclude_each_other() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                {|MRL202:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                if (_mode == 1)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                if (_mode == 2)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Conditions_that_cannot_be_understood_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                if (Environment.TickCount > 5)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                if (Environment.TickCount <= 5)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Loop_that_breaks_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                        Machine.SystemMemory.DelSubregion(_registers);
                        break;
                    }
                }

                _registers.Container?.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Loop_that_looks_for_one_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                    if (name == Id)
                    {
                        Machine.SystemMemory.DelSubregion(_registers);
                    }
                }

                _registers.Container?.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Remapping_handler_removes_and_adds() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                Machine.SystemMemory.DelSubregion(_registers);
            }

            public void Move(ulong address)
            {
                Machine.SystemMemory.DelSubregion(_registers);
                if (address != 0)
                {
                    Machine.SystemMemory.AddSubregion(address, _registers);
                    return;
                }

                Machine.SystemMemory.AddSubregion(0, _registers);
            }
        }
        """);

    [Fact]
    public Task Helpers_that_hide_and_show_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Show();
            }

            protected override void OnUnrealize()
            {
                Hide();
            }

            public void Refresh()
            {
                Hide();
                Show();
            }

            private void Show() => Machine.SystemMemory.AddSubregion(0, _registers);

            private void Hide() => Machine.SystemMemory.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Region_that_is_made_anew_is_another() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                Machine.SystemMemory.DelSubregion(_registers);
            }

            public void Build(ContainerRegion space)
            {
                for (int i = 0; i < 4; i++)
                {
                    var port = new AliasRegion(this, "port", Machine.IoSpace, 0, 8);
                    space.AddSubregion((ulong)i * 8, port);
                    space.DelSubregion(port);
                }
            }
        }
        """);
}
