using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL304, as a fact of the type: what becomes of a release of what nobody acquired.</summary>
public sealed class UnheldReleaseTests : IDisposable
{
    private readonly Machine _machine = new();

    public UnheldReleaseTests() => _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("protected override void OnReset() => _mapping.Unmap();")]
    [InlineData("protected override void OnReset() => Machine.Memory.Unmap(_mapping, 0);")]
    [InlineData("protected override void OnReset() => _watcher.Unregister();")]
    [InlineData("protected override void OnReset() => _region.Unref();")]
    public async Task Release_of_what_nobody_acquires_is_refused(string members)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(members), "MRL304");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, RuleNamed(members), device.Reset);
    }

    [Theory]
    [InlineData("protected override void OnRealize() => _watcher.Register(Machine.Memory); protected override void OnFinalize() => _watcher.Unregister();")]
    [InlineData("protected override void OnRealize() => _mapping = Machine.Memory.Map(0, 64, MapAccess.Read); protected override void OnFinalize() => _mapping.Unmap();")]
    public async Task Finalize_runs_for_a_device_that_was_never_realized(string members)
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Sample(members), "MRL304");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, RuleNamed(members), device.Unref);
    }

    [Theory]
    [InlineData("protected override void OnRealize() => _ = new MmioRegion(this, \"r\", 16, null, (offset, value, size) => _mapping = Machine.Memory.Map(0, 64, MapAccess.Read)); protected override void OnUnrealize() => _mapping.Unmap();")]
    [InlineData("protected override void OnRealize() { if (Name.Length > 100) { _watcher.Register(Machine.Memory); } } protected override void OnUnrealize() => _watcher.Unregister();")]
    public async Task Unrealize_runs_for_a_device_that_has_done_nothing(string members)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(members), "MRL304");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, RuleNamed(members), device.Unrealize);
    }

    [Fact]
    public async Task Realize_that_undoes_too_much_fails_with_another_error()
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Sample("""
            protected override void OnRealize()
            {
                if (Name.Length < 100)
                {
                    Undo();
                    throw new InvalidOperationException();
                }

                _watcher.Register(Machine.Memory);
            }

            protected override void OnUnrealize() => Undo();

            private void Undo() => _watcher.Unregister();
            """), "MRL304");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL304", device.Realize);
    }

    /// <summary>To the runtime, a mapping that nobody acquired is one like any whose acquisition has failed.</summary>
    private static string RuleNamed(string members) => members.Contains("_mapping") ? "MRL307" : "MRL304";

    private static string Sample(string members) => $$"""
        #pragma warning disable CS0649
        public class Sample : Device
        {
            {{(members.Contains("_mapping") ? "private MemoryMapping _mapping;" : "")}}
            {{(members.Contains("_watcher") ? "private readonly Watcher _watcher = new();" : "")}}
            {{(members.Contains("_region") ? "private readonly MmioRegion _region;" : "")}}

            public Sample(Machine machine) : base(machine, "sample")
            {
                {{(members.Contains("_region") ? "_region = new MmioRegion(this, \"region\", 16, null, null);" : "")}}
            }

            {{members}}

            private sealed class Watcher() : MemoryListener("watcher");
        }
        """;
}
