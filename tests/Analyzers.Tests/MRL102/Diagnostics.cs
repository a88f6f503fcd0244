using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL102;

public class Diagnostics
{
    [Fact]
    public Task Ram_of_a_callback_is_suggested_to_move() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Pmem : Device
        {
            private readonly MmioRegion _control;
            private RamRegion? _window;

            public Pmem(Machine machine) : base(machine) => _control = new MmioRegion(this, "control", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window?.Unparent();
                _window = {|#0:new RamRegion(this, "window", value)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL102").WithLocation(0).WithArguments("RAM region '_window'", "'OnWrite', an MMIO callback"));

    [Fact]
    public Task Rom_of_the_teardown_and_ram_without_an_owner_are_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Pmem(Machine machine) : Device(machine)
        {
            protected override void OnUnrealize() => _ = {|MRL102:new RomRegion(this, "rom", 4096)|};

            public void Grow() => _ = {|MRL102:new RamRegion(null, "more", 4096)|};
        }
        """);
}
