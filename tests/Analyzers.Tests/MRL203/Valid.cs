using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL203;

public class Valid
{
    [Fact]
    public Task Ram_does_not_keep_its_device() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Dimm : Device
        {
            private readonly RamRegion _ram;

            public Dimm(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _ram);

            protected override void OnFinalize() => Machine.SystemMemory.DelSubregion(_ram);
        }
        """);

    [Fact]
    public Task Helper_of_both_teardowns_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnUnrealize() => Clean();

            protected override void OnFinalize() => Clean();

            private void Clean() => _registers.Container?.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Helper_that_others_may_call_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnFinalize() => Clean();

            internal void Clean() => _registers.Container?.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Links_within_one_owner_and_board_devices_are_silent() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        [MachineLifetime]
        class Board : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _registers;
            private readonly MmioRegion _inner;

            public Board(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _inner = new MmioRegion(this, "inner", 8, null, null);
                _window.AddSubregion(0, _inner);
                machine.SystemMemory.AddSubregion(0x1000, _registers);
            }

            protected override void OnFinalize()
            {
                {|MRL106:_window.DelSubregion(_inner)|};
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);
}
