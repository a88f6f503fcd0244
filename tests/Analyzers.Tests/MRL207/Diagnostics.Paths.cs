using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL207;

public partial class Diagnostics
{
    [Fact]
    public Task Realize_adds_what_the_constructor_added() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|#1:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnRealize()
            {
                {|#0:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL207").WithLocation(0).WithLocation(1).WithArguments("_registers", "machine.SystemMemory", 8));

    [Fact]
    public Task Helper_that_adds_too_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
                {|MRL207:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }

            private void Show() => Machine.SystemMemory.AddSubregion(0, _registers);
        }
        """);

    [Fact]
    public Task Link_in_a_loop_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                for (ulong i = 0; i < 4; i++)
                {
                    {|MRL207:Machine.SystemMemory.AddSubregion(i * 8, _registers)|};
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Branch_that_links_and_goes_on_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                if (Id is null)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }

                {|MRL207:Machine.IoSpace.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                _registers.Container?.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Derived_class_that_adds_what_the_base_added() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            protected Card(Machine machine) : base(machine) => Port = new MmioRegion(this, "port", 8, null, null);

            protected MmioRegion Port { get; }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, Port);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(Port);
        }

        class Network : Card
        {
            public Network(Machine machine) : base(machine)
            {
            }

            protected override void OnRealize()
            {
                base.OnRealize();
                {|MRL207:Machine.SystemMemory.AddSubregion(0, Port)|};
            }
        }
        """);
}
