using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 4 (found sections and views) and class 5 (address spaces, listeners and what belongs to them).</summary>
public class SectionAndListenerTests
{
    [Fact]
    public Task C4_06_early_return_when_the_hit_is_the_container() => CorpusTest.BugAsync("""
        bool IsPresent(MemoryRegion container, ulong address)
        {
            MemorySection section = «container.Find(address, 1)»;
            if (section.IsNull‹)
            {
                return false;
            }

            if (›⟦ || ⟧section.Region == container)
            {
                ‹section.Unref();›
                return false;
            }

            section.Unref();
            return true;
        }
        """, "MRL302");

    [Fact]
    public Task C4_07_view_is_kept_when_nothing_was_found() => CorpusTest.BugAsync("""
        ulong Find(ulong address)
        {
            View view = «Host.GetView(_space)»;
            if (!view.Lookup(address, out ulong offset))
            {
                ‹view.Unref();›
                return ulong.MaxValue;
            }

            view.Unref();
            return offset;
        }
        """, "MRL302");

    [Fact]
    public Task C4_14_section_is_looked_up_only_to_mark_a_page() => CorpusTest.BugAsync("""
        void SaveState(ulong address)
        {
            if (address != ulong.MaxValue)
            {
                MemorySection section = «Machine.SystemMemory.Find(address, 64)»;
                if (!section.IsNull)
                {
                    if (section.Size >= 64)
                    {
                        SetDirty(section.Region, section.OffsetInRegion);
                    }

                    ‹section.Unref();›
                }
            }
        }

        static void SetDirty(MemoryRegion region, ulong offset) { }
        """, "MRL301");

    [Fact]
    public Task C5_09_error_label_lacks_the_conditional_unregister() => CorpusTest.BugAsync("""
        private readonly bool _hasIommu = Host.Ask(0);
        private Registration? _iommu;

        int Start(int queues)
        {
            Registration? iommu = null;
            int result = -1;
            int i = 0;
            if (_hasIommu)
            {
                iommu = «Host.Register(_space)»;
            }

            if (!Host.Ask(1))
            {
                goto failMemory;
            }

            for (; i < queues; i++)
            {
                if (!Host.Ask(i))
                {
                    goto failQueue;
                }
            }

            _iommu = iommu;
            return 0;
        failQueue:
            while (--i >= 0)
            {
                Host.Report("stop");
            }

        failMemory:
            ‹if (_hasIommu)
            {
                iommu!.Unregister();
            }

            ›return result;
        }
        """, "MRL302");

    [Fact]
    public Task C5_20_multifunction_check_fails_and_the_address_space_stays() => CorpusTest.BugAsync("""
        private AddressSpace? _busMaster;

        bool Register(MemoryRegion alias, int function)
        {
            var busMaster = «new AddressSpace(Machine, alias, "bus master")»;
            byte[]? config = new byte[256];
            if (Host.Ask(function))
            {
                ‹busMaster.Dispose();›
                config = null;
                return false;
            }

            _busMaster = busMaster;
            return config.Length > 0;
        }
        """, "MRL302");

    private const string CxlRealize = """
        private AddressSpace? _host;
        private Operations? _operations;

        bool Realize(MemoryRegion memory)
        {
            var space = «new AddressSpace(Machine, memory, "cxl-type3-dpa-space")»;
            Operations operations = «Host.NewOperations()»;
            if (!Host.Ask(1))
            {
                goto FIRST;
            }

            if (!Host.Ask(2))
            {
                goto SECOND;
            }

            _host = space;
            _operations = operations;
            return true;
        LABELS
            return false;
        }
        """;

    [Fact]
    public Task C5_21_failures_are_ignored() => CorpusTest.HalfRepairedAsync(
        CxlRealize.Replace("FIRST", "fail").Replace("SECOND", "fail").Replace("LABELS", "fail:"), "MRL302");

    [Fact]
    public Task C5_21_first_repair_has_the_labels_in_the_wrong_order() => CorpusTest.HalfRepairedAsync(
        CxlRealize.Replace("«new", "new").Replace("space\")»", "space\")").Replace("FIRST", "failSpace").Replace("SECOND", "failOperations")
            .Replace("LABELS", "failOperations: operations.Free(); failSpace: space.Dispose();"),
        "MRL302");

    [Fact]
    public Task C5_21_labels_in_reverse_order_of_acquisition() => CorpusTest.SilentAsync(
        CxlRealize.Replace("«", string.Empty).Replace("»", string.Empty).Replace("FIRST", "failOperations").Replace("SECOND", "failOperations")
            .Replace("LABELS", "failOperations: operations.Free(); space.Dispose();"));

    [Fact]
    public Task C5_25_config_notifier_is_opened_at_each_start() => CorpusTest.BugAsync("""
        void Reconnect(int times)
        {
            Registration? notifier = null;
            for (int i = 0; i < times; i++)
            {
                ⟦«notifier = Host.Register(_space)»;⟧‹notifier = Host.Register(_space);›
                Host.Report("connected");
                ‹notifier.Unregister();
                notifier = null;›
            }

            notifier?.Unregister();
        }
        """, "MRL310");

    private const string Teardown = """
        private readonly DmaListener _listener;
        private readonly DmaContainer _dma;

        CorpusDevice(Machine machine, VirtQueue queue, DmaContainer dma) : this(machine, queue)
        {
            _dma = dma;
            _listener = new DmaListener(dma, this);
        }

        protected override void OnRealize() => _listener.Register(_space);

        protected override void OnUnrealize()
        {
            TEARDOWN
        }

        private sealed class DmaListener(DmaContainer dma, CorpusDevice device) : MemoryListener("dma")
        {
            protected override void OnRegionAdd(in FlatRange range)
            {
                if (range.Region is RamRegion)
                {
                    device._dma.Map(range.Start);
                }
            }

            protected override void OnRegionDel(in FlatRange range)
            {
                if (GUARD)
                {
                    device._dma.Unmap(range.Start);
                }
            }
        }
        """;

    [Fact]
    public Task C5_03_container_is_closed_before_its_listener_is_unregistered() => CorpusTest.BugAsync(
        Teardown.Replace("GUARD", "range.Region is RamRegion").Replace("TEARDOWN", "⟦_dma.Close(); «_listener.Unregister()»;⟧‹_listener.Unregister(); _dma.Close();›"), "MRL305");

    [Fact]
    public Task C5_03_only_one_of_two_teardowns_is_in_order() => CorpusTest.HalfRepairedAsync(
        Teardown.Replace("GUARD", "range.Region is RamRegion")
            .Replace("TEARDOWN", "if (Host.Ask(1)) { _listener.Unregister(); _dma.Close(); return; } _dma.Close(); «_listener.Unregister()»;"),
        "MRL305");

    [Fact]
    public Task C5_03_listener_knows_that_the_container_is_closed() => CorpusTest.SilentAsync(
        Teardown.Replace("GUARD", "device._isOpen").Replace("TEARDOWN", "_isOpen = false; _dma.Close(); _listener.Unregister();") + " private bool _isOpen;");
}
