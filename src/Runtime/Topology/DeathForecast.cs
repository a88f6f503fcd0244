using System.Collections.Generic;

namespace MemoryRegions;

/// <summary>
/// Plays through what would die if a region were destroyed, without changing anything, and refuses what QEMU answers with an assertion
/// or by using freed memory.
/// </summary>
internal sealed class DeathForecast
{
    private readonly Dictionary<QomObject, int> _dropped = [];
    private readonly List<MemoryRegion> _dying = [];
    private readonly HashSet<MemoryRegion> _unlinked = [];

    private DeathForecast()
    {
    }

    /// <summary>Throws if the region cannot be taken from its owner now. Under the lock.</summary>
    internal static void ThrowIfDestructionIsUnsafe(MemoryRegion region)
    {
        if (region.ReferenceCount > 1)
        {
            return;
        }

        var forecast = new DeathForecast();
        forecast.Drop(region);
        foreach (MemoryRegion dying in forecast._dying)
        {
            forecast.Check(dying);
        }
    }

    private void Drop(QomObject o)
    {
        int dropped = _dropped.GetValueOrDefault(o) + 1;
        _dropped[o] = dropped;
        if (o.ReferenceCount == dropped)
        {
            Die(o);
        }
    }

    private void Die(QomObject o)
    {
        foreach (QomObject child in o.Children)
        {
            Drop(child);
        }

        if (o is not MemoryRegion region)
        {
            return;
        }

        _dying.Add(region);
        foreach (MemoryRegion subregion in region.SubregionList)
        {
            _unlinked.Add(subregion);
            if (subregion.LinkTarget is { } target)
            {
                Drop(target);
            }
        }
    }

    private void Check(MemoryRegion region)
    {
        if (region.Container is { } container && !_unlinked.Contains(region))
        {
            throw region.Error(
                MemoryRegionErrorCode.DestroyedWhileLinked,
                $"the region would be destroyed while it is linked into {container.Path}, whose link does not keep it alive",
                "MRL107");
        }

        if (region.Topology is not { } topology)
        {
            return;
        }

        if (topology.SpaceOf(region) is { } space)
        {
            throw region.Error(
                MemoryRegionErrorCode.DestroyedWhileRoot, $"the region would be destroyed while it is the root of the address space {space.Name}", "MRL110");
        }

        CheckAliases(region, topology);
        CheckMappings(region, topology);
        CheckViews(region, topology);
    }

    private void CheckAliases(MemoryRegion region, MachineTopology topology)
    {
        foreach (AliasRegion alias in region.Aliases)
        {
            bool linked = alias.IsMapped && !_unlinked.Contains(alias);
            if ((linked || topology.SpaceOf(alias) is not null) && !_dying.Contains(alias))
            {
                throw region.Error(
                    MemoryRegionErrorCode.DestroyedWhileAliased, $"the region would be destroyed while the linked alias {alias.Path} shows it", "MRL209");
            }
        }
    }

    private static void CheckMappings(MemoryRegion region, MachineTopology topology)
    {
        if (region.Storage is null || region.PolicyTarget == region)
        {
            return;
        }

        bool mapped = Array.Exists(topology.Mappings.Snapshot(), slot => slot.IsInUse && slot.IsDirect && slot.Region == region);
        if (mapped || topology.Caches.Exists(cache => cache.IsDirect && cache.Region == region))
        {
            throw region.Error(
                MemoryRegionErrorCode.DestroyedWhileMapped,
                "the region would be destroyed while it is mapped or cached, which does not keep it alive",
                region.Owner is null ? "MRL105" : "MRL103");
        }
    }

    private static void CheckViews(MemoryRegion region, MachineTopology topology)
    {
        if (region.ViewCount == 0)
        {
            return;
        }

        foreach (AddressSpace space in topology.Spaces)
        {
            foreach (FlatRange range in space.CurrentView)
            {
                if (range.Region == region)
                {
                    throw region.Error(
                        MemoryRegionErrorCode.DestroyedWhileVisible,
                        $"the region would be destroyed while the address space {space.Name} shows it: commit the transaction that unlinked it first",
                        "MRL107");
                }
            }
        }
    }
}
