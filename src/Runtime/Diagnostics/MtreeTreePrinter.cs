using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MemoryRegions;

/// <summary>Prints region trees (<c>mtree_info_as</c>, <c>mtree_print_mr</c>). Under the lock.</summary>
internal sealed class MtreeTreePrinter(StringBuilder text, bool owners, bool disabled)
{
    // In the order in which they were met; printing one may add more.
    private readonly List<MemoryRegion> _aliased = [];
    private readonly HashSet<MemoryRegion> _known = [];

    internal void Print(IReadOnlyList<AddressSpace> spaces)
    {
        foreach (IGrouping<MemoryRegion, AddressSpace> group in spaces.GroupBy(space => space.Root))
        {
            foreach (AddressSpace space in group.OrderBy(space => space.Name, StringComparer.Ordinal))
            {
                text.Append("address-space: ").Append(space.Name).Append('\n');
            }

            PrintRegion(group.Key, 1, 0);
            text.Append('\n');
        }

        for (int i = 0; i < _aliased.Count; i++)
        {
            text.Append("memory-region: ").Append(_aliased[i].Name).Append('\n');
            PrintRegion(_aliased[i], 1, 0);
            text.Append('\n');
        }
    }

    private void PrintRegion(MemoryRegion region, int level, ulong @base)
    {
        ulong first = unchecked(@base + region.Address);
        ulong last = MtreeLine.LastOf(first, region.Size);
        if (first < @base || last < first)
        {
            text.Append("[DETECTED OVERFLOW!] ");
        }

        if (region.AliasTarget is { } target && _known.Add(target))
        {
            _aliased.Add(target);
        }

        if (region.Enabled || disabled)
        {
            PrintLine(region, level, first, last);
        }

        // By address, and where that is equal by priority; otherwise front to back.
        foreach (MemoryRegion subregion in region.SubregionList.OrderBy(s => s.Address).ThenByDescending(s => s.Priority))
        {
            PrintRegion(subregion, level + 1, first);
        }
    }

    private void PrintLine(MemoryRegion region, int level, ulong first, ulong last)
    {
        for (int i = 0; i < level; i++)
        {
            text.Append(MtreeLine.Indent);
        }

        MtreeLine.AppendRange(text, first, last);
        text.Append(CultureInfo.InvariantCulture, $" (prio {region.Priority}, {MtreeLine.KindOf(region)}): ");
        if (region is AliasRegion alias)
        {
            text.Append("alias ").Append(alias.Name).Append(" @").Append(alias.Target.Name).Append(' ');
            MtreeLine.AppendRange(text, alias.AliasOffset, MtreeLine.LastOf(alias.AliasOffset, alias.Size));
        }
        else
        {
            text.Append(region.Name);
        }

        if (!region.Enabled)
        {
            text.Append(" [disabled]");
        }

        if (owners)
        {
            MtreeLine.AppendOwner(text, region);
        }

        text.Append('\n');
    }
}
