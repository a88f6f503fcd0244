using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL206;

public partial class Diagnostics
{
    [Fact]
    public Task Removal_behind_a_branch_that_removes_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                    {|#1:Machine.SystemMemory.DelSubregion(_registers)|};
                }

                {|#0:Machine.SystemMemory.DelSubregion(_registers)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL206").WithLocation(0).WithLocation(1).WithArguments("_registers", "it was removed from 'Machine.SystemMemory' at line 19", "remove this call"));

    [Fact]
    public Task Helper_that_removes_too_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                Hide();
            }

            private void Hide() => {|MRL206:Machine.SystemMemory.DelSubregion(_registers)|};
        }
        """);

    [Fact]
    public Task Base_class_that_removes_too_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            protected Card(Machine machine) : base(machine) => Port = new MmioRegion(this, "port", 8, null, null);

            protected MmioRegion Port { get; }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, Port);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(Port);
                base.OnUnrealize();
            }
        }

        class Network : Card
        {
            public Network(Machine machine) : base(machine)
            {
            }

            protected override void OnUnrealize()
            {
                base.OnUnrealize();
                {|MRL206:Machine.SystemMemory.DelSubregion(Port)|};
            }
        }
        """);

    [Fact]
    public Task Removal_in_a_loop_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                    {|MRL206:Machine.SystemMemory.DelSubregion(_registers)|};
                }
            }
        }
        """);

    [Fact]
    public Task Removal_of_what_is_added_under_a_flag_only_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                    {|#1:Machine.SystemMemory.AddSubregion(0, _registers)|};
                }
            }

            protected override void OnUnrealize()
            {
                {|#0:Machine.SystemMemory.DelSubregion(_registers)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL206").WithLocation(0).WithLocation(1).WithArguments("_registers", "it is added at line 16 on some paths only", "ask IsMapped first"));

    [Fact]
    public Task Removal_of_what_nothing_adds_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                {|#0:Machine.SystemMemory.DelSubregion(_registers)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL206").WithLocation(0).WithArguments("_registers", "nothing adds it to a container", "remove this call"));
}
