using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL207;

public partial class Diagnostics
{
    [Fact]
    public Task Region_that_is_linked_twice_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;
            private readonly ContainerRegion _mirror;
            private readonly MmioRegion _a;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _mirror = new ContainerRegion(this, "mirror", 4096);
                _a = new MmioRegion(this, "a", 16, null, null);
                {|#1:_window.AddSubregion(0, _a)|};
                {|#0:_mirror.AddSubregion(0, _a)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL207").WithLocation(0).WithLocation(1).WithArguments("_a", "_window", "12"));

    [Fact]
    public Task Other_links_in_between_do_not_matter() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        [MachineLifetime]
        class Bridge : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;

            public Bridge(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 16, null, null);
                _b = new MmioRegion(this, "b", 16, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _a);
                Machine.SystemMemory.AddSubregion(16, _b);
                {|MRL207:Machine.SystemMemory.AddSubregion(32, _a)|};
            }
        }
        """);

    [Fact]
    public Task Base_class_that_links_something_else_does_not_matter() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Port : Device
        {
            private readonly MmioRegion _port;

            public Port(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 8, null, null);

            protected override void OnRealize() => Machine.IoSpace.AddSubregion(0, _port);

            protected override void OnUnrealize() => Machine.IoSpace.DelSubregion(_port);
        }

        class Card : Port
        {
            private readonly MmioRegion _registers;

            public Card(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnRealize()
            {
                if (Environment.TickCount64 > 0)
                {
                    base.OnRealize();
                }

                {|MRL207:Machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """);
}
