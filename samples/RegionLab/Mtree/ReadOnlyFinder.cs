using System.Collections.Generic;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds what makes a range read-only: the alias nearest to the region; where no alias leads to it, the region itself if QEMU would not tell
/// (it tells only of RAM), or else the container nearest to it.
/// </summary>
internal static class ReadOnlyFinder
{
    internal static BoardRegion? Find(BoardMachine machine, MemoryRegion root, ulong address, BoardRegion region)
    {
        var path = new Stack<MemoryRegion>();
        if (!Walk(root, 0, address, machine, region, path))
        {
            return null;
        }

        // The nearest is on top.
        BoardRegion? container = null;
        foreach (MemoryRegion step in path)
        {
            BoardRegion model = machine.ModelOf(step);
            if (model.IsAlias)
            {
                return model;
            }

            container ??= model == region ? null : model;
        }

        return region.Node.Kind == "ram" ? container : region;
    }

    private static bool Walk(
        MemoryRegion region, Int128 @base, ulong address, BoardMachine machine, BoardRegion wanted, Stack<MemoryRegion> path)
    {
        @base += region.Address;
        if (!region.Enabled || address < @base || address >= @base + (Int128)region.Size)
        {
            return false;
        }

        path.Push(region);
        if (region is AliasRegion alias)
        {
            if (Walk(alias.Target, @base - alias.Target.Address - alias.AliasOffset, address, machine, wanted, path))
            {
                return true;
            }
        }

        foreach (MemoryRegion subregion in region.Subregions)
        {
            if (Walk(subregion, @base, address, machine, wanted, path))
            {
                return true;
            }
        }

        if (machine.ModelOf(region) == wanted)
        {
            return true;
        }

        path.Pop();
        return false;
    }
}
