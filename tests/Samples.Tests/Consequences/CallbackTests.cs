using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL305 of a resource that a callback uses after it was released: the last calls of a listener that is unregistered.</summary>
public sealed class CallbackTests : IDisposable
{
    private readonly Machine _machine = TestMachine.WithRam(out _);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Listener_that_is_unregistered_too_late_fails()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("_log.Dispose(); _listener.Unregister();"), "MRL305");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL305", device.Unrealize);
    }

    [Fact]
    public async Task Listener_that_is_unregistered_first_hears_of_the_end_of_all_ranges()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("_listener.Unregister(); _log.Dispose();"));
        device.Unrealize();
        Assert.Equal(2, _machine.Memory.LoadUInt8(0x100));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Sample(string teardown) => $$"""
        public class Sample : Device
        {
            private readonly MemoryRegionCache _log;
            private readonly Watcher _listener;

            public Sample(Machine machine) : base(machine)
            {
                _log = new MemoryRegionCache(machine.Memory, 0x100, 1, MapAccess.Write);
                _listener = new Watcher(_log);
            }

            protected override void OnRealize() => _listener.Register(Machine.Memory);

            protected override void OnUnrealize()
            {
                {{teardown}}
            }

            private sealed class Watcher(MemoryRegionCache log) : MemoryListener("watcher")
            {
                protected override void OnRegionAdd(in FlatRange range) => log.Write(0, [1]);
                protected override void OnRegionDel(in FlatRange range) => log.Write(0, [2]);
            }
        }
        """;
}
