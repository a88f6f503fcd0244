using System.Runtime.CompilerServices;
using System.Threading;

namespace MemoryRegions;

/// <summary>Which clients log the writes of which RAM, and what they have logged.</summary>
internal sealed class DirtyLog(MachineTopology topology)
{
    private readonly int[] _globalCounts = new int[3];
    private volatile int _globalClients;

    /// <summary>The clients that log all RAM.</summary>
    internal DirtyClients GlobalClients => (DirtyClients)_globalClients;

    /// <summary>Notes that RAM was written, if anybody logs that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Written(MemoryRegion region, ulong offset, ulong length)
    {
        // Looked at after the write: who begins to log makes all threads see that before it looks at the memory.
        int clients = _globalClients | region.LoggedClients;
        if (clients != 0)
        {
            region.Storage?.DirtyMemory.Mark((DirtyClients)clients, offset, length);
        }
    }

    /// <summary>The clients that log a region (<c>memory_region_get_dirty_log_mask</c>).</summary>
    internal DirtyClients ClientsOf(MemoryRegion region)
    {
        if (region.Storage is not null)
        {
            return (DirtyClients)(_globalClients | region.LoggedClients);
        }

        // What goes through an IOMMU is logged by who knows the mappings.
        return region is IommuRegion ? GlobalClients & DirtyClients.Migration : DirtyClients.None;
    }

    /// <summary>A client begins, or ends, to log all RAM. Under the lock.</summary>
    internal void CountGlobal(DirtyClients clients, int change)
    {
        var counts = (int[])_globalCounts.Clone();
        int after = Count(counts, clients, change, topology.Machine);
        counts.CopyTo(_globalCounts, 0);
        var before = (DirtyClients)_globalClients;
        if (after == (int)before)
        {
            return;
        }

        _globalClients = after;
        bool started = before == DirtyClients.None;
        if (started)
        {
            topology.NotifyGlobalLog(start: true);
        }

        topology.Update(true);
        if (after == 0)
        {
            topology.NotifyGlobalLog(start: false);
        }

        Interlocked.MemoryBarrierProcessWide();
    }

    /// <summary>Adds to the count of each of the clients; returns those whose count is not 0.</summary>
    internal static int Count(int[] counts, DirtyClients clients, int change, QomObject o)
    {
        int mask = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            if (((int)clients & (1 << i)) != 0)
            {
                counts[i] += change;
                if (counts[i] < 0)
                {
                    throw o.Error(MemoryRegionErrorCode.NotHeld, $"the client {(DirtyClients)(1 << i)} does not log this");
                }
            }

            mask |= counts[i] > 0 ? 1 << i : 0;
        }

        return mask;
    }
}
