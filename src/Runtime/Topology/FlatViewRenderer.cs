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
    private readonly List<Piece> _pieces = [];

    internal static FlatView Render(MemoryRegion root)
    {
        var renderer = new FlatViewRenderer();
        renderer.Walk(root, 0, 0, (Int128)MemoryRegion.MaxSize, false);
        return new FlatView(root, renderer.Sweep());
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
            _pieces.Add(new Piece((ulong)clipStart, (ulong)(clipEnd - 1), region, (ulong)(clipStart - @base), readOnly, romMode));
        }
    }

    private FlatRange[] Sweep()
    {
        ReadOnlySpan<Piece> pieces = CollectionsMarshal.AsSpan(_pieces);
        int count = pieces.Length;
        var order = new int[count];
        var starts = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            order[i] = i;
            starts[i] = pieces[i].Start;
        }

        Array.Sort(starts, order);
        var ranges = new List<FlatRange>(count);
        var active = new PriorityQueue<int, int>();
        int next = 0;
        UInt128 position = 0;
        while (true)
        {
            while (active.TryPeek(out int ended, out _) && pieces[ended].Last < position)
            {
                active.Dequeue();
            }

            if (active.Count == 0)
            {
                // Pieces that overlap nothing are the rule.
                while (next < count && (next + 1 == count || starts[next + 1] > pieces[order[next]].Last))
                {
                    ref readonly Piece alone = ref pieces[order[next++]];
                    Append(ranges, alone, alone.Start, alone.Last);
                }

                if (next == count)
                {
                    break;
                }

                position = starts[next];
            }

            while (next < count && starts[next] == position)
            {
                active.Enqueue(order[next], order[next]);
                next++;
            }

            // Seen until it ends, or until something starts that may be in front of it.
            int seen = active.Peek();
            ulong last = pieces[seen].Last;
            if (next < count && starts[next] <= last)
            {
                last = starts[next] - 1;
            }

            Append(ranges, pieces[seen], (ulong)position, last);
            position = (UInt128)last + 1;
        }

        return ranges.ToArray();
    }

    /// <summary>Adds a range, or extends the last one if it goes on there.</summary>
    private static void Append(List<FlatRange> ranges, in Piece piece, ulong start, ulong last)
    {
        ulong offset = piece.OffsetInRegion + (start - piece.Start);
        if (ranges.Count > 0)
        {
            ref readonly FlatRange before = ref CollectionsMarshal.AsSpan(ranges)[^1];
            if (before.Last + 1 == start && before.Region == piece.Region
                && (UInt128)before.OffsetInRegion + before.Size == offset
                && before.ReadOnly == piece.ReadOnly && before.RomMode == piece.RomMode)
            {
                ranges[^1] = new FlatRange(before.Start, last, before.Region, before.OffsetInRegion, before.ReadOnly, before.RomMode);
                return;
            }
        }

        ranges.Add(new FlatRange(start, last, piece.Region, offset, piece.ReadOnly, piece.RomMode));
    }

    /// <summary>A region as far as its containers let it be seen, in front of all that the walk meets later.</summary>
    private readonly record struct Piece(ulong Start, ulong Last, MemoryRegion Region, ulong OffsetInRegion, bool ReadOnly, bool RomMode);
}
