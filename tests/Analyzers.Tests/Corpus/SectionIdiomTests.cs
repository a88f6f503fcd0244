using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Legitimate idioms that look like bugs of the classes 1, 4 and 5: silent. More of them. The numbers are those of the catalogue.</summary>
public class SectionIdiomTests
{
    [Fact]
    public Task Idiom_21_only_values_of_the_section_are_used_after_its_release() => CorpusTest.SilentAsync("""
        ulong OffsetOf(ulong address)
        {
            MemorySection section = Machine.SystemMemory.Find(address, 4);
            if (section.IsNull)
            {
                return ulong.MaxValue;
            }

            ulong offset = section.OffsetInRegion;
            section.Unref();
            return offset;
        }
        """);

    [Fact]
    public Task Idiom_22_release_of_a_section_that_may_be_null() => CorpusTest.SilentAsync("""
        ulong Probe(ulong address)
        {
            MemorySection section = Machine.SystemMemory.Find(address, 4);
            ulong size = section.IsNull ? 0 : section.OffsetInRegion;
            section.Dispose();
            return size;
        }
        """);

    [Fact]
    public Task Idiom_23_section_belongs_to_a_field_until_the_next_update() => CorpusTest.SilentAsync("""
        private MemorySection _framebuffer;

        void Update(ulong address)
        {
            _framebuffer.Dispose();
            _framebuffer = Machine.SystemMemory.Find(address, 4096);
            if (_framebuffer.IsNull)
            {
                return;
            }

            Host.Report("new framebuffer");
        }
        """);

    [Fact]
    public Task Idiom_24_listener_takes_a_reference_and_drops_it_when_the_region_goes() => CorpusTest.SilentAsync("""
        void RegionAdd(MemoryRegion region) { region.Ref(); Host.Report("slot"); }
        void RegionDel(MemoryRegion region) { Host.Report("no slot"); region.Unref(); }
        """);

    [Fact]
    public Task Idiom_25_release_that_may_be_repeated() => CorpusTest.SilentAsync("""
        private MemoryMapping _frame;

        void Peek(ulong address)
        {
            MemoryMapping mapping = _space.Map(address, 64, MapAccess.Read);
            mapping.Dispose();
            mapping.Dispose();
        }

        void UnmapFrame()
        {
            if (!_frame.IsNull)
            {
                _frame.Unmap(0);
                _frame = default;
            }
        }

        void Abort()
        {
            UnmapFrame();
            Host.Report("aborted");
            UnmapFrame();
        }
        """);

    [Fact]
    public Task Idiom_27_bounded_unwinding() => CorpusTest.SilentAsync("""
        private MemoryMapping[] _kept = [];

        bool Start(ulong[] addresses)
        {
            var rings = new MemoryMapping[addresses.Length];
            int i;
            for (i = 0; i < addresses.Length; i++)
            {
                rings[i] = _space.Map(addresses[i], 64, MapAccess.Write);
                if (rings[i].IsNull)
                {
                    goto fail;
                }
            }

            _kept = rings;
            return true;
        fail:
            while (--i >= 0)
            {
                rings[i].Unmap(0);
            }

            return false;
        }
        """);

    [Fact]
    public Task Idiom_28_early_return_before_the_transaction_and_a_break_inside() => CorpusTest.SilentAsync("""
        void Reconfigure(int[] notifiers)
        {
            if (notifiers.Length == 0)
            {
                return;
            }

            TopologyTransaction transaction = Machine.BeginTransaction();
            for (int i = 0; i < notifiers.Length; i++)
            {
                if (!Host.Ask(notifiers[i]))
                {
                    break;
                }
            }

            transaction.Commit();
        }
        """);

    [Fact]
    public Task Idiom_29_automatic_release_and_stealing() => CorpusTest.SilentAsync("""
        MemoryMapping Open(ulong address)
        {
            MemoryMapping mapping = _space.Map(address, 64, MapAccess.Read);
            try
            {
                if (!Host.Ask(1))
                {
                    return default;
                }

                MemoryMapping stolen = mapping;
                mapping = default;
                return stolen;
            }
            finally
            {
                mapping.Dispose();
            }
        }

        void Look(ulong address)
        {
            using MemoryMapping mapping = _space.Map(address, 64, MapAccess.Read);
            if (mapping.IsNull)
            {
                return;
            }

            Use(mapping.Span);
        }
        """);

    [Fact]
    public Task Idiom_33_partial_length_is_accepted_and_the_rest_mapped_next() => CorpusTest.SilentAsync("""
        void Copy(ulong address, ulong length)
        {
            while (length > 0)
            {
                MemoryMapping part = _space.Map(address, length, MapAccess.Read);
                if (part.IsNull)
                {
                    return;
                }

                Use(part.Span);
                ulong mapped = (ulong)part.Length;
                part.Unmap();
                address += mapped;
                length -= mapped;
            }
        }
        """);
}
