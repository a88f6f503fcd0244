using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL303: what nobody releases once a call has thrown.</summary>
public sealed class ThrowTests : IDisposable
{
    private readonly Machine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("if (!Machine.Memory.TryMap(0, 16, MapAccess.Read, out MemoryMapping held)) { return; }", "held.Unmap();", LeakKind.Mapping)]
    [InlineData("MemorySection held = Machine.SystemMemory.Find(0, 16); if (held.IsNull) { return; }", "held.Unref();", LeakKind.Section)]
    public async Task What_is_held_when_a_call_throws_stays_held(string acquire, string release, LeakKind kind)
    {
        _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));
        Device device = await FlaggedDevice.PlugAsync(_machine, Source($"{acquire} Parse(string.Empty); {release}"), "MRL303");

        Assert.Throws<FormatException>(device.Reset);

        Assert.Equal(kind, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public async Task Transaction_stays_open()
    {
        // Its lock is not given back either: this machine is not disposed, because that would wait for it on any other thread.
        var machine = new Machine();
        Device device = await FlaggedDevice.PlugAsync(machine, Source("TopologyTransaction held = Machine.BeginTransaction(); Parse(string.Empty); held.Commit();"), "MRL303");

        Assert.Throws<FormatException>(device.Reset);

        Assert.Equal(LeakKind.Transaction, Assert.Single(machine.Diagnostics.FindLeaks()).Kind);
    }

    [Fact]
    public async Task Using_gives_it_back()
    {
        _machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000));
        Device device = await FlaggedDevice.PlugAsync(_machine, Source("using MemoryMapping held = Machine.Memory.Map(0, 16, MapAccess.Read); Parse(string.Empty);"));

        Assert.Throws<FormatException>(device.Reset);

        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Source(string statements) => $$"""
        public class Sample : Device
        {
            public Sample(Machine machine) : base(machine) { }

            protected override void OnReset()
            {
                {{statements}}
            }

            private static void Parse(string text) => int.Parse(text);
        }
        """;
}
