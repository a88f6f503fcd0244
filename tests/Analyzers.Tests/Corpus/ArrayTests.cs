using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1, arrays of mappings that are filled and drained by loops.</summary>
public class ArrayTests
{
    private const string CreateMapping = """
        private MemoryMapping[] _kept = [];

        int CreateMapping(ulong[] addresses, int[] lengths)
        {
            var iov = new MemoryMapping[addresses.Length];
            for (int i = 0; i < addresses.Length; i++)
            {
                iov[i] = «_space.Map(addresses[i], (ulong)lengths[i], MapAccess.Read)»;
                if (iov[i].IsNull || iov[i].Length != lengths[i])
                {
                    CLEANUP
                    return -1;
                }
            }

            _kept = iov;
            return 0;
        }

        void Cleanup(MemoryMapping[] iov, int count)
        {
            for (int i = 0; i < count; i++)
            {
                iov[i].Unmap(0);
            }
        }
        """;

    [Fact]
    public Task C1_11_failing_index_is_skipped_by_the_cleanup() => CorpusTest.HalfRepairedAsync(
        CreateMapping.Replace("CLEANUP", "for (int j = 0; j < i; j++) { iov[j].Unmap(0); }"), "MRL302");

    [Fact]
    public Task C1_11_failing_index_is_skipped_by_the_helper_that_cleans_up() => CorpusTest.HalfRepairedAsync(CreateMapping.Replace("CLEANUP", "Cleanup(iov, i);"), "MRL302");

    [Fact]
    public Task C1_11_short_one_is_included() => CorpusTest.SilentAsync(
        CreateMapping.Replace("«", string.Empty).Replace("»", string.Empty).Replace("CLEANUP", "if (!iov[i].IsNull) { i++; } Cleanup(iov, i);"));

    [Fact]
    public Task C1_26_helper_fails_after_mapping_part_of_the_chain() => CorpusTest.BugAsync("""
        private MemoryMapping[] _kept = [];

        bool MapDescriptor(MemoryMapping[] iov, ref int count, ulong address, int length)
        {
            while (length > 0)
            {
                MemoryMapping mapping = _space.Map(address, (ulong)length, MapAccess.Read);
                if (mapping.IsNull)
                {
                    return false;
                }

                iov[count++] = mapping;
                address += (ulong)mapping.Length;
                length -= mapping.Length;
            }

            return true;
        }

        void Undo(MemoryMapping[] iov, int count)
        {
            for (int i = 0; i < count; i++)
            {
                iov[i].Unmap(0);
            }
        }

        bool Pop(ulong[] addresses)
        {
            var iov = new MemoryMapping[64];
            int count = 0;
            foreach (ulong address in addresses)
            {
                if (!«MapDescriptor(iov, ref count, address, 64)»)
                {
                    ‹Undo(iov, count);›
                    return false;
                }
            }

            _kept = iov;
            return true;
        }
        """, "MRL302");

    [Fact]
    public Task C4_04_merged_ranges_vanish_with_their_references() => CorpusTest.BugAsync("""
        void Simplify(ulong[] addresses)
        {
            var ranges = new List<MemorySection>();
            foreach (ulong address in addresses)
            {
                ranges.Add(_container.Find(address, 4));
            }

            for (int i = 0; i < ranges.Count; i++)
            {
                int j = i + 1;
                while (j < ranges.Count && addresses[j] == addresses[j - 1] + 4)
                {
                    j++;
                }

                ‹for (int k = i + 1; k < j; k++)
                {
                    ranges[k].Dispose();
                }›
                «ranges.RemoveRange(i + 1, j - i - 1)»;
            }

            foreach (MemorySection range in ranges)
            {
                range.Dispose();
            }
        }
        """, "MRL310");

    [Fact]
    public Task C1_13_load_returns_with_a_half_built_resource() => CorpusTest.HalfRepairedAsync(
        CreateMapping.Replace("CLEANUP", string.Empty), "MRL302");

    [Fact]
    public Task C1_13_half_mapping_and_the_prefix_are_released() => CorpusTest.SilentAsync(
        CreateMapping.Replace("«", string.Empty).Replace("»", string.Empty).Replace("CLEANUP", "if (!iov[i].IsNull) { iov[i].Unmap(0); } Cleanup(iov, i);"));

    [Fact]
    public Task C1_13_half_mapping_is_released_and_the_prefix_forgotten() => CorpusTest.HalfRepairedAsync(
        CreateMapping.Replace("CLEANUP", "if (!iov[i].IsNull) { iov[i].Unmap(0); }"), "MRL302");

    private const string Vector = """
        private readonly List<MemoryMapping> _vector = new();
        private int _size;

        void Start(ulong[] addresses, int align)
        {
            foreach (ulong address in addresses)
            {
                MemoryMapping mapping = _space.Map(address, 4096, MapAccess.Read);
                if (mapping.IsNull)
                {
                    break;
                }

                _vector.Add(mapping);
                _size += mapping.Length;
            }

            int keep = _size / align;
            if (_size % align != 0)
            {
                UNMAP
                «_vector.RemoveRange(keep, _vector.Count - keep)»;
            }

            Host.Report("submitted");
        }

        void Complete()
        {
            foreach (MemoryMapping mapping in _vector)
            {
                mapping.Unmap();
            }

            _vector.Clear();
        }
        """;

    [Fact]
    public Task C1_30_tail_that_is_not_submitted_stays_mapped() => CorpusTest.BugAsync(
        Vector.Replace("UNMAP", "‹for (int i = keep; i < _vector.Count; i++) { _vector[i].Unmap(0); }›"), "MRL310");

    [Fact]
    public Task C1_30_tail_is_found_and_not_unmapped() => CorpusTest.HalfRepairedAsync(
        Vector.Replace("UNMAP", "_size -= _size % align;"), "MRL310");

    /// <summary>The list that the release goes through is the one that the parser works on.</summary>
    private const string Trimming = """
        private readonly List<MemoryMapping> _out = new();

        bool Handle(ulong[] addresses)
        {
            foreach (ulong address in addresses)
            {
                MemoryMapping mapping = _space.Map(address, 4096, MapAccess.Read);
                if (!mapping.IsNull)
                {
                    _out.Add(mapping);
                }
            }

            TRIM
            return true;
        }

        void Push()
        {
            foreach (MemoryMapping mapping in _out)
            {
                mapping.Unmap();
            }

            _out.Clear();
        }
        """;

    [Fact]
    public Task C1_27_parser_trims_the_list_that_push_unmaps() => CorpusTest.BugAsync(
        Trimming.Replace("TRIM", "⟦«_out.RemoveAt(0)»;⟧‹List<MemoryMapping> body = _out.GetRange(1, _out.Count - 1);› Push();"), "MRL310");

    [Fact]
    public Task C1_28_request_is_trimmed_and_completes_later() => CorpusTest.BugAsync(
        Trimming.Replace("TRIM", "⟦«_out.RemoveAt(0)»; if (_out.Count < 2) { return false; } _out.RemoveAt(_out.Count - 1);⟧‹List<MemoryMapping> body = _out.GetRange(1, _out.Count - 2);›"), "MRL310");

    [Fact]
    public Task C1_28_front_is_skipped_and_the_back_cut_off() => CorpusTest.HalfRepairedAsync(
        Trimming.Replace("TRIM", "int first = 1; if (_out.Count < 2) { return false; } «_out.RemoveAt(_out.Count - 1)»;"), "MRL310");
}
