using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL205;

public class LinkPathCodeFixTests
{
    [Fact]
    public Task Container_of_the_link_takes_its_place() => VerifyFix<DeviceLifecycleAnalyzer, LinkPathCodeFix>.FixesAsync(
        """
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
                {|MRL205:Machine.IoSpace.DelSubregion(_registers)|};
            }
        }
        """,
        """
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
        }
        """,
        LinkPathCodeFix.ContainerKey);
}
