using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL306 and MRL308: what becomes of a release that does not fit, and of the asked length where less is mapped.</summary>
public sealed class UsedAsAskedTests : IDisposable
{
    /// <summary>The last eight bytes of RAM: with nothing behind them, whoever asks for more gets as much.</summary>
    private const string Near = "0xffff8";

    private readonly Machine _machine = TestMachine.WithRam(out _, new MachineOptions { BounceBufferSize = 0, Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("m.Unmap(wanted);")]
    [InlineData("Machine.Memory.Unmap(m, wanted);")]
    public async Task More_than_is_mapped_cannot_be_unmapped(string use)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(use), "MRL308");
        FlaggedDevice.Fails(MemoryRegionErrorCode.LengthOutOfRange, "MRL306", device.Reset);
        Assert.Single(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Mapping);
    }

    [Theory]
    [InlineData("m.Span[..wanted].Clear(); m.Unmap();", typeof(ArgumentOutOfRangeException))]
    [InlineData("for (int i = 0; i < wanted; i++) { m.Span[i] = 1; } m.Unmap();", typeof(IndexOutOfRangeException))]
    [InlineData("m.Span[wanted - 1] = 1; m.Unmap();", typeof(IndexOutOfRangeException))]
    [InlineData("new byte[wanted].CopyTo(m.Span); m.Unmap();", typeof(ArgumentException))]
    public async Task Span_is_as_long_as_the_mapping(string use, Type exception)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample(use), "MRL308");
        Assert.Throws(exception, device.Reset);
    }

    [Fact]
    public async Task Length_that_was_tested_is_right()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("if (m.Length < wanted) { m.Unmap(0); return; } m.Span[..wanted].Clear(); m.Unmap(wanted);"));
        device.Reset();
        Assert.DoesNotContain(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Mapping);
    }

    [Theory]
    [InlineData("MemoryMapping n = Machine.Memory.Map(0, 16, MapAccess.Write); if (!n.IsNull) n.Unmap(32);", MemoryRegionErrorCode.LengthOutOfRange)]
    [InlineData("MemoryMapping n = Machine.Memory.Map(0, 16, MapAccess.Write); if (!n.IsNull) n.Unmap(-1);", MemoryRegionErrorCode.LengthOutOfRange)]
    [InlineData("MemoryMapping n = Machine.Memory.Map(0, 16, MapAccess.Write); if (!n.IsNull) Machine.Io.Unmap(n, 0);", MemoryRegionErrorCode.WrongAddressSpace)]
    public async Task Release_that_does_not_fit_is_refused(string statements, MemoryRegionErrorCode code)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Sample("m.Unmap(); " + statements), "MRL306");
        FlaggedDevice.Fails(code, "MRL306", device.Reset);
    }

    private static string Sample(string statements) => $$"""
        public class Sample(Machine machine) : Device(machine)
        {
            protected override void OnReset()
            {
                int wanted = Wanted;
                MemoryMapping m = Machine.Memory.Map({{Near}}, (ulong)wanted, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                {{statements}}
            }

            private int Wanted { get; set; } = 16;
        }
        """;
}
