using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Classes 1 and 4: what is used after its release.</summary>
public class UseTests
{
    private const string StartPacket = """
        private static bool TryStart([Releases("packet mapping", When = CallOutcome.WhenFalse)] Packet packet) => Host.Ask(1);

        int Setup(ulong address)
        {
            Packet packet = Host.MapPacket(address);
            ⟦TryStart(packet);⟧‹if (!TryStart(packet))
            {
                return -1;
            }›

            «packet.Begin()»;
            Host.Submit(packet);
            return 0;
        }
        """;

    [Fact]
    public Task C1_34_result_of_the_mapping_helper_is_ignored() => CorpusTest.BugAsync(StartPacket, "MRL305");

    [Fact]
    public Task C1_34_result_is_stored_and_reported_but_the_packet_is_used_all_the_same() => CorpusTest.HalfRepairedAsync("""
        private static bool TryStart([Releases("packet mapping", When = CallOutcome.WhenFalse)] Packet packet) => Host.Ask(1);

        int Setup(ulong address)
        {
            Packet packet = Host.MapPacket(address);
            if (!TryStart(packet))
            {
                Host.Report("cannot start");
            }

            «packet.Begin()»;
            Host.Submit(packet);
            return 0;
        }
        """, "MRL305");

    [Fact]
    public Task C4_13_lookup_returns_the_region_of_a_section_that_it_dropped() => CorpusTest.BugAsync("""
        MemoryRegion? Lookup(ulong offset)
        {
            MemorySection section = _container.Find(offset, 4);
            if (section.IsNull)
            {
                return null;
            }

            ‹MemoryRegion found = section.Region;
            ›section.Unref();
            return ‹found›⟦«section.Region»⟧;
        }
        """, "MRL305");
}
