namespace MemoryRegions;

/// <summary>Which pages of a range of RAM were dirty when it was made (QEMU's <c>DirtyBitmapSnapshot</c>). Immutable.</summary>
public sealed class DirtySnapshot
{
    private readonly ulong _firstPage;
    private readonly ulong _lastPage;
    private readonly ulong[] _words;

    internal DirtySnapshot(ulong firstPage, ulong lastPage, ulong[] words)
    {
        _firstPage = firstPage;
        _lastPage = lastPage;
        _words = words;
    }

    /// <summary>The size of a page in bytes.</summary>
    public static int PageSize => DirtyMemory.PageSize;

    /// <summary>The number of pages that were dirty.</summary>
    public long DirtyPageCount
    {
        get
        {
            long count = 0;
            foreach (ulong word in _words)
            {
                count += System.Numerics.BitOperations.PopCount(word);
            }

            return count;
        }
    }

    /// <summary>Whether any page of a range was dirty (<c>memory_region_snapshot_get_dirty</c>).</summary>
    /// <param name="offset">The offset in the region, in bytes.</param>
    /// <param name="length">The length in bytes; of 0 bytes none is dirty.</param>
    /// <returns>Whether any was.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A part of the range is on no page of the snapshot.</exception>
    public bool IsDirty(ulong offset, ulong length)
    {
        if (length == 0)
        {
            return false;
        }

        ulong first = offset >> DirtyMemory.PageBits;
        ulong last = (offset + (length - 1)) >> DirtyMemory.PageBits;
        ArgumentOutOfRangeException.ThrowIfLessThan(first, _firstPage, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, _lastPage, nameof(length));
        ulong origin = _firstPage & ~63UL;
        for (ulong page = first; page <= last; page++)
        {
            if ((_words[(page - origin) >> 6] & (1UL << (int)(page & 63))) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
