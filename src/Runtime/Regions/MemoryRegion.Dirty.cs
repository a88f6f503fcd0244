using System.Threading;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Which of the memory was written.</content>
public abstract partial class MemoryRegion
{
    private int[]? _logCounts;
    private volatile int _loggedClients;

    /// <summary>Who logs the writes to this region, be it by itself or as a part of all RAM (<c>memory_region_get_dirty_log_mask</c>).</summary>
    [DoesNotThrow]
    public DirtyClients DirtyClients => Topology?.DirtyLog.ClientsOf(this) ?? (DirtyClients)_loggedClients;

    /// <summary>The clients that log this region by itself.</summary>
    internal int LoggedClients => _loggedClients;

    /// <summary>
    /// Begins to log writes for a client (<c>memory_region_set_log</c>). Counted: each call needs one of <see cref="StopDirtyLog"/>. On an
    /// alias it means the target.
    /// </summary>
    /// <param name="clients">The client, or several.</param>
    /// <exception cref="MemoryRegionException">The region is finalized, or has no memory.</exception>
    public void StartDirtyLog(DirtyClients clients) => CountLog(clients, 1);

    /// <summary>Ends to log writes for a client.</summary>
    /// <param name="clients">The client, or several.</param>
    /// <exception cref="MemoryRegionException">One of them does not log this region by itself.</exception>
    public void StopDirtyLog(DirtyClients clients) => CountLog(clients, -1);

    /// <summary>
    /// Notes that the owner has written the memory itself; accesses and mappings do that of their own (<c>memory_region_set_dirty</c>). It counts for
    /// the clients that log the region.
    /// </summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region.</exception>
    /// <exception cref="MemoryRegionException">The region has no memory.</exception>
    public void MarkDirty(ulong offset, ulong length)
    {
        RamStorage storage = CheckMemory(offset, length);
        if (DirtyClients is not DirtyClients.None and var clients)
        {
            storage.DirtyMemory.Mark(clients, offset, length);
        }
    }

    /// <summary>Whether any page of a range is dirty for a client. RAM is dirty to begin with.</summary>
    /// <param name="client">The client.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes.</param>
    /// <returns>Whether any is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region, or it is not one client.</exception>
    /// <exception cref="MemoryRegionException">The region has no memory.</exception>
    public bool IsDirty(DirtyClients client, ulong offset, ulong length) => CheckMemory(offset, length).DirtyMemory.IsDirty(client, offset, length);

    /// <summary>Notes that a client has seen all pages of a range (<c>memory_region_reset_dirty</c>).</summary>
    /// <param name="client">The client.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region, or it is not one client.</exception>
    /// <exception cref="MemoryRegionException">The region has no memory.</exception>
    public void ClearDirty(DirtyClients client, ulong offset, ulong length) => CheckMemory(offset, length).DirtyMemory.Clear(client, offset, length, null);

    /// <summary>
    /// Notes which pages of a range are dirty for a client, and that the client has seen them, without missing a write in between
    /// (<c>memory_region_snapshot_and_clear_dirty</c>). Listeners are asked first for what they know.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes, at least 1.</param>
    /// <returns>What was dirty. Read the memory after this call.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region, or it is not one client.</exception>
    /// <exception cref="MemoryRegionException">The region has no memory.</exception>
    public DirtySnapshot SnapshotAndClearDirty(DirtyClients client, ulong offset, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        RamStorage storage = CheckMemory(offset, length);
        Topology?.SyncDirtyLog(this);
        ulong first = offset >> DirtyMemory.PageBits;
        ulong last = (offset + (length - 1)) >> DirtyMemory.PageBits;
        var words = new ulong[checked((int)((last >> 6) - (first >> 6)) + 1)];
        storage.DirtyMemory.Clear(client, offset, length, words);
        return new DirtySnapshot(first, last, words);
    }

    private RamStorage CheckMemory(ulong offset, ulong length)
    {
        RamStorage storage = Storage ?? throw Error(MemoryRegionErrorCode.WrongKind, "the region has no memory");
        ArgumentOutOfRangeException.ThrowIfGreaterThan((UInt128)offset + length, storage.Capacity, nameof(length));
        return storage;
    }

    private void CountLog(DirtyClients clients, int change)
    {
        if (AliasTarget is { } target)
        {
            target.CountLog(clients, change);
            return;
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(clients & ~DirtyClients.All, DirtyClients.None, nameof(clients));
        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (Storage is null)
        {
            throw Error(MemoryRegionErrorCode.WrongKind, "the region has no memory");
        }

        if (change > 0)
        {
            ThrowIfDead();
        }

        int[] counts = _logCounts is null ? new int[3] : (int[])_logCounts.Clone();
        int after = DirtyLog.Count(counts, clients, change, this);
        _logCounts = counts;
        if (after != _loggedClients)
        {
            _loggedClients = after;
            Topology?.Update(_enabled);
            Interlocked.MemoryBarrierProcessWide();
        }
    }
}
