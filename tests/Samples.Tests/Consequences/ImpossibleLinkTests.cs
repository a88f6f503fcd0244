using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL208: links that the runtime refuses.</summary>
public sealed class ImpossibleLinkTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("_alias.AddSubregion(0, _port)", MemoryRegionErrorCode.SubregionOfAlias)]
    [InlineData("_window.AddSubregion(0, _window)", MemoryRegionErrorCode.RegionInsideItself)]
    [InlineData("_window.AddSubregion(0, _alias)", MemoryRegionErrorCode.RegionInsideItself)]
    [InlineData("Machine.IoSpace.AddSubregion(0, new AliasRegion(null, \"mirror\", Machine.IoSpace, 0, 16))", MemoryRegionErrorCode.RegionInsideItself)]
    public async Task Link_is_refused(string link, MemoryRegionErrorCode code)
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Bridge(link), "MRL208");
        FlaggedDevice.Fails(code, "MRL208", device.Realize);
    }

    [Fact]
    public async Task Alias_of_itself_has_no_target()
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Bridge("_self = new AliasRegion(this, \"self\", _self!, 0, 16)"), "MRL208");
        Assert.Throws<ArgumentNullException>(device.Realize);
    }

    [Fact]
    public async Task Region_in_another_container_goes_without_trace()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Bridge("_window.AddSubregion(0, _port)"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Bridge(string link) => $$"""
        #pragma warning disable CS0649, CS0414, CS0169
        public class Sample : Device
        {
            private readonly ContainerRegion _window;
            private readonly AliasRegion _alias;
            private readonly MmioRegion _port;
            private AliasRegion? _self;

            public Sample(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _alias = new AliasRegion(this, "alias", _window, 0, 4096);
                _port = new MmioRegion(this, "port", 16, null, null);
            }

            protected override void OnRealize() => {{link}};
        }
        """;
}
