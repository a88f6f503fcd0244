using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Legitimate idioms of the classes 1, 4 and 5 with the release in helpers, local functions and wrappers: silent. The numbers are those of the catalogue.</summary>
public class HelperIdiomTests
{
    [Fact]
    public Task Idiom_03_local_function_instead_of_a_label() => CorpusTest.SilentAsync("""
        bool Build(ulong address, ulong end)
        {
            MemoryMapping table = _space.Map(address, 64, MapAccess.Read);
            if (table.Length < 64)
            {
                return Finish(false);
            }

            Use(table.Span);
            return Finish(table.Span[0] != 0);

            bool Finish(bool result)
            {
                table.Dispose();
                return result;
            }
        }
        """);

    [Fact]
    public Task Idiom_04_local_function_unmaps_what_is_there() => CorpusTest.SilentAsync("""
        bool Post(ulong message, ulong events)
        {
            MemoryMapping first = default, second = default;
            first = _space.Map(message, 64, MapAccess.Write);
            if (first.Length < 64)
            {
                Cleanup();
                return false;
            }

            second = _space.Map(events, 64, MapAccess.Write);
            if (second.Length < 64)
            {
                Cleanup();
                return false;
            }

            Use(first.Span);
            Use(second.Span);
            Cleanup();
            return true;

            void Cleanup()
            {
                if (!second.IsNull)
                {
                    second.Unmap();
                }

                if (!first.IsNull)
                {
                    first.Unmap();
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_08_mapping_and_buffer_in_one_struct() => CorpusTest.SilentAsync("""
        private struct Source
        {
            public MemoryMapping Mapping;
            public byte[]? Bounce;
        }

        void Transfer(ulong address, int length)
        {
            Source source = default;
            source.Mapping = _space.Map(address, (ulong)length, MapAccess.Read);
            if (source.Mapping.Length < length)
            {
                source.Mapping.Dispose();
                source.Mapping = default;
                source.Bounce = new byte[length];
                _space.Read(address, source.Bounce);
            }

            Use(source.Bounce ?? source.Mapping.Span);
            if (source.Bounce == null)
            {
                source.Mapping.Unmap();
            }
        }
        """);

    [Fact]
    public Task Idiom_27_bounded_unwinding_by_a_helper() => CorpusTest.SilentAsync("""
        private MemoryMapping[] _kept = [];

        bool Start(ulong[] addresses)
        {
            var rings = new MemoryMapping[addresses.Length];
            for (int i = 0; i < addresses.Length; i++)
            {
                rings[i] = _space.Map(addresses[i], 64, MapAccess.Write);
                if (rings[i].IsNull)
                {
                    Undo(rings, i);
                    return false;
                }
            }

            _kept = rings;
            return true;
        }

        static void Undo(MemoryMapping[] rings, int count)
        {
            while (--count >= 0)
            {
                rings[count].Unmap(0);
            }
        }
        """);

    [Fact]
    public Task Idiom_27_helper_fills_the_array_and_undoes_its_part() => CorpusTest.SilentAsync("""
        private MemoryMapping[] _kept = [];

        bool Start(ulong[] addresses)
        {
            var rings = new MemoryMapping[addresses.Length];
            if (!MapAll(rings, addresses))
            {
                return false;
            }

            _kept = rings;
            return true;
        }

        bool MapAll(MemoryMapping[] rings, ulong[] addresses)
        {
            for (int i = 0; i < rings.Length; i++)
            {
                rings[i] = _space.Map(addresses[i], 64, MapAccess.Write);
                if (rings[i].IsNull)
                {
                    while (i-- > 0)
                    {
                        rings[i].Unmap(0);
                    }

                    return false;
                }
            }

            return true;
        }
        """);

    [Fact]
    public Task Idiom_28_transaction_is_committed_by_a_local_function() => CorpusTest.SilentAsync("""
        void Update(bool enable, MemoryRegion region)
        {
            if (region.Enabled == enable)
            {
                return;
            }

            TopologyTransaction transaction = Machine.BeginTransaction();
            Apply();

            void Apply()
            {
                region.Enabled = enable;
                transaction.Commit();
            }
        }
        """);

    [Fact]
    public Task Idiom_29_mapping_is_stolen_by_a_deconstruction() => CorpusTest.SilentAsync("""
        private MemoryMapping _kept;

        void Keep(ulong address)
        {
            MemoryMapping mapping = _space.Map(address, 64, MapAccess.Read);
            try
            {
                if (mapping.Length < 64)
                {
                    return;
                }

                _kept.Dispose();
                (_kept, mapping) = (mapping, default);
            }
            finally
            {
                mapping.Dispose();
            }
        }
        """);

    [Fact]
    public Task Idiom_32_reference_is_kept_until_the_machine_ends() => CorpusTest.SilentAsync("""
        void Install(MemoryRegion firmware)
        {
            firmware.Ref();
            _container.AddSubregion(0, firmware);
        }
        """);

    [Fact]
    public Task C1_50_undo_of_a_pop_is_not_complete() => CorpusTest.BugAsync("""
        private sealed class Uses
        {
            [Acquires("use"), DoesNotThrow] public void Enter() { }
            [Releases("use"), DoesNotThrow] public void Leave() { }
        }

        void Handle(Uses uses, ulong address)
        {
            «uses.Enter()»;
            MemoryMapping element = _space.Map(address, 64, MapAccess.Read);
            if (element.Length < 64)
            {
                Discard(uses, element);
                return;
            }

            Use(element.Span);
            element.Unmap();
            uses.Leave();
        }

        static void Discard(Uses uses, MemoryMapping element)
        {
            element.Unmap(0);
            ‹uses.Leave();›
        }
        """, "MRL302");
}
