using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1, mappings that are shorter than asked, and cascades of labels.</summary>
public class ShortMappingTests
{
    [Fact]
    public Task C1_57_null_and_short_are_taken_alike() => CorpusTest.BugAsync("""
        bool Write(ulong address, int wanted)
        {
            MemoryMapping p = «_space.Map(address, (ulong)wanted, MapAccess.Write)»;
            ⟦if (p.IsNull || p.Length < wanted)
            {
                Host.Report("cannot map");
                return false;
            }⟧‹if (p.IsNull)
            {
                return false;
            }

            if (p.Length < wanted)
            {
                p.Unmap(0);
                Host.Report("cannot map");
                return false;
            }›

            Use(p.Span);
            p.Unmap();
            return true;
        }
        """, "MRL302");

    [Fact]
    public Task C1_57_spapr_xive_tests_the_length_alone() => CorpusTest.BugAsync("""
        long SetQueue(ulong address, int size)
        {
            MemoryMapping eq = «_space.Map(address, (ulong)size, MapAccess.Write)»;
            if (eq.Length != size)
            {
                Host.Report("failed to map the queue");
                ‹if (!eq.IsNull)
                {
                    eq.Unmap(0);
                }›

                return -4;
            }

            eq.Span[0] = 0;
            eq.Unmap();
            return 0;
        }
        """, "MRL302");

    [Fact]
    public Task C1_57_sev_leaves_by_a_label_that_unmaps_nothing() => CorpusTest.BugAsync("""
        int InjectSecret(ulong address, int length)
        {
            int result = 1;
            MemoryMapping hva = «_space.Map(address, (ulong)length, MapAccess.Write)»;
            if (hva.IsNull || hva.Length < length)
            {
                ‹if (!hva.IsNull)
                {
                    hva.Unmap(0);
                }

                ›goto end;
            }

            Use(hva.Span);
            hva.Unmap();
            result = 0;
        end:
            return result;
        }
        """, "MRL302");

    [Fact]
    public Task C1_57_net_tx_pkt_counts_the_fragment_only_when_it_is_long_enough() => CorpusTest.BugAsync("""
        private readonly MemoryMapping[] _fragments = new MemoryMapping[16];
        private int _count;

        bool AddFragment(ulong address, int length)
        {
            MemoryMapping fragment = «_space.Map(address, (ulong)length, MapAccess.Read)»;
            if (!fragment.IsNull && fragment.Length == length)
            {
                _fragments[_count++] = fragment;
                return true;
            }

            ‹fragment.Dispose();›
            return false;
        }
        """, "MRL302");

    [Fact]
    public Task C1_61_mad_receive_has_no_space() => CorpusTest.BugAsync("""
        void Incoming(ulong address, int need, byte[] message)
        {
            MemoryMapping p = «_space.Map(address, 4096, MapAccess.Write)»;
            ⟦if (p.IsNull || p.Length < need)
            {
                Host.Report("error");
            }⟧‹if (p.IsNull)
            {
                Host.Report("error");
            }
            else if (p.Length < need)
            {
                p.Unmap(0);
                Host.Report("error");
            }›
            else
            {
                Host.Copy(p.Span, message);
                p.Unmap();
            }
        }
        """, "MRL302");

    [Fact]
    public Task C1_61_load_dsr_second_ring_fails_and_the_first_is_kept() => CorpusTest.BugAsync("""
        private MemoryMapping _asyncRing;
        private MemoryMapping _completionRing;

        void LoadDsr(ulong first, ulong second)
        {
            MemoryMapping async = «_space.Map(first, 4096, MapAccess.Write)»;
            if (async.IsNull)
            {
                goto @out;
            }

            MemoryMapping completion = _space.Map(second, 4096, MapAccess.Write);
            if (completion.IsNull)
            {
                goto ⟦@out⟧‹free›;
            }

            _asyncRing = async;
            _completionRing = completion;
            return;
        ‹free:
            async.Unmap(0);
        ›@out:
            Host.Report("no rings");
        }
        """, "MRL302");

    private const string VirtQueueStart = """
        private MemoryMapping _desc, _avail, _used;

        MemoryMapping MapRing(ulong address, int wanted)
        {
            MemoryMapping ring = _space.Map(address, (ulong)wanted, MapAccess.Write);
            ‹if (!ring.IsNull && ring.Length != wanted)
            {
                ring.Unmap(0);
                return default;
            }

            ›return ring;
        }

        int Start(ulong[] at)
        {
            int result = -12;
            MemoryMapping desc = «MapRing(at[0], 64)»;
            if (desc.IsNull⟦ || desc.Length != 64⟧)
            {
                goto failDesc;
            }

            MemoryMapping avail = «MapRing(at[1], 32)»;
            if (avail.IsNull⟦ || avail.Length != 32⟧)
            {
                goto failAvail;
            }

            MemoryMapping used = «MapRing(at[2], 32)»;
            if (used.IsNull⟦ || used.Length != 32⟧)
            {
                goto failUsed;
            }

            if (!Host.Ask(1))
            {
                goto failAlloc;
            }

            _desc = desc;
            _avail = avail;
            _used = used;
            return 0;
        failAlloc:
            used.Unmap(0);
        failUsed:
            avail.Unmap(0);
        failAvail:
            desc.Unmap(0);
        failDesc:
            return result;
        }
        """;

    [Fact]
    public Task C1_39_labels_miss_the_short_mapping_that_triggered_them() => CorpusTest.BugAsync(VirtQueueStart, "MRL302");

    [Fact]
    public Task C1_47_framebuffer_mapping_is_forgotten_when_short() => CorpusTest.BugAsync("""
        private Action? _onDestroy;

        bool CreateSurface(ulong address, int stride, int height)
        {
            MemoryMapping p = «_space.Map(address, (ulong)(stride * height), MapAccess.Read)»;
            if (p.Length < stride * height)
            {
                ‹p.Dispose();›
                return false;
            }

            Keep(p);
            return true;
        }

        void Keep(MemoryMapping mapping) => _onDestroy = () => mapping.Unmap(0);
        """, "MRL302");

    [Fact]
    public Task C1_61_page_directory_mapper_keeps_the_current_page() => CorpusTest.BugAsync("""
        int MapToDirectory(ulong[] pages)
        {
            for (int i = 0; i < pages.Length; i++)
            {
                MemoryMapping page = «_space.Map(pages[i], 4096, MapAccess.Write)»;
                if (page.IsNull)
                {
                    return -1;
                }

                if (!Host.Ask(i))
                {
                    ‹page.Unmap(0);›
                    Host.Report("mremap failed");
                    return -1;
                }

                page.Unmap();
            }

            return 0;
        }
        """, "MRL302");

    [Fact]
    public Task C1_62_continue_and_break_leave_the_round() => CorpusTest.BugAsync("""
        private readonly List<MemoryMapping> _domains = [];

        void Init(ulong[] nodes)
        {
            foreach (ulong node in nodes)
            {
                MemoryMapping registers = «_space.Map(node, 64, MapAccess.Write)»;
                if (registers.IsNull)
                {
                    continue;
                }

                if (!Host.Ask(1))
                {
                    ‹registers.Unmap();›
                    continue;
                }

                if (!Host.Ask(2))
                {
                    ‹registers.Unmap();›
                    break;
                }

                _domains.Add(registers);
            }
        }
        """, "MRL302");

    [Theory]
    [InlineData("registers.Unmap(); continue;", "break;")]
    [InlineData("continue;", "registers.Unmap(); break;")]
    public Task C1_62_with_one_exit_forgotten(string first, string second) => CorpusTest.HalfRepairedAsync($$"""
        private readonly List<MemoryMapping> _domains = [];

        void Init(ulong[] nodes)
        {
            foreach (ulong node in nodes)
            {
                MemoryMapping registers = «_space.Map(node, 64, MapAccess.Write)»;
                if (registers.IsNull) continue;
                if (!Host.Ask(1)) { {{first}} }
                if (!Host.Ask(2)) { {{second}} }
                _domains.Add(registers);
            }
        }
        """, "MRL302");

    [Fact]
    public Task C1_63_second_mapping_fails_and_the_first_stays() => CorpusTest.BugAsync("""
        private MemoryMapping _mmio, _host;

        int RegisterBus(ulong core, ulong wrapper)
        {
            MemoryMapping mmio = «_space.Map(core, 4096, MapAccess.Write)»;
            if (mmio.IsNull)
            {
                return -12;
            }

            MemoryMapping host = _space.Map(wrapper, 4096, MapAccess.Write);
            if (host.IsNull)
            {
                ‹mmio.Unmap(0);›
                return -12;
            }

            _mmio = mmio;
            _host = host;
            return 0;
        }
        """, "MRL302");
}
