using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL203;

public class Diagnostics
{
    [Fact]
    public Task Unlinking_in_finalize_never_comes() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => {|#0:Machine.SystemMemory.AddSubregion(0x1000, _registers)|};

            protected override void OnFinalize() => {|#1:Machine.SystemMemory.DelSubregion(_registers)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL203").WithLocation(0).WithLocation(1).WithArguments(
            "_registers",
            "Machine.SystemMemory",
            "'OnFinalize'",
            "Uart",
            "call DelSubregion in OnUnrealize"));

    [Fact]
    public Task Helper_of_finalize_and_a_guard_do_not_help() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly AliasRegion _mirror;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _mirror = new AliasRegion(this, "mirror", machine.IoSpace, 0, 8);
            }

            protected override void OnRealize() => {|MRL203:_bus.AddSubregion(0x1000, _mirror)|};

            protected override void OnFinalize() => Clean();

            private void Clean() => _mirror.Container?.DelSubregion(_mirror);
        }
        """);
}
