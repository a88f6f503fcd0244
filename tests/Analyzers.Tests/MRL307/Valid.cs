using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL307;

public class Valid
{
    [Theory]
    [InlineData("if (m.IsNull) return; m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.Length == 0) return; m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.Length < 16) { m.Dispose(); return; } m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.Length < n) { m.Dispose(); return; } m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.Length != n) { if (!m.IsNull) { m.Unmap(0); } return; } m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.IsNull || m.Length < n) { m.Dispose(); return; } m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m is { IsNull: false }) { m.Span[0] = 1; m.Unmap(); }")]
    [InlineData("if (m is { Length: >= 16 }) { m.Span[0] = 1; } m.Dispose();")]
    [InlineData("bool failed = m.IsNull; if (!failed) { m.Span[0] = 1; m.Unmap(); }")]
    [InlineData("bool ok = !m.IsNull && n > 3; if (ok) { m.Span[0] = 1; } m.Dispose();")]
    [InlineData("int got = m.Length; if (got == 0) return; m.Span[0] = 1; m.Unmap(got);")]
    [InlineData("int got = Math.Min(m.Length, n); if (got == 0) { m.Dispose(); return; } m.Span[0] = 1; m.Unmap(got);")]
    [InlineData("Span<byte> s = m.Span; if (s.IsEmpty) return; s[0] = 1; m.Unmap();")]
    [InlineData("Span<byte> s = m.Span; if (s.Length < 8) { m.Dispose(); return; } s[0] = 1; m.Unmap();")]
    [InlineData("System.Diagnostics.Debug.Assert(!m.IsNull); m.Span[0] = 1; m.Unmap();")]
    [InlineData("System.Diagnostics.Debug.Assert(m.Length == n); m.Span[0] = 1; m.Unmap();")]
    [InlineData("if (m.IsNull) throw new InvalidOperationException(); m.Span[0] = 1; m.Unmap();")]
    [InlineData("switch (m.Length) { case 0: return; default: m.Span[0] = 1; m.Unmap(); break; }")]
    [InlineData("while (!m.IsNull) { m.Span[0] = 1; m.Unmap(); return; }")]
    [InlineData("if (IsGood(m)) { m.Span[0] = 1; } m.Dispose();")]
    [InlineData("if (IsGood(m.Span)) { m.Span[0] = 1; } m.Dispose();")]
    [InlineData("if (m.IsNull) Fail(); m.Span[0] = 1; m.Unmap();")]
    [InlineData("Check(m); m.Span[0] = 1; m.Unmap();")]
    public Task Tested(string body) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong address, int n)
            {
                MemoryMapping m = _space.Map(address, 16, _either);
                {{body}}
            }

            private static bool IsGood([Borrows] MemoryMapping m) => m.Length > 4;

            private static void Fail() => throw new InvalidOperationException();

            private static bool IsGood(ReadOnlySpan<byte> bytes) => bytes.Length > 4;

            private static void Check([Borrows] MemoryMapping m)
            {
                if (m.IsNull)
                {
                    throw new InvalidOperationException();
                }
            }
        """);

    [Theory]
    [InlineData("Use(m.Span); m.Dispose();")]
    [InlineData("m.Span.Clear(); m.Span.Fill(1); m.Dispose();")]
    [InlineData("foreach (byte b in m.Span) { n += b; } m.Dispose();")]
    [InlineData("for (int i = 0; i < m.Length; i++) { m.Span[i] = 0; } m.Dispose();")]
    [InlineData("Span<byte> s = m.Span; for (int i = 0; i < s.Length; i++) { s[i] = 0; } m.Dispose();")]
    [InlineData("byte[] copy = m.Span.ToArray(); Use(copy); m.Dispose();")]
    [InlineData("_bytes.AsSpan(0, m.Length).CopyTo(m.Span); m.Dispose();")]
    [InlineData("for (int i = 0; i < m.Length; i++) { n++; } _bytes.AsSpan(0, m.Length).CopyTo(m.Span); m.Dispose();")]
    [InlineData("_bytes.AsSpan(0, Math.Min(n, m.Length)).CopyTo(m.Span); m.Dispose();")]
    [InlineData("Use(m.Span[..m.Length]); Use(m.Span[n..]); m.Dispose();")]
    [InlineData("MemoryRegion? r = m.Region; n += (int)m.OffsetInRegion; m.Dispose();")]
    public Task What_works_with_nothing(string body) => ResourceTest.CheckUseAsync(
        $$"""
            private readonly byte[] _bytes = new byte[16];

            void Fetch(ulong address, int n)
            {
                MemoryMapping m = _space.Map(address, 16, _either);
                {{body}}
            }
        """);

    [Theory]
    [InlineData("if (!_space.TryMap(a, 16, MapAccess.Read, out var m)) return; Use(m.Span[1..]); m.Unmap();")]
    [InlineData("if (_space.TryMap(a, 16, MapAccess.Read, out var m)) { Use(m.Span[1..]); m.Unmap(); }")]
    [InlineData("bool ok = _space.TryMap(a, 16, MapAccess.Read, out var m); if (ok) { Use(m.Span[1..]); m.Unmap(); }")]
    [InlineData("bool ok = _space.TryMap(a, 16, MapAccess.Read, out var m); ok &= _busy; if (ok) { Use(m.Span[1..]); } m.Dispose();")]
    [InlineData("bool ok = _space.TryMap(a, 16, MapAccess.Read, out var m) & _busy; if (ok) { Use(m.Span[1..]); } m.Dispose();")]
    [InlineData("_space.TryMap(a, 16, MapAccess.Read, out var m); if (m.IsNull) return; Use(m.Span[1..]); m.Unmap();")]
    [InlineData("_busy = _space.TryMap(a, 16, MapAccess.Read, out var m); Other(); if (_busy) { Use(m.Span[1..]); } m.Dispose();")]
    public Task Result_of_try_map(string body) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong a)
            {
                {{body}}
            }

            public virtual void Other() { }
        """);

    [Fact]
    public Task Chunks_of_which_each_is_tested_by_its_length() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, ulong length)
            {
                while (length > 0)
                {
                    using var m = _space.Map(address, length, MapAccess.Write);
                    if (m.Length == 0)
                    {
                        break;
                    }

                    m.Span[0] = 1;
                    address += (ulong)m.Length;
                    length -= (ulong)m.Length;
                }
            }
        """);

    [Fact]
    public Task Helpers_that_never_return_nothing_or_test_it_themselves() => ResourceTest.CheckUseAsync(
        """
            private MemoryMapping MapOrThrow(ulong address)
            {
                MemoryMapping m = _space.Map(address, 64, MapAccess.Write);
                return m.IsNull ? throw new InvalidOperationException() : m;
            }

            private static void Free(MemoryMapping m)
            {
                if (!m.IsNull)
                {
                    m.Unmap();
                }
            }

            void Run(ulong address)
            {
                MemoryMapping ring = MapOrThrow(address);
                ring.Span[0] = 1;
                ring.Unmap();
                Free(_space.Map(address, 64, MapAccess.Write));
            }
        """);

    [Fact]
    public Task Acquisition_that_does_not_say_that_it_may_fail() => ResourceTest.CheckUseAsync(
        """
            sealed class Pool
            {
                [return: Acquires("mapping")] public MemoryMapping Get() => default;
            }

            void Run(Pool pool)
            {
                MemoryMapping m = pool.Get();
                m.Span[0] = 1;
                m.Unmap();
            }
        """);

    [Fact]
    public Task Correlated_flag_and_labels() => ResourceTest.CheckUseAsync(
        """
            bool Run(ulong address)
            {
                bool mapped = false;
                MemoryMapping m = default;
                if (_busy)
                {
                    m = _space.Map(address, 64, MapAccess.Write);
                    mapped = !m.IsNull;
                }

                if (mapped)
                {
                    m.Span[0] = 1;
                }

                if (mapped)
                {
                    m.Unmap();
                }

                return mapped;
            }

            int Cascade(ulong address)
            {
                int result = -1;
                MemoryMapping m = _space.Map(address, 64, MapAccess.Write);
                if (m.IsNull)
                {
                    goto failed;
                }

                m.Span[0] = 1;
                result = 0;
                m.Unmap();
            failed:
                return result;
            }
        """);

    [Fact]
    public Task Handed_on() => ResourceTest.CheckUseAsync(
        """
            private readonly List<MemoryMapping> _all = new();

            void Run(ulong address)
            {
                MemoryMapping m = _space.Map(address, 64, MapAccess.Write);
                _all.Add(m);
                m.Span[0] = 1;
            }

            void Later(ulong address)
            {
                MemoryMapping m = _space.Map(address, 64, MapAccess.Write);
                Action end = () => m.Unmap();
                end();
            }
        """);
}
