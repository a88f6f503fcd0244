using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL207;

public partial class Valid
{
    [Fact]
    public Task Remove_then_add_is_how_regions_move() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly MmioRegion _a;

            public Bridge(Machine machine) : base(machine) => _a = new MmioRegion(this, "a", 16, null, null);

            public void Move(ulong address)
            {
                Machine.SystemMemory.AddSubregion(0, _a);
                Machine.SystemMemory.DelSubregion(_a);
                Machine.SystemMemory.AddSubregion(address, _a);
                _a.Container?.DelSubregion(_a);
                Machine.SystemMemory.AddSubregion(address, _a);
                Hide();
                Machine.SystemMemory.AddSubregion(address, _a);
                Hide();
            }

            private void Hide() => Machine.SystemMemory.DelSubregion(_a);
        }
        """);

    [Fact]
    public Task Branches_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _low;
            private readonly ContainerRegion _high;
            private readonly MmioRegion _a;

            public Bridge(Machine machine, bool isHigh) : base(machine)
            {
                _low = new ContainerRegion(this, "low", 4096);
                _high = new ContainerRegion(this, "high", 4096);
                _a = new MmioRegion(this, "a", 16, null, null);
                if (isHigh)
                {
                    _high.AddSubregion(0, _a);
                    return;
                }

                _low.AddSubregion(0, _a);
            }
        }
        """);

    [Fact]
    public Task Argument_that_makes_or_fetches_a_region_is_another_one() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;
            private MmioRegion _a;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _window.AddSubregion(0, _a = new MmioRegion(this, "a", 16, null, null));
                _window.AddSubregion(16, _a = new MmioRegion(this, "b", 16, null, null));
                _window.AddSubregion(32, Make());
                _window.AddSubregion(48, Make());
            }

            private MmioRegion Make() => new(this, "made", 16, null, null);
        }
        """);
}
