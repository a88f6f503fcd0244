using System.Reflection;
using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL108: what becomes of a region when its device stores another one in its place.</summary>
public sealed class CreatedOverLivingTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("RamRegion", "new RamRegion(this, \"made\", 4096)")]
    [InlineData("RomRegion", "new RomRegion(this, \"made\", 4096)")]
    [InlineData("AliasRegion", "new AliasRegion(this, \"made\", Machine.SystemMemory, 0, 4096)")]
    [InlineData("ContainerRegion", "new ContainerRegion(this, \"made\", 4096)")]
    public async Task Old_one_stays_a_child_of_the_device_as_long_as_that_lives(string type, string creation)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(type, $"_made = {creation};"), "MRL108");
        device.Reset();
        MemoryRegion first = MadeBy(device);
        device.Reset();
        Assert.NotSame(first, MadeBy(device));
        Assert.False(first.IsFinalized);
        Assert.Same(device, first.Parent);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
        Assert.True(first.IsFinalized);
    }

    [Fact]
    public async Task Old_one_that_was_linked_is_still_seen()
    {
        string reset = "_made = new RamRegion(this, \"made\", 4096); Machine.SystemMemory.AddSubregion(_next, _made); _next += 4096;";
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("RamRegion", reset), "MRL108");
        device.Reset();
        device.Reset();
        Assert.Equal(2, _machine.SystemMemory.Subregions.Count);
    }

    [Fact]
    public async Task Region_of_the_constructor_that_realize_replaces_stays()
    {
        Device device = await FlaggedDevice.CreateAsync(
            _machine,
            """
            public class Sample : Device
            {
                private MmioRegion _made;

                public Sample(Machine machine) : base(machine) => _made = new MmioRegion(this, "made", 8, null, null);

                protected override void OnRealize() => _made = new MmioRegion(this, "made", 16, null, null);
            }
            """,
            "MRL108");
        MemoryRegion first = MadeBy(device);
        device.Realize();
        Assert.NotSame(first, MadeBy(device));
        Assert.Same(device, first.Parent);
        Assert.False(first.IsFinalized);
    }

    [Fact]
    public async Task Destroyed_one_is_gone()
    {
        string reset = "_made?.Unparent(); _made = new ContainerRegion(this, \"made\", 4096);";
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("ContainerRegion", reset));
        device.Reset();
        MemoryRegion first = MadeBy(device);
        device.Reset();
        Assert.True(first.IsFinalized);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static MemoryRegion MadeBy(Device device) =>
        (MemoryRegion)device.GetType().GetField("_made", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(device)!;

    private static string Sample(string type, string reset) => $$"""
        public class Sample : Device
        {
            private {{type}}? _made;
            private ulong _next;

            public Sample(Machine machine) : base(machine) => _next = 0x1000;

            public ulong Next => _next;

            protected override void OnReset()
            {
                {{reset}}
            }

            protected override void OnUnrealize()
            {
                _next = 0;
                _made?.Container?.DelSubregion(_made);
            }
        }
        """;
}
