using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace MemoryRegions;

/// <summary>
/// Renders the tree below a region into a flat view (<c>generate_memory_topology</c>), in O(n log n).
/// </summary>
/// <remarks>
/// The walk meets the regions front to back and clips each to what its containers show. Which of the clipped pieces is seen at an address is
/// then a matter of one sweep over their ends: the one that the walk met first. QEMU inserts each piece into the gaps of a growing array
/// instead, which is quadratic; the result is the same.
/// </remarks>
internal sealed class FlatViewRenderer
{
    // Kept from one rendering to the next: on large machines their allocation would cost more than all the rest.
    private readonly PriorityQueue<int, int> _active = new();
    private readonly List<Piece> _pieces = [];
    private readonly List<FlatRange> _ranges = [];
    private DirtyLog? _dirtyLog;
    private int[] _order = [];
    private ulong[] _starts = [];

    /// <summary>Renders a view. Under the lock, for there is one renderer per machine.</summary>
    internal FlatView Render(MemoryRegion root, DirtyLog dirtyLog)
    {
        _dirtyLog = dirtyLog;
        try
        {
            Walk(root, 0, 0, (Int128)MemoryRegion.MaxSize, false);
            Sweep();
            return new FlatView(root, [.. _ranges]);
        }
        finally
        {
            _active.Clear();
            _pieces.Clear();
            _ranges.Clear();
        }
    }

    /// <summary>
    /// What a view of a region is really a view of: through aliases that show all of their target, and containers whose only enabled
    /// subregion is at their beginning (<c>memory_region_get_flatview_root</c>). <see langword="null"/> if there is nothing to see.
    /// </summary>
    /// <remarks>As in QEMU, what is skipped does not count: a container or alias that is skipped makes nothing read-only.</remarks>
    internal static MemoryRegion? EffectiveRoot(MemoryRegion root)
    {
        MemoryRegion region = root;
        while (region.Enabled && !region.IsFinalized)
        {
            MemoryRegion? next = null;
            if (region is AliasRegion alias)
            {
                if (alias.AliasOffset == 0 && region.Size >= alias.Target.Size)
                {
                    next = alias.Target;
                }
            }
            else if (!region.Terminates)
            {
                int enabled = 0;
                foreach (MemoryRegion subregion in region.SubregionList)
                {
                    if (!subregion.Enabled)
                    {
                        continue;
                    }

                    if (++enabled > 1)
                    {
                        next = null;
                        break;
                    }

                    if (subregion.Address == 0 && region.Size >= subregion.Size)
                    {
                        next = subregion;
                    }
                }

                if (enabled == 0)
                {
                    return null;
                }
            }

            if (next is null)
            {
                return IsShowable(region) ? region : null;
            }

            region = next;
        }

        return null;
    }

    // What is dead, or would keep something dead alive, is not there: an alias may outlive its target, and RAM the owner of a subregion.
    private static bool IsShowable(MemoryRegion region) => region.IsAlive && region.PolicyTarget is not { IsAlive: false };

    private void Walk(MemoryRegion region, Int128 @base, Int128 clipStart, Int128 clipEnd, bool readOnly)
    {
        if (!region.Enabled || region.IsFinalized)
        {
            return;
        }

        @base += region.Address;
        readOnly |= region.ReadOnly;
        clipStart = Int128.Max(clipStart, @base);
        clipEnd = Int128.Min(clipEnd, @base + (Int128)region.Size);
        if (clipStart >= clipEnd)
        {
            return;
        }

        if (region is AliasRegion alias)
        {
            Walk(alias.Target, @base - alias.Target.Address - alias.AliasOffset, clipStart, clipEnd, readOnly);
            return;
        }

        foreach (MemoryRegion subregion in region.SubregionList)
        {
            Walk(subregion, @base, clipStart, clipEnd, readOnly);
        }

        if (region.Terminates && IsShowable(region))
        {
            bool romMode = region is RomDeviceRegion { RomMode: true };
            _pieces.Add(new Piece((ulong)clipStart, (ulong)(clipEnd - 1), region, (ulong)(clipStart - @base), readOnly, romMode, _dirtyLog!.ClientsOf(region)));
        }
    }

    private void Sweep()
    {
        ReadOnlySpan<Piece> pieces = CollectionsMarshal.AsSpan(_pieces);
        int count = pieces.Length;
        if (_order.Length < count)
        {
            _order = new int[_pieces.Capacity];
            _starts = new ulong[_pieces.Capacity];
        }

        Span<int> order = _order.AsSpan(0, count);
        Span<ulong> starts = _starts.AsSpan(0, count);
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            starts[i] = pieces[i].Start;
        }

        starts.Sort(order);
        int next = 0;
        UInt128 position = 0;
        while (true)
        {
            while (_active.TryPeek(out int ended, out _) && pieces[ended].Last < position)
            {
                _active.Dequeue();
            }

            if (_active.Count == 0)
            {
                // Pieces that overlap nothing are the rule.
                while (next < count && (next + 1 == count || starts[next + 1] > pieces[order[next]].Last))
                {
                    ref readonly Piece alone = ref pieces[order[next++]];
                    Append(alone, alone.Start, alone.Last);
                }

                if (next == count)
                {
                    break;
                }

                position = starts[next];
            }

            while (next < count && starts[next] == position)
            {
                _active.Enqueue(order[next], order[next]);
                next++;
            }

            // Seen until it ends, or until something starts that may be in front of it.
            int seen = _active.Peek();
            ulong last = pieces[seen].Last;
            if (next < count && starts[next] <= last)
            {
                last = starts[next] - 1;
            }

            Append(pieces[seen], (ulong)position, last);
            position = (UInt128)last + 1;
        }
    }

    /// <summary>Adds a range, or extends the last one if it goes on there.</summary>
    private void Append(in Piece piece, ulong start, ulong last)
    {
        ulong offset = piece.OffsetInRegion + (start - piece.Start);
        if (_ranges.Count > 0)
        {
            ref readonly FlatRange before = ref CollectionsMarshal.AsSpan(_ranges)[^1];
            if (before.Last + 1 == start && before.Region == piece.Region
                && (UInt128)before.OffsetInRegion + before.Size == offset
                && before.ReadOnly == piece.ReadOnly && before.RomMode == piece.RomMode && before.DirtyClients == piece.DirtyClients)
            {
                _ranges[^1] = new FlatRange(before.Start, last, before.Region, before.OffsetInRegion, before.ReadOnly, before.RomMode, before.DirtyClients);
                return;
            }
        }

        _ranges.Add(new FlatRange(start, last, piece.Region, offset, piece.ReadOnly, piece.RomMode, piece.DirtyClients));
    }

    /// <summary>A region as far as its containers let it be seen, in front of all that the walk meets later.</summary>
    private readonly record struct Piece(ulong Start, ulong Last, MemoryRegion Region, ulong OffsetInRegion, bool ReadOnly, bool RomMode, DirtyClients DirtyClients);
}
