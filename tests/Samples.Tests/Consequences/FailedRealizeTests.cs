using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL311: what becomes of a mapping in a field when realize throws.</summary>
public sealed class FailedRealizeTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public FailedRealizeTests() => _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("_first.Dispose();", "", 0)]
    [InlineData("", "protected override void OnFinalize() => _first.Dispose();", 0)]
    public async Task Unrealize_does_not_run_when_realize_throws(string undo, string finalize, int leaks)
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Rings(undo, finalize), leaks > 0 ? ["MRL311"] : []);
        Assert.Throws<InvalidOperationException>(device.Realize);
        device.Unref();
        Assert.True(device.IsFinalized);
        Assert.Equal(leaks, _machine.Diagnostics.FindLeaks().Count);
        Assert.All(_machine.Diagnostics.FindLeaks(), leak => Assert.Equal(LeakKind.Mapping, leak.Kind));
    }

    private static string Rings(string undo, string finalize) => $$"""
        public class Sample(Machine machine) : Device(machine)
        {
            private MemoryMapping _first;
            private MemoryMapping _second;

            protected override void OnRealize()
            {
                _first = Machine.Memory.Map(0, 64, MapAccess.Read);
                _second = Machine.Memory.Map(64, 0, MapAccess.Read);
                if (_second.IsNull)
                {
                    {{undo}}
                    throw new InvalidOperationException("no second ring");
                }
            }

            protected override void OnUnrealize()
            {
                _first.Dispose();
                _second.Dispose();
            }

            {{finalize}}
        }
        """;
}
