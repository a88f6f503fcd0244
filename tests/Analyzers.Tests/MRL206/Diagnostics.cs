using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL206;

public partial class Diagnostics
{
    [Fact]
    public Task Region_that_is_unlinked_twice_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
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
            }

            protected override void OnUnrealize()
            {
                {|#1:Machine.SystemMemory.DelSubregion(_a)|};
                Machine.SystemMemory.DelSubregion(_b);
                {|#0:Machine.SystemMemory.DelSubregion(_a)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL206").WithLocation(0).WithLocation(1).WithArguments("_a", "it was removed from 'Machine.SystemMemory' at line 20", "remove this call"));
}
