using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL110: what the runtime says to the destruction of the root of an address space.</summary>
public sealed class DestroyedWhileRootTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("ContainerRegion", "4096")]
    [InlineData("AliasRegion", "machine.SystemMemory, 0, 4096")]
    [InlineData("MmioRegion", "16, null, null")]
    public async Task Root_of_a_live_address_space_cannot_be_destroyed(string type, string arguments)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Engine(type, arguments, "_root.Unparent(); _space.Dispose();"), "MRL110");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileRoot, "MRL110", device.Unparent);
    }

    [Fact]
    public async Task Ram_may_be_destroyed_for_the_address_space_keeps_it()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Engine("RamRegion", "4096", "_root.Unparent(); _space.Dispose();"), "MRL104");
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Root_that_is_left_to_its_owner_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Engine("ContainerRegion", "4096", "_space.Dispose();"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Engine(string type, string arguments, string teardown) => $$"""
        public class Sample : Device
        {
            private readonly {{type}} _root;
            private readonly AddressSpace _space;

            public Sample(Machine machine) : base(machine)
            {
                _root = new {{type}}(this, "root", {{arguments}});
                _space = new AddressSpace(machine, _root, "dma");
            }

            protected override void OnUnrealize()
            {
                {{teardown}}
            }
        }
        """;
}
