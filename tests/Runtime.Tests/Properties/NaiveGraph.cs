using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.Tests.Properties;

/// <summary>
/// The same graph without any cleverness: what is seen at an address is looked up from the top, region by region. It knows nothing of flat
/// views, and keeps its own order of subregions.
/// </summary>
public sealed class NaiveRegion(int number, RegionSpec spec)
{
    private readonly List<NaiveRegion> _subregions = [];

    public int Number { get; } = number;

    public RegionSpec Spec { get; } = spec;

    public NaiveRegion? Target { get; set; }

    public NaiveRegion? Container { get; private set; }

    public bool IsReadOnly => Spec.ReadOnly || Spec.Sort == RegionSort.Rom;

    /// <summary>Whether it answers accesses itself.</summary>
    public bool Answers => Spec.Sort is not (RegionSort.Container or RegionSort.Alias);

    /// <summary>Links a region in front of all whose priority is not higher.</summary>
    public void Add(NaiveRegion subregion)
    {
        subregion.Container = this;
        int index = 0;
        while (index < _subregions.Count && _subregions[index].Spec.Priority > subregion.Spec.Priority)
        {
            index++;
        }

        _subregions.Insert(index, subregion);
    }

    /// <summary>Whether something would be inside itself if a region were linked into this one.</summary>
    public bool IsInside(NaiveRegion region)
    {
        return Contains(region);

        bool Contains(NaiveRegion r) => r == this || (r.Target is { } target && Contains(target)) || r._subregions.Exists(Contains);
    }

    /// <summary>What is seen at an offset.</summary>
    public NaiveAnswer? Look(UInt128 offset, bool readOnly = false)
    {
        if (!Spec.Enabled || offset >= Spec.Size)
        {
            return null;
        }

        readOnly |= IsReadOnly;
        if (Target is { } target)
        {
            return target.Look(offset + Spec.TargetOffset, readOnly);
        }

        foreach (NaiveRegion subregion in _subregions)
        {
            if (offset >= subregion.Spec.Offset && subregion.Look(offset - subregion.Spec.Offset, readOnly) is { } seen)
            {
                return seen;
            }
        }

        return Answers ? new NaiveAnswer(this, (ulong)offset, readOnly) : null;
    }

    /// <summary>
    /// The region that an address space with this root really shows: past aliases of all of something, and containers in which only one
    /// subregion is enabled that begins where they begin and fits. Nothing if it is disabled or nothing is in it.
    /// </summary>
    public NaiveRegion? EffectiveRoot()
    {
        if (!Spec.Enabled)
        {
            return null;
        }

        if (Target is { } target)
        {
            return Spec.TargetOffset == 0 && Spec.Size >= target.Spec.Size ? target.EffectiveRoot() : this;
        }

        if (Answers)
        {
            return this;
        }

        List<NaiveRegion> enabled = _subregions.Where(subregion => subregion.Spec.Enabled).ToList();
        return enabled.Count switch
        {
            0 => null,
            1 when enabled[0].Spec.Offset == 0 && enabled[0].Spec.Size <= Spec.Size => enabled[0].EffectiveRoot(),
            _ => this,
        };
    }

    /// <summary>Where anything may begin or end below this region, placed at an address. May be outside of what can be seen.</summary>
    public void AddEdges(Int128 start, HashSet<Int128> edges)
    {
        // The same region at the same place has the same edges; more than these few thousand tell nothing new.
        if (edges.Count > 4000)
        {
            return;
        }

        edges.Add(start);
        edges.Add(start + (Int128)Spec.Size);
        Target?.AddEdges(start - Spec.TargetOffset, edges);
        foreach (NaiveRegion subregion in _subregions)
        {
            subregion.AddEdges(start + subregion.Spec.Offset, edges);
        }
    }
}

/// <summary>A region that answers at an address, and where in it that is.</summary>
public sealed record NaiveAnswer(NaiveRegion Region, ulong Offset, bool ReadOnly);
