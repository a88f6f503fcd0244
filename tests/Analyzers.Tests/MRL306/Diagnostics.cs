using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL306;

public class Diagnostics
{
    [Fact]
    public Task More_than_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address)
            {
                var m = {|#1:_space.Map(address, 16, MapAccess.Write)|};
                if (m.IsNull)
                {
                    return;
                }

                {|#0:m.Unmap(32)|};
            }
        """,
        ResourceTest.Expect("MRL306", hasOtherEnd: true, "mapping", "'m'", "with a length that it cannot have: line 11 asked for '16'; pass what was used of it"));

    [Fact]
    public Task Less_than_nothing() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Write);
                if (m.Length < wanted)
                {
                    m.Dispose();
                    return;
                }

                {|MRL306:m.Unmap(-1)|};
            }
        """);

    [Fact]
    public Task More_than_was_written() => ResourceTest.CheckAsync(
        """
            void Store(ulong address, int wanted, System.IO.Stream stream)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                int n = {|#1:stream.Read(m.Span)|};
                {|#0:m.Unmap(m.Length)|};
            }
        """,
        ResourceTest.Expect("MRL306", hasOtherEnd: true, "mapping", "'m'", "as if more was written than was: line 17 wrote 'n'; pass that"));

    [Theory]
    [InlineData("int n = Math.Min(data.Length, m.Length); data.AsSpan(0, n).CopyTo(m.Span); {|MRL306:m.Unmap(m.Length)|};")]
    [InlineData("int n = Math.Min(data.Length, m.Length); data[..n].CopyTo(m.Span); {|MRL306:_space.Unmap(m, m.Length)|};")]
    [InlineData("data.AsSpan(0, count).CopyTo(m.Span); {|MRL306:m.Unmap(m.Length)|};")]
    [InlineData("data.AsSpan()[..count].CopyTo(m.Span); int all = m.Length; {|MRL306:m.Unmap(all)|};")]
    [InlineData("data.AsSpan(0, 4).CopyTo(m.Span); {|MRL306:m.Unmap(8)|};")]
    [InlineData("data.AsSpan(0, 4).CopyTo(m.Span); {|MRL306:m.Unmap(m.Length)|};", "16")]
    [InlineData("int n = stream.Read(m.Span); if (n == 0) { m.Unmap(0); return; } {|MRL306:m.Unmap(m.Length)|};")]
    [InlineData("int n = Read(m.Span); {|MRL306:m.Unmap(m.Length)|};")]
    [InlineData("int n = stream.Read(data); data.AsSpan(0, n).CopyTo(m.Span); {|MRL306:m.Unmap(m.Length)|};")]
    [InlineData("int n = System.Text.Encoding.ASCII.GetBytes(stream.ToString()!, m.Span); {|MRL306:m.Unmap(64)|};", "64")]
    public Task Ways_to_claim_too_much(string use, string size = "wanted") => ResourceTest.CheckAsync(
        $$"""
            void Store(ulong address, int wanted, int count, byte[] data, System.IO.Stream stream)
            {
                var m = _space.Map(address, (ulong){{size}}, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
            }

            private static int Read([Writes(ReturnsCount = true)] Span<byte> bytes) => 0;
        """);

    [Fact]
    public Task Through_another_address_space() => ResourceTest.CheckUseAsync(
        """
            private readonly AddressSpace _ports = machine.Io;

            void Fetch(ulong address)
            {
                var m = {|#1:_space.Map(address, 16, MapAccess.Write)|};
                if (!m.IsNull)
                {
                    {|#0:_ports.Unmap(m, 0)|};
                }
            }

            void Store(ulong address)
            {
                var m = Machine.Memory.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    {|MRL306:Machine.Io.Unmap(m, 0)|};
                }
            }
        """,
        ResourceTest.Expect("MRL306", hasOtherEnd: true, "mapping", "'m'", "by '_ports', but line 13 acquired it from '_space'; release it there"));

    [Fact]
    public Task Kind_of_a_user() => ResourceTest.CheckUseAsync(
        """
            sealed class Block { }

            sealed class Pool
            {
                [return: Acquires("block")] public Block Get([RequestedLength] int size) => new();
                public void Put([Releases("block", FromAcquirer = true)] Block block, [AccessedLength] int used) { }
            }

            private readonly Pool _small = new(), _large = new();

            void Run()
            {
                Block block = _small.Get(8);
                {|MRL306:_large.Put(block, 0)|};
                Block other = _small.Get(8);
                {|MRL306:_small.Put(other, 9)|};
            }
        """);
}
