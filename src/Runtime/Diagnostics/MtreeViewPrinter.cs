using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MemoryRegions;

/// <summary>Prints flat views (<c>mtree_print_flatview</c>). Under the lock.</summary>
internal sealed class MtreeViewPrinter(StringBuilder text, bool owners)
{
    internal void Print(IReadOnlyList<AddressSpace> spaces)
    {
        int number = 0;
        foreach (IGrouping<FlatView, AddressSpace> group in spaces.GroupBy(space => space.CurrentView))
        {
            text.Append(CultureInfo.InvariantCulture, $"FlatView #{number++}\n");
            foreach (AddressSpace space in group)
            {
                text.Append(CultureInfo.InvariantCulture, $" AS \"{space.Name}\", root: {space.Root.Name}");
                if (space.Root.AliasTarget is { } target)
                {
                    text.Append(", alias ").Append(target.Name);
                }

                text.Append('\n');
            }

            text.Append(" Root memory region: ").Append(group.Key.Root?.Name ?? "(none)").Append('\n');
            PrintRanges(group.Key);
            text.Append('\n');
        }
    }

    private void PrintRanges(FlatView view)
    {
        if (view.Count == 0)
        {
            text.Append(MtreeLine.Indent).Append("No rendered FlatView\n");
        }

        foreach (FlatRange range in view)
        {
            MemoryRegion region = range.Region;
            text.Append(MtreeLine.Indent);
            MtreeLine.AppendRange(text, range.Start, range.Last);
            string kind = range.ReadOnly ? "rom" : MtreeLine.KindOf(region);
            text.Append(CultureInfo.InvariantCulture, $" (prio {region.Priority}, {kind}): {region.Name}");
            if (range.OffsetInRegion != 0)
            {
                text.Append(CultureInfo.InvariantCulture, $" @{range.OffsetInRegion:x16}");
            }

            if (owners)
            {
                MtreeLine.AppendOwner(text, region);
            }

            text.Append('\n');
        }
    }
}
