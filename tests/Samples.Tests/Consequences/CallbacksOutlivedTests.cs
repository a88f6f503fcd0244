using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL109: who answers when the device behind the callbacks is gone.</summary>
public sealed class CallbacksOutlivedTests : IDisposable
{
    private const uint DeviceIsGone = 1;

    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("null")]
    [InlineData("Machine")]
    public async Task Guest_calls_a_device_that_is_finalized(string owner)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Apic(owner, unlinks: false), "MRL109");
        Assert.Equal(0u, _machine.Memory.LoadUInt32LittleEndian(0x1000));
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(DeviceIsGone, _machine.Memory.LoadUInt32LittleEndian(0x1000));
    }

    [Fact]
    public async Task Region_of_the_device_keeps_it_until_it_is_unlinked()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Apic("this", unlinks: true));
        Assert.Equal(0u, _machine.Memory.LoadUInt32LittleEndian(0x1000));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
        Assert.Empty(_machine.SystemMemory.Subregions);
    }

    private static string Apic(string owner, bool unlinks) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion({{owner}}, "apic", 0x1000, Read, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

        {{(unlinks ? "    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);" : string.Empty)}}

            private ulong Read(ulong offset, int size) => IsFinalized ? 1UL : 0;
        }
        """;
}
