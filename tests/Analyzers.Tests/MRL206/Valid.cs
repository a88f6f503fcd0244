using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL206;

public partial class Valid
{
    [Fact]
    public Task Link_in_between_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly MmioRegion _a;

            public Bridge(Machine machine) : base(machine) => _a = new MmioRegion(this, "a", 16, null, null);

            public void Blink()
            {
                Machine.SystemMemory.DelSubregion(_a);
                Machine.SystemMemory.AddSubregion(0, _a);
                Machine.SystemMemory.DelSubregion(_a);
                Show();
                Machine.SystemMemory.DelSubregion(_a);
            }

            private void Show() => Machine.SystemMemory.AddSubregion(0, _a);
        }
        """);

    [Fact]
    public Task Guard_makes_it_right() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly MmioRegion _a;

            public Bridge(Machine machine) : base(machine) => _a = new MmioRegion(this, "a", 16, null, null);

            public void Hide(bool certain)
            {
                if (certain)
                {
                    Machine.SystemMemory.DelSubregion(_a);
                }

                _a.Container?.DelSubregion(_a);
                _a.Container?.DelSubregion(_a);
                if (_a.IsMapped)
                {
                    Machine.SystemMemory.DelSubregion(_a);
                }
            }
        }
        """);

    [Fact]
    public Task Elements_of_a_collection_are_not_the_same_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly MmioRegion[] _ports = new MmioRegion[2];

            public Bridge(Machine machine) : base(machine)
            {
                _ports[0] = new MmioRegion(this, "a", 16, null, null);
                _ports[1] = new MmioRegion(this, "b", 16, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _ports[0]);
                Machine.SystemMemory.AddSubregion(16, _ports[1]);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_ports[0]);
                Machine.SystemMemory.DelSubregion(_ports[1]);
            }
        }
        """);

    [Fact]
    public Task Variable_that_is_set_anew_in_between_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge(Machine machine) : Device(machine)
        {
            public void Hide(ContainerRegion space, MmioRegion a, MmioRegion b)
            {
                MmioRegion region = a;
                space.DelSubregion(region);
                region = b;
                space.DelSubregion(region);
            }
        }
        """);
}
