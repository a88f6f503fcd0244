using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Replay;

/// <summary>
/// Counts from scratch who holds what, and compares that with the counts of the objects. It knows nothing of how the runtime counts: only who
/// is whose parent, what is linked where, what address spaces show, and what the script holds.
/// </summary>
public static class ReferenceRecount
{
    /// <summary>Recounts; returns the first thing that is wrong, or <see langword="null"/>.</summary>
    public static string? FindError(TraceInterpreter interpreter)
    {
        var counts = new Dictionary<QomObject, int>();
        foreach (QomObject o in interpreter.Owners.Concat(interpreter.Regions))
        {
            counts[o] = interpreter.Holdings[o];
        }

        foreach (QomObject o in counts.Keys.ToList())
        {
            if (o.IsFinalized && (o.Parent is not null || o is MemoryRegion { Container: not null }))
            {
                return $"{o.Name} is finalized and still has a parent or a container";
            }

            Count(o.Parent is null ? null : o);
        }

        foreach (MemoryRegion region in interpreter.Regions)
        {
            if (region.Container is { } container)
            {
                Count(region.Owner == container.Owner ? region : ScriptHoldings.PolicyTarget(region));
            }

            if (FindLinkError(region) is { } error)
            {
                return error;
            }
        }

        foreach (AddressSpace space in interpreter.Spaces)
        {
            Count(ScriptHoldings.PolicyTarget(space.Root));
        }

        foreach (FlatView view in interpreter.Views)
        {
            Count(view.Root is null ? null : ScriptHoldings.PolicyTarget(view.Root));
            foreach (FlatRange range in view)
            {
                Count(ScriptHoldings.PolicyTarget(range.Region));
                if (range.Region.IsFinalized && !interpreter.IsTransactionOpen)
                {
                    return $"a flat view shows {range.Region.Name}, which is finalized";
                }
            }
        }

        return counts.Where(entry => entry.Key.ReferenceCount != entry.Value || entry.Key.IsFinalized != (entry.Value == 0))
            .Select(entry => $"{entry.Key.Name} has {entry.Key.ReferenceCount} references{(entry.Key.IsFinalized ? " and is finalized" : "")}, but {entry.Value} are held")
            .FirstOrDefault();

        void Count(QomObject? o)
        {
            if (o is not null && counts.TryGetValue(o, out int count))
            {
                counts[o] = count + 1;
            }
        }
    }

    private static string? FindLinkError(MemoryRegion region)
    {
        IReadOnlyList<MemoryRegion> subregions = region.Subregions;
        for (int i = 0; i < subregions.Count; i++)
        {
            if (subregions[i].Container != region)
            {
                return $"{subregions[i].Name} is among the subregions of {region.Name}, but not linked into it";
            }

            if (i > 0 && subregions[i - 1].Priority < subregions[i].Priority)
            {
                return $"{subregions[i].Name} is not where its priority puts it in {region.Name}";
            }
        }

        return region.Container is { } container && container.Subregions.Count(subregion => subregion == region) != 1
            ? $"{region.Name} is linked into {container.Name}, but not among its subregions once"
            : null;
    }
}
