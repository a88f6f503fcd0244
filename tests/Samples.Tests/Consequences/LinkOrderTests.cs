using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL206 and MRL207: what is unlinked twice or linked twice.</summary>
public sealed class LinkOrderTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Second_unlinking_is_refused()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.SystemMemory.DelSubregion(_port);"), "MRL206");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotLinked, "MRL206", device.Reset);
    }

    [Theory]
    [InlineData("Machine.SystemMemory")]
    [InlineData("Machine.IoSpace")]
    public async Task Second_link_is_refused(string container)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart($"Machine.SystemMemory.AddSubregion(0, _port); {container}.AddSubregion(16, _port);"), "MRL207");
        FlaggedDevice.Fails(MemoryRegionErrorCode.AlreadyLinked, "MRL207", device.Reset);
    }

    [Fact]
    public async Task Link_after_unlinking_moves_the_region()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.IoSpace.AddSubregion(16, _port);"));
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Uart(string statements) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _port;

            public Sample(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _port);

            protected override void OnReset()
            {
                Machine.SystemMemory.DelSubregion(_port);
                {{statements}}
            }

            protected override void OnUnrealize() => _port.Container?.DelSubregion(_port);
        }
        """;
}
