using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1: results that nobody tests for failure.</summary>
public class UntestedTests
{
    [Fact]
    public Task C1_25_descriptor_is_filled_though_the_map_may_have_failed() => CorpusTest.BugAsync("""
        private readonly List<MemoryMapping> _pieces = new();

        bool MapDescriptor(ulong address, ulong size, byte[] first)
        {
            while (size > 0)
            {
                MemoryMapping piece = _space.Map(address, size, MapAccess.Write);
                ‹if (piece.IsNull)
                {
                    return false;
                }

                ›«piece.Span[0]» = first[0];
                _pieces.Add(piece);
                size -= (ulong)piece.Length;
                address += (ulong)piece.Length;
            }

            return true;
        }
        """, "MRL307");

    private const string Nested = """
        int Enter(ulong address, int size)
        {
            MemoryMapping hv = _space.Map(address, (ulong)size, MapAccess.Read);
            ‹if (hv.IsNull)
            {
                return -4;
            }

            ›if (hv.Length != size)
            {
                «hv.Unmap(0)»;
                return -4;
            }

            Use(hv.Span);
            hv.Unmap();
            return 0;
        }
        """;

    [Fact]
    public Task C1_54_first_map_of_the_nested_call_may_have_failed_when_it_is_unmapped() => CorpusTest.BugAsync(Nested, "MRL307");

    [Fact]
    public Task C1_54_null_and_short_are_tested_together_and_both_unmapped() => CorpusTest.HalfRepairedAsync("""
        int Enter(ulong address, int size)
        {
            MemoryMapping regs = _space.Map(address, (ulong)size, MapAccess.Write);
            if (regs.IsNull || regs.Length != size)
            {
                «regs.Unmap(0)»;
                return -4;
            }

            regs.Span.Clear();
            regs.Unmap();
            return 0;
        }
        """, "MRL307");

    [Fact]
    public Task C1_58_guest_buffer_is_written_at_once() => CorpusTest.BugAsync("""
        private readonly byte[] _content = new byte[4096];

        int Fetch(ulong buffer, int offset)
        {
            MemoryMapping p = _space.Map(buffer, 64, MapAccess.Write);
            ‹if (p.Length < 64)
            {
                p.Dispose();
                return -1;
            }

            ›⟦«_content.AsSpan(offset, 64).CopyTo(p.Span)»⟧‹_content.AsSpan(offset, 64).CopyTo(p.Span)›;
            p.Unmap(64);
            return 0;
        }
        """, "MRL307");
}
