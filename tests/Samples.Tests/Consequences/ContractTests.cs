using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL602: callers rely on what an attribute says.</summary>
public sealed class ContractTests : IDisposable
{
    private readonly Machine _machine = new();

    public ContractTests() => _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task What_is_not_released_as_promised_stays_held()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("[Releases(\"mapping\")]", "if (mapping.Length > 8) { return; } mapping.Unmap();", "Helper(mapping);"), "MRL602");
        device.Reset();
        Assert.Equal(LeakKind.Mapping, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public async Task What_is_only_lent_is_released_twice()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("[Borrows]", "mapping.Unmap();", "Helper(mapping); mapping.Unmap();"), "MRL602");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL304", device.Reset);
    }

    [Fact]
    public async Task Promise_that_is_kept_leaves_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("[Releases(\"mapping\")]", "mapping.Unmap();", "Helper(mapping);"));
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Source(string attribute, string helper, string use) => $$"""
        public class Sample : Device
        {
            public Sample(Machine machine) : base(machine) { }

            protected override void OnReset()
            {
                if (Machine.Memory.TryMap(0, 16, MapAccess.Read, out MemoryMapping mapping))
                {
                    {{use}}
                }
            }

            [DoesNotThrow]
            private static void Helper({{attribute}} MemoryMapping mapping)
            {
                {{helper}}
            }
        }
        """;
}
