using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL104;

public class Diagnostics
{
    [Fact]
    public Task Ram_at_run_time_is_left_to_its_owner() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Pmem : Device
        {
            private readonly RamRegion _ram;

            public Pmem(Machine machine) : base(machine) => _ram = {|#1:new RamRegion(this, "ram", 4096)|};

            public void Disable() => {|#0:_ram.Unparent()|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL104").WithLocation(0).WithLocation(1).WithArguments("RAM region '_ram'", "'Disable', a public member"));

    [Fact]
    public Task Ram_in_the_teardown_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Pmem : Device
        {
            private readonly MemoryRegion[] _banks = new MemoryRegion[2];

            public Pmem(Machine machine) : base(machine)
            {
                _banks[0] = new RamRegion(this, "ram", 4096);
                _banks[1] = new RomRegion(this, "rom", 4096);
            }

            protected override void OnUnrealize()
            {
                foreach (MemoryRegion bank in _banks)
                {
                    {|MRL104:bank.Unparent()|};
                }
            }
        }
        """);

    [Fact]
    public Task Registers_after_they_were_unlinked_are_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly AliasRegion _mirror;

            public Uart(Machine machine) : base(machine)
            {
                _registers = {|#1:new MmioRegion(this, "registers", 16, null, null)|};
                _mirror = new AliasRegion(this, "mirror", _registers, 0, 16);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0x1000, _registers);
                Machine.SystemMemory.AddSubregion(0x2000, _mirror);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_mirror);
                {|MRL104:_mirror.Unparent()|};
                if (_registers.IsMapped)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }

                {|#0:_registers.Unparent()|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL104").WithLocation(0).WithLocation(1).WithArguments("MMIO region '_registers'", "'OnUnrealize', which tears the device down"));
}
