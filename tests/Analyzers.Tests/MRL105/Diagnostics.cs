using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL105;

public class Diagnostics
{
    [Fact]
    public Task Ram_without_an_owner_is_reported_in_the_teardown() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Nvdimm : Device
        {
            private readonly RamRegion _label;

            public Nvdimm(Machine machine) : base(machine) => _label = {|#1:new RamRegion(null, "label", 4096)|};

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _label);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_label);
                {|#0:_label.Unparent()|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL105").WithLocation(0).WithLocation(1).WithArguments(
            "RAM region '_label'",
            "'OnUnrealize', which tears the device down"));

    [Fact]
    public Task Finalize_is_no_better() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Nvdimm : Device
        {
            private MmioRegion? _registers;

            public Nvdimm(Machine machine) : base(machine) { }

            protected override void OnRealize() => _registers = new MmioRegion(null, "registers", 16, null, null);

            protected override void OnFinalize()
            {
                {|MRL105:_registers?.Unparent()|};
                _registers = null;
            }
        }
        """);

    [Fact]
    public Task Runtime_code_gets_this_warning_and_not_that_of_owned_regions() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MemoryRegion[] _banks = new MemoryRegion[2];

            public Bank(Machine machine) : base(machine)
            {
                _banks[0] = new RomDeviceRegion(null, "low", 4096, new MmioOperations());
                _banks[1] = new RamRegion(null, "high", 4096);
            }

            public void Clear()
            {
                foreach (MemoryRegion bank in _banks)
                {
                    {|MRL105:bank.Unparent()|};
                }
            }
        }
        """);
}
