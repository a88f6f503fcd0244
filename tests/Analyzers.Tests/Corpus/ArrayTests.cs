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
    public Task C1_11_short_one_is_included() => CorpusTest.SilentAsync(
        CreateMapping.Replace("«", string.Empty).Replace("»", string.Empty).Replace("CLEANUP", "if (!iov[i].IsNull) { i++; } Cleanup(iov, i);"));

    [Fact]
    public Task C1_13_load_returns_with_a_half_built_resource() => CorpusTest.HalfRepairedAsync(
        CreateMapping.Replace("CLEANUP", string.Empty), "MRL302");

    [Fact]
    public Task C1_13_half_mapping_and_the_prefix_are_released() => CorpusTest.SilentAsync(
        CreateMapping.Replace("«", string.Empty).Replace("»", string.Empty).Replace("CLEANUP", "if (!iov[i].IsNull) { iov[i].Unmap(0); } Cleanup(iov, i);"));

    [Fact]
    public Task C1_13_half_mapping_is_released_and_the_prefix_forgotten() => CorpusTest.HalfRepairedAsync(
        CreateMapping.Replace("CLEANUP", "if (!iov[i].IsNull) { iov[i].Unmap(0); }"), "MRL302");
}
