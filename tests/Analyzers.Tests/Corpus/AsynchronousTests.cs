using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Corpus;

/// <summary>Class 1, requests that complete later, and helpers that release what a field holds.</summary>
public class AsynchronousTests
{
    [Fact]
    public Task C1_06_start_maps_into_a_local_that_the_completion_cannot_reach() => CorpusTest.BugAsync("""
        private readonly List<ulong> _vector = [];
        private MemoryMapping _buffer;

        void Start(ulong address, ulong length)
        {
            ⟦MemoryMapping p = «_space.Map(address, length, MapAccess.Write)»;
            _vector.Add(p.Address);⟧‹_buffer = _space.Map(address, length, MapAccess.Write);
            _vector.Add(_buffer.Address);›
            Host.Ask(_vector.Count);
        }

        void Complete()
        {
            ‹_buffer.Unmap();
            ›_vector.Clear();
        }
        """, "MRL301");

    private const string ChunkCallback = """
        private MemoryMapping _chunk;
        private bool _done;

        void UnmapAll() { _chunk.Unmap(); }
        void Complete(int result) { «CALL»; Host.Report("done"); }

        void Callback(int result)
        {
            FIRST
            if (_done || result < 0)
            {
                SECOND
                return;
            }

            THIRD
            _chunk = _space.Map(0x1000, 64, MapAccess.Read);
        }
        """;

    [Fact]
    public Task C1_29_callback_unmaps_and_the_completion_unmaps_again() => CorpusTest.HalfRepairedAsync(
        ChunkCallback.Replace("«CALL»", "UnmapAll()").Replace("FIRST", "UnmapAll();").Replace("SECOND", "«Complete(result)»;").Replace("THIRD", string.Empty), "MRL304");

    [Fact]
    public Task C1_29_callback_that_only_calls_helpers() => CorpusTest.BugAsync("""
        private MemoryMapping _chunk;
        private bool _done;

        void UnmapAll() { _chunk.Unmap(); }
        void Complete(int result) { UnmapAll(); Host.Report("done"); }
        void MapNext() { _chunk = _space.Map(0x1000, 64, MapAccess.Read); }

        void Callback(int result)
        {
            ⟦UnmapAll();
            ⟧if (_done || result < 0)
            {
                «Complete(result)»;
                return;
            }

            ‹UnmapAll();
            ›MapNext();
            Host.Ask(result);
        }
        """, "MRL304");

    [Fact]
    public Task C1_29_exactly_one_of_the_two_unmaps() => CorpusTest.SilentAsync(
        ChunkCallback.Replace("«CALL»", "UnmapAll()").Replace("FIRST", string.Empty).Replace("SECOND", "Complete(result);").Replace("THIRD", "UnmapAll();"));
}
