using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds what makes ranges read-only that are not so by themselves: an alias on the way to the region, or the region itself where QEMU would
/// not tell (it tells only of RAM), or a container; the nearest of those that nothing writable is seen through.
/// </summary>
internal sealed class ReadOnlyFinder(BoardMachine machine)
{
    private readonly List<List<BoardRegion>> _readOnlyPaths = [];
    private readonly HashSet<BoardRegion> _writable = [];

    /// <summary>Notes a range.</summary>
    /// <param name="root">The root of its view.</param>
    /// <param name="address">Its address.</param>
    /// <param name="region">The region that answers there.</param>
    /// <param name="isReadOnly">Whether it is read-only.</param>
    /// <param name="shouldBe">Whether it should be.</param>
    internal void Add(MemoryRegion root, ulong address, BoardRegion region, bool isReadOnly, bool shouldBe)
    {
        if (isReadOnly && shouldBe)
        {
            return;
        }

        var path = new Stack<BoardRegion>();
        if (!Walk(root, 0, address, region, path))
        {
            return;
        }

        if (shouldBe)
        {
            _readOnlyPaths.Add([.. path]);
        }
        else
        {
            _writable.UnionWith(path);
        }
    }

    /// <summary>Makes what was found read-only; returns whether there was anything.</summary>
    internal bool Apply()
    {
        bool any = false;
        foreach (List<BoardRegion> path in _readOnlyPaths)
        {
            // Nearest first; the region itself is the very first.
            IEnumerable<BoardRegion> aliases = path.Where(region => region.IsAlias);
            IEnumerable<BoardRegion> itself = path.Take(path[0].Node.Kind == "ram" ? 0 : 1);
            IEnumerable<BoardRegion> containers = path.Skip(1).Where(region => !region.IsAlias);
            BoardRegion? culprit = aliases.Concat(itself).Concat(containers).FirstOrDefault(region => !_writable.Contains(region));
            if (culprit is { IsReadOnly: false })
            {
                culprit.IsReadOnly = true;
                any = true;
            }
        }

        return any;
    }

    private bool Walk(MemoryRegion region, Int128 @base, ulong address, BoardRegion wanted, Stack<BoardRegion> path)
    {
        @base += region.Address;
        if (!region.Enabled || address < @base || address >= @base + (Int128)region.Size)
        {
            return false;
        }

        BoardRegion model = machine.ModelOf(region);
        path.Push(model);
        bool found = region is AliasRegion alias
            ? Walk(alias.Target, @base - alias.Target.Address - alias.AliasOffset, address, wanted, path)
            : region.Subregions.Any(subregion => Walk(subregion, @base, address, wanted, path)) || model == wanted;
        if (!found)
        {
            path.Pop();
        }

        return found;
    }
}
