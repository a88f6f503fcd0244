using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL308;

public class Diagnostics
{
    [Fact]
    public Task Unmapped_by_the_asked_length() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = {|#1:_space.Map(address, (ulong)wanted, MapAccess.Write)|};
                if (m.IsNull)
                {
                    return;
                }

                m.Span.Clear();
                {|#0:m.Unmap(wanted)|};
            }
        """,
        ResourceTest.Expect("MRL308", hasOtherEnd: true, "mapping", "'m'", "(ulong)wanted", 11, "'Length'"));

    [Theory]
    [InlineData("Use({|MRL308:m.Span[..wanted]|});")]
    [InlineData("Use({|MRL308:m.Span[4..wanted]|});")]
    [InlineData("Use({|MRL308:m.Span.Slice(0, wanted)|});")]
    [InlineData("Span<byte> s = m.Span; Use({|MRL308:s[..wanted]|});")]
    [InlineData("{|MRL308:m.Span[wanted - 1]|} = 0;")]
    [InlineData("for (int i = 0; i < wanted; i++) { {|MRL308:m.Span[i]|} = 0; }")]
    [InlineData("for (int i = 0; i < wanted; i++) { Use({|MRL308:m.Span.Slice(i, 4)|}); }")]
    [InlineData("{|MRL308:_bytes.AsSpan(0, wanted).CopyTo(m.Span)|};")]
    [InlineData("{|MRL308:_bytes.AsSpan()[..wanted].CopyTo(m.Span)|};")]
    [InlineData("{|MRL308:new byte[wanted].CopyTo(m.Span)|};")]
    [InlineData("{|MRL308:_space.Unmap(m, wanted)|};")]
    public Task Asked_length(string use) => ResourceTest.CheckUseAsync(
        $$"""
            private readonly byte[] _bytes = new byte[4096];

            void Fetch(ulong address, int wanted)
            {
                using var m = _space.Map(address, (ulong)wanted, MapAccess.Write);
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
            }
        """);

    [Theory]
    [InlineData("Use({|MRL308:m.Span[..16]|});")]
    [InlineData("Use({|MRL308:m.Span[4..]|});")]
    [InlineData("{|MRL308:m.Span[8]|} = 1;")]
    [InlineData("{|MRL308:m.Span[^2]|} = 1;")]
    [InlineData("{|MRL308:m.Unmap(16)|};")]
    [InlineData("{|MRL308:m.Unmap(8)|};")]
    [InlineData("int n = {|MRL308:System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(m.Span)|};")]
    public Task Constant_length(string use) => ResourceTest.CheckUseAsync(
        $$"""
            private const int Size = 16;

            void Fetch(ulong address)
            {
                using var m = _space.Map(address, Size, _either);
                if (m.IsNull)
                {
                    return;
                }

                {{use}}
            }
        """);

    [Fact]
    public Task Length_that_is_computed() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int stride, int height)
            {
                if (!_space.TryMap(address, (ulong)(stride * height), MapAccess.Read, out var frame))
                {
                    return;
                }

                Use({|MRL308:frame.Span[..(stride * height)]|});
                frame.Unmap();
            }
        """);

    [Fact]
    public Task Length_tested_only_on_the_other_path() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Read);
                if (m.IsNull)
                {
                    return;
                }

                if (_busy && m.Length < wanted)
                {
                    m.Unmap(0);
                    return;
                }

                {|MRL308:m.Unmap(wanted)|};
            }
        """);

    [Fact]
    public Task Test_for_zero_alone() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Read);
                if (m.Length == 0)
                {
                    return;
                }

                {|MRL308:m.Unmap(wanted)|};
            }
        """);

    [Fact]
    public Task One_finding_for_what_was_not_tested_at_all() => ResourceTest.CheckUseAsync(
        """
            void Fetch(ulong address, int wanted)
            {
                var m = _space.Map(address, (ulong)wanted, MapAccess.Read);
                Use({|MRL307:m.Span[4..]|});
                m.Unmap(wanted);
            }
        """);

    [Fact]
    public Task Copy_of_an_array_whose_length_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, byte[] data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.IsNull) return; {|MRL308:data.CopyTo(m.Span)|}; }
        """);

    [Fact]
    public Task Copy_of_a_span_whose_length_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, ReadOnlySpan<byte> data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.IsNull) return; {|MRL308:data.CopyTo(m.Span)|}; }
        """);

    [Fact]
    public Task Copy_of_a_span_over_an_array_whose_length_was_asked_for() => ResourceTest.CheckUseAsync(
        """
            void Fill(ulong address, byte[] data) { using var m = _space.Map(address, (ulong)data.Length, MapAccess.Write); if (m.IsNull) return; {|MRL308:data.AsSpan().CopyTo(m.Span)|}; }
        """);
}
