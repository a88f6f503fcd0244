using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL307;

public class Diagnostics
{
    [Fact]
    public Task Unmapped_though_the_map_may_have_failed() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address)
            {
                var descriptor = {|#1:_space.Map(address, 16, MapAccess.Read)|};
                Use(descriptor.Span);
                {|#0:descriptor.Unmap()|};
            }
        """,
        ResourceTest.Expect("MRL307", hasOtherEnd: true, "mapping", "'descriptor'", "'Map' at line 11 may have failed", "'IsNull'"));

    [Fact]
    public Task Result_of_try_map_is_not_looked_at() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address)
            {
                {|#1:_space.TryMap(address, 16, MapAccess.Write, out var m)|};
                {|#0:m.Span[0]|} = 1;
                m.Unmap();
            }
        """,
        Verify<ResourceAnalyzer>.Expect("MRL307").WithLocation(0).WithLocation(1).WithArguments("mapping", "'m'", "'TryMap' at line 11 may have failed", "what 'TryMap' returns"));

    [Theory]
    [InlineData("int n = {|MRL307:m.Span[0]|};")]
    [InlineData("{|MRL307:m.Span[0]|} = 1;")]
    [InlineData("int n = {|MRL307:m.Span[^1]|};")]
    [InlineData("Use({|MRL307:m.Span[4..]|});")]
    [InlineData("Use({|MRL307:m.Span[..4]|});")]
    [InlineData("Use({|MRL307:m.Span.Slice(0, 8)|});")]
    [InlineData("int n = {|MRL307:System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(m.Span)|};")]
    [InlineData("{|MRL307:System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(m.Span, 1)|};")]
    [InlineData("var h = {|MRL307:System.Runtime.InteropServices.MemoryMarshal.Read<long>(m.Span)|};")]
    [InlineData("{|MRL307:_bytes.CopyTo(m.Span)|};")]
    [InlineData("{|MRL307:_bytes.AsSpan(4).CopyTo(m.Span)|};")]
    [InlineData("Span<byte> s = m.Span; {|MRL307:s[0]|} = 1;")]
    [InlineData("{|MRL307:m.Unmap(0)|};")]
    [InlineData("{|MRL307:_space.Unmap(m, 0)|};")]
    [InlineData("{|MRL307:m.Unmap(m.Length)|};")]
    public Task Uses_that_throw(string use) => ResourceTest.CheckUseAsync(
        $$"""
            private readonly byte[] _bytes = new byte[16];

            void Fetch(ulong address)
            {
                using var m = _space.Map(address, 16, _either);
                {{use}}
            }
        """);

    [Theory]
    [InlineData("Use(m.Span); {|MRL307:m.Unmap()|};")]
    [InlineData("m.Span.Clear(); {|MRL307:m.Unmap()|};")]
    [InlineData("for (int i = 0; i < m.Length; i++) { m.Span[i] = 0; } {|MRL307:m.Unmap()|};")]
    [InlineData("foreach (byte b in m.Span) { Use(default); } {|MRL307:m.Unmap()|};")]
    [InlineData("if (m.Length < 16) { {|MRL307:m.Unmap(0)|}; return; } m.Unmap();")]
    [InlineData("if (m.Length < n) { {|MRL307:m.Unmap(0)|}; return; } m.Unmap();")]
    [InlineData("if (n != m.Length) { {|MRL307:m.Unmap(0)|}; return; } m.Unmap();")]
    [InlineData("if (n > 3) { if (m.IsNull) return; } {|MRL307:m.Unmap()|};")]
    [InlineData("if (m.IsNull) { {|MRL307:m.Unmap(0)|}; return; } m.Unmap();")]
    [InlineData("if (m.IsNull || m.Length < n) { {|MRL307:m.Unmap(0)|}; return; } m.Unmap();")]
    [InlineData("try { Use(m.Span); } finally { {|MRL307:m.Unmap()|}; }")]
    public Task Releases_of_nothing(string body) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong address, int n)
            {
                var m = _space.Map(address, 16, _either);
                {{body}}
            }
        """);

    [Theory]
    [InlineData("MemoryMapping m = default; if (n > 3) { m = MAP; } {|MRL307:m.Unmap()|};")]
    [InlineData("MemoryMapping? m = null; m = MAP; {|MRL307:m.Value.Unmap()|};")]
    [InlineData("var t = (MAP, 1); {|MRL307:t.Item1.Unmap()|};")]
    [InlineData("{|MRL307:MAP.Unmap()|};")]
    [InlineData("_ring = MAP; {|MRL307:_ring.Unmap()|};")]
    [InlineData("for (int i = 0; i < n; i++) { var m = MAP; {|MRL307:m.Unmap()|}; }")]
    [InlineData("var m = MAP; if (!m.IsNull) { Use(m.Span); } {|MRL307:m.Unmap()|};")]
    [InlineData("_space.TryMap(address, 16, _either, out var m); {|MRL307:m.Unmap()|};")]
    [InlineData("if (!_space.TryMap(address, 16, _either, out var m)) { {|MRL307:m.Unmap()|}; } else { m.Unmap(); }")]
    public Task Releases_of_nothing_wherever_it_is(string body) => ResourceTest.CheckUseAsync(
        $$"""
            void Fetch(ulong address, int n)
            {
                {{body.Replace("MAP", "_space.Map(address, 16, _either)")}}
            }
        """);

    [Fact]
    public Task Section_that_may_be_empty() => ResourceTest.CheckUseAsync(
        """
            MemoryRegion Lookup(ulong address)
            {
                using MemorySection section = _region.Find(address, 4);
                return {|MRL307:section.Region|};
            }

            ulong Drop(ulong address)
            {
                MemorySection section = _region.Find(address, 4);
                {|MRL307:section.Unref()|};
                return section.OffsetInRegion;
            }
        """);

    [Fact]
    public Task One_finding_for_each_acquisition() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, bool way)
            {
                var m = _space.Map(address, 16, _either);
                if (way)
                {
                    {|MRL307:m.Span[0]|} = 1;
                }

                m.Unmap();
            }
        """);

    [Fact]
    public Task Mapping_of_a_helper_that_passes_the_failure_on() => ResourceTest.CheckUseAsync(
        """
            private MemoryMapping MapRing(ulong address) => _space.Map(address, 64, MapAccess.Write);

            private MemoryMapping MapFully(ulong address)
            {
                MemoryMapping m = _space.Map(address, 64, MapAccess.Write);
                if (m.Length < 64)
                {
                    m.Dispose();
                    return default;
                }

                return m;
            }

            void Run(ulong address)
            {
                MemoryMapping ring = MapRing(address);
                {|MRL307:ring.Unmap()|};
                MemoryMapping other = MapFully(address);
                {|MRL307:other.Unmap()|};
            }
        """);

    [Fact]
    public Task Mapping_in_an_out_parameter_of_a_helper_that_passes_the_failure_on() => ResourceTest.CheckUseAsync(
        """
            private void MapRing(ulong address, out MemoryMapping ring) => ring = _space.Map(address, 64, MapAccess.Write);

            void Run(ulong address)
            {
                MapRing(address, out var ring);
                {|MRL307:ring.Unmap()|};
            }
        """);

    [Fact]
    public Task Mapping_in_a_field_and_in_an_array() => ResourceTest.CheckUseAsync(
        """
            void Start(ulong address)
            {
                _ring = _space.Map(address, 64, MapAccess.Write);
                {|MRL307:_ring.Span[0]|} = 1;
            }

            void Run(ulong address)
            {
                var maps = new MemoryMapping[1];
                maps[0] = _space.Map(address, 64, MapAccess.Write);
                {|MRL307:maps[0].Unmap()|};
            }
        """);

    [Fact]
    public Task Leak_of_the_same_handle_is_another_matter() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address)
            {
                var m = {|MRL301:_space.Map(address, 16, MapAccess.Write)|};
                {|MRL307:m.Span[0]|} = 1;
            }
        """);
}
