using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL308;

public class Valid
{
    [Theory]
    [InlineData("if (m.Length < wanted) return; Use(m.Span[..wanted]);")]
    [InlineData("if (m.Length != wanted) return; Use(m.Span[..wanted]);")]
    [InlineData("if (wanted > m.Length) return; Use(m.Span[..wanted]);")]
    [InlineData("if (m.Span.Length < wanted) return; Use(m.Span[..wanted]);")]
    [InlineData("Span<byte> s = m.Span; if (s.Length < wanted) return; Use(s[..wanted]);")]
    [InlineData("int got = m.Length; if (got < wanted) return; Use(m.Span[..wanted]);")]
    [InlineData("bool full = m.Length == wanted; if (full) { Use(m.Span[..wanted]); }")]
    [InlineData("int n = Math.Min(m.Length, wanted); Use(m.Span[..n]);")]
    [InlineData("wanted = m.Length; Use(m.Span[..wanted]);")]
    [InlineData("wanted = 1; Use(m.Span[..wanted]);")]
    [InlineData("for (int i = 0; i < m.Length; i++) { m.Span[i] = 0; }")]
    [InlineData("for (int i = 0; i < wanted && i < m.Length; i++) { m.Span[i] = 0; }")]
    [InlineData("Use(m.Span[other..]); Use(m.Span.Slice(0, other)); m.Span[other] = 1;")]
    [InlineData("m.Span[0] = 1; Use(m.Span[1..]); Use(m.Span[..1]); m.Span[^1] = 0;")]
    [InlineData("System.Diagnostics.Debug.Assert(m.Length == wanted); Use(m.Span[..wanted]);")]
    [InlineData("if (IsLong([MARK]m.Span, wanted)) { Use(m.Span[..wanted]); }")]
    [InlineData("if (IsLong(m, wanted)) { Use(m.Span[..wanted]); }")]
    [InlineData("m.Span.CopyTo(_bytes); _bytes.AsSpan(0, m.Length).CopyTo(m.Span);")]
    [InlineData("if (!_bytes.AsSpan(0, wanted).TryCopyTo(m.Span)) return;")]
    public Task Length_is_looked_at_or_not_needed(string body) => ResourceTest.CheckUseAsync(
        $$"""
            private readonly byte[] _bytes = new byte[4096];

            void Fetch(ulong address, int wanted, int other)
            {
                using var m = _space.Map(address, (ulong)wanted, _either);
                if (m.IsNull)
                {
                    return;
                }

                {{body.Replace("[MARK]", string.Empty)}}
            }

            private static bool IsLong(ReadOnlySpan<byte> bytes, int wanted) => bytes.Length >= wanted;

            private static bool IsLong([Borrows] MemoryMapping m, int wanted) => m.Length >= wanted;
        """);

    [Theory]
    [InlineData("if (m.Length < 16) { m.Dispose(); return; } m.Span[8] = 1; m.Unmap(16);")]
    [InlineData("if (m is { Length: 16 }) { m.Span[8] = 1; } m.Dispose();")]
    [InlineData("if (m.IsNull) return; m.Unmap(0);")]
    [InlineData("if (m.IsNull) return; m.Unmap(1);")]
    [InlineData("if (m.IsNull) return; m.Unmap();")]
    [InlineData("if (m.IsNull) return; m.Unmap(m.Length);")]
    [InlineData("switch (m.Length) { case >= 16: m.Unmap(16); break; default: m.Dispose(); break; }")]
    public Task Constants(string body) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong address)
            {
                var m = _space.Map(address, 16, MapAccess.Write);
                {{body}}
            }
        """);

    [Fact]
    public Task One_byte_is_never_short() => ResourceTest.CheckUseAsync(
        """
            void Store(ulong address, byte value)
            {
                var m = _space.Map(address, 1, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                m.Span[0] = value;
                m.Unmap(1);
            }
        """);

    [Fact]
    public Task Chunks() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, int left)
            {
                while (left > 0)
                {
                    using var m = _space.Map(address, (ulong)left, MapAccess.Write);
                    if (m.IsNull)
                    {
                        return;
                    }

                    m.Span.Fill(1);
                    address += (ulong)m.Length;
                    left -= m.Length;
                }
            }
        """);

    [Fact]
    public Task Copy_of_an_array_that_was_assigned_anew() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, byte[] data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.IsNull) return; data = new byte[1]; data.CopyTo(m.Span); }
        """);

    [Fact]
    public Task Copy_of_another_array_than_the_one_whose_length_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, byte[] data, byte[] other) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.IsNull) return; other.CopyTo(m.Span); }
        """);

    [Fact]
    public Task Copy_of_an_array_whose_length_was_compared() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, byte[] data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.Length < data.Length) return; data.CopyTo(m.Span); }
        """);

    [Fact]
    public Task Copy_to_a_destination_whose_length_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Read(ulong address, Span<byte> data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Read); if (m.IsNull) return; m.Span.CopyTo(data); }
        """);
}
