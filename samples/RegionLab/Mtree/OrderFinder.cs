using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds the order of subregions of equal priority that overlap. QEMU prints subregions by address, so that only the flat views tell which of
/// them was added last and is in front.
/// </summary>
internal sealed class OrderFinder(BoardMachine machine)
{
    private readonly List<(BoardRegion Front, BoardRegion Back)> _swaps = [];

    /// <summary>Notes that another region than the one that is rendered should be seen at an address.</summary>
    /// <param name="root">The root of the view.</param>
    /// <param name="address">The address.</param>
    /// <param name="rendered">What is rendered there.</param>
    /// <param name="expected">The range of the view that contains the address.</param>
    internal void Add(MemoryRegion root, ulong address, BoardRegion rendered, ViewRange expected)
    {
        var seen = new List<BoardRegion>();
        var hidden = new List<BoardRegion>();
        ulong offset = unchecked(expected.Offset + (address - expected.First));
        if (!Walk(root, 0, address, (region, _) => region == rendered, seen)
            || !Walk(root, 0, address, (region, at) => at == offset && IsNamed(region, expected), hidden))
        {
            return;
        }

        // Where the ways part, one subregion hides the other.
        (BoardRegion back, BoardRegion front) = seen.Zip(hidden).FirstOrDefault(pair => pair.First != pair.Second);
        if (front is not null && front.Container == back.Container && front.Node.Priority == back.Node.Priority && front.Address != back.Address)
        {
            _swaps.Add((front, back));
        }
    }

    /// <summary>Changes the order as far as it was found to be wrong; returns whether anything has changed.</summary>
    internal bool Apply()
    {
        bool any = false;
        foreach ((BoardRegion front, BoardRegion back) in _swaps.Distinct())
        {
            List<BoardRegion> order = front.Container!.FrontToBack;
            int place = order.IndexOf(back);
            if (order.IndexOf(front) > place)
            {
                order.Remove(front);
                order.Insert(place, front);
                any = true;
            }
        }

        return any;
    }

    private static bool IsNamed(BoardRegion region, ViewRange range) =>
        region.Node.Name == range.Name && region.Node.Owner == range.Owner && region.Node.Priority == range.Priority && region.Terminates;

    /// <summary>Finds the way to a region that covers an address, whether it is seen there or not.</summary>
    private bool Walk(MemoryRegion region, Int128 @base, ulong address, Func<BoardRegion, ulong, bool> isWanted, List<BoardRegion> path)
    {
        @base += region.Address;
        if (!region.Enabled || address < @base || address >= @base + (Int128)region.Size)
        {
            return false;
        }

        BoardRegion model = machine.ModelOf(region);
        path.Add(model);
        bool found = region is AliasRegion alias
            ? Walk(alias.Target, @base - alias.Target.Address - alias.AliasOffset, address, isWanted, path)
            : region.Subregions.Any(subregion => Walk(subregion, @base, address, isWanted, path)) || isWanted(model, (ulong)(address - @base));
        if (!found)
        {
            path.RemoveAt(path.Count - 1);
        }

        return found;
    }
}
