using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL307: what becomes of the use of an acquisition that has failed.</summary>
public sealed class UsedUntestedTests : IDisposable
{
    /// <summary>There is no room for bounce buffers, so that nothing but RAM can be mapped; at 1 MiB there is nothing.</summary>
    private readonly Machine _machine = TestMachine.WithRam(out _, new MachineOptions { BounceBufferSize = 0 });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("m.Unmap();")]
    [InlineData("m.Unmap(0);")]
    [InlineData("Machine.Memory.Unmap(m, 0);")]
    public async Task Nothing_cannot_be_unmapped(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("MemoryMapping m = Machine.Memory.Map(0x200000, 16, MapAccess.Write); " + use), "MRL307");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL307", device.Reset);
    }

    [Theory]
    [InlineData("s.Unref();")]
    [InlineData("GC.KeepAlive(s.Region);")]
    public async Task Section_of_nothing(string use)
    {
        string leak = use.Contains("Unref", StringComparison.Ordinal) ? string.Empty : "s.Dispose();";
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("MemorySection s = Machine.SystemMemory.Find(0x200000, 16); " + use + leak), "MRL307");
        FlaggedDevice.Fails(MemoryRegionErrorCode.NotHeld, "MRL307", device.Reset);
    }

    [Theory]
    [InlineData("m.Span[0] = 1;", typeof(IndexOutOfRangeException))]
    [InlineData("m.Span[4..].Clear();", typeof(ArgumentOutOfRangeException))]
    [InlineData("m.Span.Slice(0, 4).Clear();", typeof(ArgumentOutOfRangeException))]
    [InlineData("_bytes.CopyTo(m.Span);", typeof(ArgumentException))]
    public async Task Span_of_nothing_is_empty(string use, Type exception)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("using MemoryMapping m = Machine.Memory.Map(0x200000, 1, MapAccess.Write); " + use), "MRL307");
        Assert.Throws(exception, device.Reset);
    }

    [Fact]
    public async Task What_is_silent_works_with_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(
            _machine,
            Sample("""
                using MemoryMapping m = Machine.Memory.Map(0x200000, 16, MapAccess.Write);
                m.Span.Clear();
                m.Span.Fill(1);
                foreach (byte b in m.Span) { }
                for (int i = 0; i < m.Length; i++) { m.Span[i] = 1; }
                _bytes.AsSpan(0, m.Length).CopyTo(m.Span);
                GC.KeepAlive(m.Region);
                """));
        device.Reset();
    }

    private static string Sample(string statements) => $$"""
        public class Sample(Machine machine) : Device(machine)
        {
            private readonly byte[] _bytes = new byte[16];

            protected override void OnReset()
            {
                {{statements}}
                GC.KeepAlive(_bytes);
            }
        }
        """;
}
