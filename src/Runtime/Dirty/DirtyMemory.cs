using System.Threading;

namespace MemoryRegions;

/// <summary>
/// Which pages of a piece of RAM were written, per client. All are dirty to begin with, as in QEMU.
/// </summary>
/// <remarks>
/// Writers take no lock. A writer first writes, then marks, with a fence between; who clears first clears and then reads. So what is written
/// while a client clears is either seen by it, or dirty afterwards. Parts that were never cleared have no bitmap at all.
/// </remarks>
internal sealed class DirtyMemory
{
    internal const int PageBits = 12;
    internal const int PageSize = 1 << PageBits;
    private const int ChunkPageBits = 15;
    private const int WordsPerChunk = 1 << (ChunkPageBits - 6);
    private const int ClientCount = 3;

    private readonly Lock _growth = new();

    // Per client, per 128 MiB; null where all is dirty.
    private readonly ulong[]?[]?[] _chunks = new ulong[]?[]?[ClientCount];

    /// <summary>Notes that a range was written.</summary>
    internal void Mark(DirtyClients clients, ulong offset, ulong length)
    {
        // What was written has to be visible before the bitmap is looked at: a bit that is set already may just be cleared.
        Interlocked.MemoryBarrier();
        for (int client = 0; client < ClientCount; client++)
        {
            if (((int)clients & (1 << client)) != 0 && Volatile.Read(ref _chunks[client]) is { } chunks)
            {
                Mark(chunks, offset, length);
            }
        }
    }

    /// <summary>Notes that all of it was written.</summary>
    internal void MarkAll()
    {
        lock (_growth)
        {
            Array.Clear(_chunks);
        }
    }

    /// <summary>Whether any page of a range is dirty.</summary>
    internal bool IsDirty(DirtyClients client, ulong offset, ulong length)
    {
        ulong[]?[]? chunks = Volatile.Read(ref _chunks[IndexOf(client)]);
        foreach (PageRun run in new PageRuns(offset, length))
        {
            if (ChunkAt(chunks, run.Chunk) is not { } words || (Volatile.Read(ref words[run.Word]) & run.Mask) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Notes that a client has seen a range.</summary>
    /// <param name="client">The client.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes.</param>
    /// <param name="seen">Receives what was dirty, if it is wanted: the words from that of the first page on.</param>
    internal void Clear(DirtyClients client, ulong offset, ulong length, ulong[]? seen)
    {
        int index = IndexOf(client);
        int word = 0;
        foreach (PageRun run in new PageRuns(offset, length))
        {
            ref ulong bits = ref EnsureChunk(index, run.Chunk)[run.Word];
            ulong before = Interlocked.And(ref bits, ~run.Mask);
            if (seen is not null)
            {
                seen[word++] = before & run.Mask;
            }
        }
    }

    private static int IndexOf(DirtyClients client) => client switch
    {
        DirtyClients.Display => 0,
        DirtyClients.Code => 1,
        DirtyClients.Migration => 2,
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "one client is meant"),
    };

    private static ulong[]? ChunkAt(ulong[]?[]? chunks, ulong index) =>
        chunks is not null && index < (ulong)chunks.Length ? Volatile.Read(ref chunks[index]) : null;

    private static void Mark(ulong[]?[] chunks, ulong offset, ulong length)
    {
        foreach (PageRun run in new PageRuns(offset, length))
        {
            if (ChunkAt(chunks, run.Chunk) is { } words)
            {
                Interlocked.Or(ref words[run.Word], run.Mask);
            }
        }
    }

    private ulong[] EnsureChunk(int client, ulong index)
    {
        if (ChunkAt(Volatile.Read(ref _chunks[client]), index) is { } known)
        {
            return known;
        }

        lock (_growth)
        {
            ulong[]?[] chunks = _chunks[client] ?? [];
            if (index >= (ulong)chunks.Length)
            {
                Array.Resize(ref chunks, checked((int)index + 1));
            }

            ulong[] words = chunks[index] ?? new ulong[WordsPerChunk];
            if (chunks[index] is null)
            {
                Array.Fill(words, ulong.MaxValue);
            }

            Volatile.Write(ref chunks[index], words);
            Volatile.Write(ref _chunks[client], chunks);
            Interlocked.MemoryBarrier();
            return words;
        }
    }

    /// <summary>Pages whose bits are in one word.</summary>
    private readonly record struct PageRun(ulong Chunk, int Word, ulong Mask);

    /// <summary>The pages of a range, word by word.</summary>
    private ref struct PageRuns(ulong offset, ulong length)
    {
        private readonly ulong _last = length == 0 ? 0 : (offset + (length - 1)) >> PageBits;
        private ulong _page = offset >> PageBits;
        private bool _done = length == 0;

        public PageRun Current { get; private set; }

        public readonly PageRuns GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_done)
            {
                return false;
            }

            int bit = (int)_page & 63;
            ulong mask = ulong.MaxValue << bit;
            ulong lastInWord = _page | 63;
            if (lastInWord >= _last)
            {
                mask &= ulong.MaxValue >> (63 - ((int)_last & 63));
                _done = true;
            }

            Current = new PageRun(_page >> ChunkPageBits, (int)(_page >> 6) & (WordsPerChunk - 1), mask);
            _page = lastInWord + 1;
            return true;
        }
    }
}
