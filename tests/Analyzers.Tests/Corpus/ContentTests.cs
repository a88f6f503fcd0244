using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1, mappings whose content is not used as the map and the unmap say.</summary>
public class ContentTests
{
    private const string Simcall = """
        enum Call { Read, Write }

        int Transfer(Call kind, ulong address, int length, System.IO.Stream file)
        {
            int done = 0;
            MapAccess access = DIRECTION;
            while (length > 0)
            {
                MemoryMapping p = _space.Map(address, (ulong)length, access);
                if (p.IsNull)
                {
                    break;
                }

                int n = p.Length;
                if (kind == Call.Write)
                {
                    file.Write(«1p.Span»1);
                }
                else
                {
                    n = file.Read(«2p.Span»2);
                }

                p.Unmap(n);
                done += n;
                address += (ulong)n;
                length -= n;
            }

            return done;
        }
        """;

    private const string Complete = """
        void Complete(ulong address, ulong size, ReadOnlySpan<byte> response)
        {
            MemoryMapping m = _space.Map(address, size, MapAccess.Write);
            if (m.IsNull)
            {
                return;
            }

            int actual = Math.Min(response.Length, m.Length);
            response[..actual].CopyTo(m.Span);
            «m.Unmap(CLAIM)»;
        }
        """;

    [Fact]
    public Task C1_46_read_and_write_map_with_the_direction_inverted() => CorpusTest.BugAsync(
        Marked(Simcall, "«", "»", string.Empty, string.Empty).Replace("DIRECTION", "kind == Call.Write ⟦? MapAccess.Write : MapAccess.Read⟧‹? MapAccess.Read : MapAccess.Write›"), "MRL312");

    [Fact]
    public Task C1_46_both_are_mapped_for_writing() => CorpusTest.HalfRepairedAsync(
        Marked(Simcall, "«", "»", string.Empty, string.Empty).Replace("DIRECTION", "MapAccess.Write"), "MRL312");

    [Fact]
    public Task C1_46_both_are_mapped_for_reading() => CorpusTest.HalfRepairedAsync(
        Marked(Simcall, string.Empty, string.Empty, "«", "»").Replace("DIRECTION", "MapAccess.Read"), "MRL312");

    [Fact]
    public Task C1_53_access_length_is_larger_than_what_was_written() => CorpusTest.BugAsync(Complete.Replace("CLAIM", "⟦m.Length⟧‹actual›"), "MRL306");

    [Fact]
    public Task C1_53_access_length_is_what_was_asked_for() => CorpusTest.HalfRepairedAsync(
        Complete.Replace("m.IsNull", "m.Length < (int)size").Replace("return;", "m.Dispose(); return;").Replace("CLAIM", "(int)size"), "MRL306");

    private static string Marked(string members, string open, string close, string openOther, string closeOther) => members
        .Replace("«1", open).Replace("»1", close).Replace("«2", openOther).Replace("»2", closeOther);
}
