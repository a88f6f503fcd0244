using System.Collections;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// What an address space shows: disjoint ranges in ascending order. An immutable snapshot; when the topology changes the address space gets
/// another one. Address spaces that show the same share one.
/// </summary>
/// <remarks>
/// A view that is in force holds a policy reference to the region of each range. A snapshot that is kept beyond that can still be looked at,
/// but keeps nothing alive.
/// </remarks>
public sealed class FlatView : IReadOnlyList<FlatRange>
{
    private readonly FlatRange[] _ranges;
    private readonly MemoryRegion? _root;
    private readonly ulong[] _starts;
    private int _hint;

    internal FlatView(MemoryRegion? root, FlatRange[] ranges)
    {
        _root = root;
        _ranges = ranges;
        _starts = new ulong[ranges.Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            _starts[i] = ranges[i].Start;
        }
    }

    /// <summary>The number of ranges.</summary>
    [DoesNotThrow]
    public int Count => _ranges.Length;

    /// <summary>The region that the view is rendered from, after aliases and containers that show just one region; <see langword="null"/> if there is nothing to show.</summary>
    [DoesNotThrow]
    public MemoryRegion? Root => _root;

    /// <summary>How many address spaces and caches use the view. Guarded by the lock.</summary>
    internal int Users { get; set; }

    /// <inheritdoc/>
    public FlatRange this[int index] => _ranges[index];

    /// <summary>The range that answers an address, if any does.</summary>
    /// <param name="address">The address.</param>
    /// <param name="range">The range.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryFind(ulong address, out FlatRange range)
    {
        int index = IndexOf(address);
        range = index < 0 ? default : _ranges[index];
        return index >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<FlatRange> GetEnumerator() => ((IEnumerable<FlatRange>)_ranges).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => _ranges.GetEnumerator();

    /// <summary>A range by its index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref readonly FlatRange RangeAt(int index) => ref _ranges[index];

    /// <summary>The index of the range that contains an address; otherwise the complement of the index of the next range above it.</summary>
    internal int IndexOf(ulong address)
    {
        FlatRange[] ranges = _ranges;

        // Accesses tend to stay where the last one was. The hint is only a guess: racing threads may overwrite it.
        int hint = _hint;
        if ((uint)hint < (uint)ranges.Length && ranges[hint].Start <= address && address <= ranges[hint].Last)
        {
            return hint;
        }

        ulong[] starts = _starts;
        int low = 0;
        int length = starts.Length;
        while (length > 0)
        {
            int half = length >> 1;
            if (starts[low + half] <= address)
            {
                low += half + 1;
                length -= half + 1;
            }
            else
            {
                length = half;
            }
        }

        int index = low - 1;
        if (index < 0 || ranges[index].Last < address)
        {
            return ~low;
        }

        _hint = index;
        return index;
    }

    /// <summary>The lowest range that intersects [first, last], or -1.</summary>
    internal int FirstIntersecting(ulong first, ulong last)
    {
        int index = IndexOf(first);
        if (index < 0)
        {
            index = ~index;
            if (index == _ranges.Length || _ranges[index].Start > last)
            {
                return -1;
            }
        }

        return index;
    }

    /// <summary>
    /// Takes the references: to the root, and per range. They are there before the references of the view that this one replaces go, so that
    /// nothing that both show dies in between. Under the lock.
    /// </summary>
    /// <returns>
    /// False if something died since the view was rendered, for the last reference to it may be dropped without the lock; what was taken is
    /// let go then.
    /// </returns>
    internal bool TryTakeReferences(MachineTopology topology)
    {
        if (_root?.PolicyTarget is { } rootTarget && !rootTarget.TryObjectRef())
        {
            return false;
        }

        for (int i = 0; i < _ranges.Length; i++)
        {
            if (_ranges[i].Region.PolicyTarget is { } target && !topology.SkipsReference() && !target.TryObjectRef())
            {
                // Later, not now: it may be the last reference by now, and this is no time for anything to die.
                while (--i >= 0)
                {
                    topology.RetireReference(_ranges[i].Region.PolicyTarget);
                }

                topology.RetireReference(_root?.PolicyTarget);
                return false;
            }
        }

        foreach (ref readonly FlatRange range in _ranges.AsSpan())
        {
            range.Region.ViewCount++;
        }

        return true;
    }

    /// <summary>Drops the references, in the order of the ranges. Under the lock.</summary>
    internal void ReleaseReferences()
    {
        foreach (ref readonly FlatRange range in _ranges.AsSpan())
        {
            range.Region.ViewCount--;
            range.Region.PolicyTarget?.ObjectUnref();
        }

        _root?.PolicyTarget?.ObjectUnref();
    }
}
