using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL310 and MRL309: what becomes of mappings that leave a list without being unmapped.</summary>
public sealed class RemovedTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public RemovedTests() => _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1_0000));

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("_vector.RemoveRange(1, _vector.Count - 1);")]
    [InlineData("_vector = _vector.GetRange(0, 1);")]
    public async Task Tail_that_is_discarded_stays_mapped(string discard)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Dma(discard, string.Empty), "MRL310");
        device.Reset();
        device.Unparent();
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(LeakKind.Mapping, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public async Task Tail_that_is_unmapped_first_goes()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine, Dma("for (int i = 1; i < _vector.Count; i++) { _vector[i].Unmap(0); } _vector.RemoveRange(1, _vector.Count - 1);", string.Empty));
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Element_that_another_exit_takes_out_stays_mapped()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Dma(string.Empty, "public void Shrink() => _vector.RemoveAt(0);"), "MRL309");
        device.Reset();
        device.GetType().GetMethod("Shrink")!.Invoke(device, null);
        device.Unparent();
        device.Unref();
        Assert.Equal(LeakKind.Mapping, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    private static string Dma(string discard, string member) => $$"""
        public class Sample : Device
        {
            private System.Collections.Generic.List<MemoryMapping> _vector = new();

            public Sample(Machine machine) : base(machine)
            {
            }

            protected override void OnReset()
            {
                for (ulong i = 0; i < 2; i++)
                {
                    MemoryMapping mapping = Machine.Memory.Map(i * 64, 64, MapAccess.Read);
                    if (mapping.IsNull)
                    {
                        break;
                    }

                    _vector.Add(mapping);
                }

                {{discard}}
            }

            {{member}}

            protected override void OnUnrealize()
            {
                foreach (MemoryMapping mapping in _vector)
                {
                    mapping.Unmap();
                }

                _vector.Clear();
            }
        }
        """;
}
