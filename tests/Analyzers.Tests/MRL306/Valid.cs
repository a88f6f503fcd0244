using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL306;

public class Valid
{
    [Theory]
    [InlineData("m.Unmap(0);")]
    [InlineData("m.Unmap(m.Length);")]
    [InlineData("m.Unmap(used);")]
    [InlineData("_space.Unmap(m, used);")]
    [InlineData("if (m.Length < 16) { m.Unmap(0); return; } m.Unmap(16);")]
    public Task Lengths_that_may_fit(string release) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong address, int used)
            {
                var m = _space.Map(address, 16, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                {{release}}
            }
        """);

    [Theory]
    [InlineData("data.CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("int n = m.Length; data.AsSpan(0, n).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("int n = Math.Min(data.Length, m.Length); data.AsSpan(0, n).CopyTo(m.Span); m.Unmap(n);")]
    [InlineData("int n = Math.Min(data.Length, m.Length); data.AsSpan(0, n).CopyTo(m.Span); m.Span[n..].Clear(); m.Unmap(m.Length);")]
    [InlineData("int n = Math.Min(wanted, m.Length); data.AsSpan(0, n).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("data.AsSpan(0, wanted).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("if (count != m.Length) { m.Unmap(0); return; } data.AsSpan(0, count).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("ArgumentOutOfRangeException.ThrowIfNotEqual(count, wanted); data.AsSpan(0, count).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("data.AsSpan(0, _size).CopyTo(m.Span); m.Unmap(m.Length);", "_room")]
    [InlineData("data.AsSpan(0, count).CopyTo(m.Span); m.Unmap(m.Length);", "(count + 3) & ~3")]
    [InlineData("data.AsSpan(0, 8).CopyTo(m.Span); m.Unmap(m.Length);", "8")]
    [InlineData("data.AsSpan(0, 8).CopyTo(m.Span); m.Unmap(m.Length);")]
    [InlineData("data.AsSpan(0, 8).CopyTo(m.Span); m.Unmap(8);", "16")]
    [InlineData("int n = stream.Read(m.Span); m.Unmap(n);")]
    [InlineData("int n = stream.Read(m.Span); if (n < m.Length) { m.Unmap(n); return; } m.Unmap(m.Length);")]
    [InlineData("int n = stream.Read(m.Span); Fill(m.Span); m.Unmap(m.Length);")]
    [InlineData("int n = stream.Read(m.Span[4..]); m.Unmap(m.Length);")]
    [InlineData("stream.ReadExactly(m.Span); m.Unmap(m.Length);")]
    [InlineData("if (count > 0) { data.AsSpan(0, count).CopyTo(m.Span); } else { m.Span.Clear(); } m.Unmap(m.Length);")]
    [InlineData("m.Unmap(m.Length);")]
    [InlineData("Fill(m.Span); m.Unmap(m.Length);")]
    [InlineData("int n = stream.Read(m.Span); m.Unmap();")]
    [InlineData("int n = stream.Read(data, 0, wanted); data.AsSpan(0, n).CopyTo(m.Span); if (n < wanted) { m.Unmap(n); return; } m.Unmap(m.Length);")]
    [InlineData("int n = System.Text.Encoding.ASCII.GetBytes(\"QEMU\", m.Span); m.Unmap(4);", "4")]
    [InlineData("data.AsSpan(0, count).CopyTo(m.Span); m.Unmap(8);", "16")]
    public Task As_much_was_written_or_may_have_been(string use, string size = "wanted") => ResourceTest.CheckAsync(
        $$"""
            private readonly int _size = 4, _room = 8;

            void Store(ulong address, int wanted, int count, byte[] data, System.IO.Stream stream)
            {
                var m = _space.Map(address, (ulong)({{size}}), MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
            }

            private static void Fill(Span<byte> bytes) { }
        """);

    [Fact]
    public Task Address_spaces_that_may_be_the_same() => ResourceTest.CheckUseAsync(
        """
            private AddressSpace? _current;

            void Fetch(ulong address)
            {
                AddressSpace space = _busy ? Machine.Io : _space;
                var m = space.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    _space.Unmap(m, 0);
                }
            }

            void Select(ulong address, AddressSpace mine, AddressSpace yours)
            {
                _current = mine;
                var m = mine.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    _current.Unmap(m, 0);
                }

                var n = mine.Map(address, 16, MapAccess.Write);
                if (!n.IsNull)
                {
                    yours.Unmap(n, 0);
                }
            }

            void Same(ulong address)
            {
                var m = Machine.Memory.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    Machine.Memory.Unmap(m, 0);
                }
            }

            void OfOthers(ulong address, Device one, Device other)
            {
                var m = one.Machine.Memory.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    other.Machine.Memory.Unmap(m, 0);
                }
            }

            void Field(ulong address)
            {
                var m = Machine.Memory.Map(address, 16, MapAccess.Write);
                if (!m.IsNull)
                {
                    _space.Unmap(m, 0);
                }
            }
        """);

    [Fact]
    public Task Kind_that_any_receiver_may_release() => ResourceTest.CheckUseAsync(
        """
            sealed class Block { }

            sealed class Pool
            {
                [return: Acquires("block")] public Block Get(int size) => new();
                public void Put([Releases("block")] Block block) { }
            }

            private readonly Pool _small = new(), _large = new();

            void Run()
            {
                Block block = _small.Get(8);
                _large.Put(block);
            }
        """);
}
