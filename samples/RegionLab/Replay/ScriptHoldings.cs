using System.Collections.Generic;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>The references that a script holds: those of its owners, and those that it took by ref, find and map.</summary>
public sealed class ScriptHoldings
{
    private readonly Dictionary<QomObject, int> _counts = [];

    /// <summary>How many references to an object the script holds.</summary>
    public int this[QomObject o] => _counts.GetValueOrDefault(o);

    /// <summary>What a reference to a region keeps alive: nothing without an owner; the region if it is RAM or ROM; its owner otherwise.</summary>
    public static QomObject? PolicyTarget(MemoryRegion region) =>
        region.Owner is null ? null : region is RamRegion or RomRegion ? region : region.Owner;

    internal void Take(QomObject o) => _counts[o] = this[o] + 1;

    internal void Drop(QomObject o) => _counts[o] = this[o] - 1;

    internal void TakePolicy(MemoryRegion? region)
    {
        if (region is not null && PolicyTarget(region) is { } target)
        {
            Take(target);
        }
    }

    internal void DropPolicy(MemoryRegion? region)
    {
        if (region is not null && PolicyTarget(region) is { } target)
        {
            Drop(target);
        }
    }
}
