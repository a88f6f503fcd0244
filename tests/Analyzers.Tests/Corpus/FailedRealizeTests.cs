using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Bugs of class 1 in which realize fails half way, with mappings in fields.</summary>
public class FailedRealizeTests
{
    private const string Rings = """
        private MemoryMapping _descriptors;
        private MemoryMapping _available;
        private MemoryMapping _used;

        protected override void OnRealize()
        {
            _descriptors = D;
            if (_descriptors.Length != 256)
            {
                goto failDescriptors;
            }

            _available = A;
            if (_available.Length != 128)
            {
                goto failAvailable;
            }

            _used = U;
            if (_used.Length != 128)
            {
                goto failUsed;
            }

            return;

        failUsed:
            3_used.Dispose();4
        failAvailable:
            1_available.Dispose();2
        failDescriptors:
            5_descriptors.Dispose();6
            throw new InvalidOperationException("no ring");
        }

        protected override void OnUnrealize()
        {
            _used.Dispose();
            _available.Dispose();
            _descriptors.Dispose();
        }
        """;

    private const string Map = "_space.Map(0, 256, MapAccess.Read)";

    [Fact]
    public Task C1_39_labels_miss_the_short_mapping_that_leads_to_them() => CorpusTest.BugOfTypeAsync(
        Filled("«" + Map + "»", Map, Map).Replace("1", "").Replace("2", "").Replace("3", "").Replace("4", "").Replace("5", "‹").Replace("6", "›"), "MRL311");

    [Fact]
    public Task C1_39_half_repaired() => CorpusTest.HalfRepairedTypeAsync(
        Filled(Map, "«" + Map + "»", Map).Replace("1", "‹").Replace("2", "›").Replace("3", "").Replace("4", "").Replace("5", "").Replace("6", ""), "MRL311");

    [Fact]
    public Task C1_63_second_mapping_fails_and_the_first_stays() => CorpusTest.BugOfTypeAsync("""
        private MemoryMapping _core;
        private MemoryMapping _wrapper;

        protected override void OnRealize()
        {
            _core = «_space.Map(0x18000000, 4096, MapAccess.Write)»;
            if (_core.IsNull)
            {
                throw new InvalidOperationException("no core");
            }

            _wrapper = _space.Map(0x18100000, 4096, MapAccess.Write);
            if (_wrapper.IsNull)
            {
                ‹_core.Unmap(0);
                _core = default;›
                throw new InvalidOperationException("no wrapper");
            }
        }

        protected override void OnUnrealize()
        {
            _wrapper.Dispose();
            _core.Dispose();
        }
        """, "MRL311");

    private static string Filled(string descriptors, string available, string used)
    {
        return Rings.Replace("256", "DESCRIPTORS").Replace("128", "RING").Replace("D;", descriptors + ";").Replace("A;", available + ";").Replace("U;", used + ";")
            .Replace("DESCRIPTORS", "sizeof(long)").Replace("RING", "sizeof(int)").Replace("Map(0, 256", "Map(0, 'd'");
    }
}
