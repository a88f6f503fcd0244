using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace MemoryRegions;

/// <summary>A row of a drawing: a range that a region answers, or that none does.</summary>
/// <param name="First">The first address.</param>
/// <param name="Last">The last address.</param>
/// <param name="Kind">What it is; <see langword="null"/> if nothing answers.</param>
/// <param name="Name">The name of the region, and where in it the range begins if that is not its beginning.</param>
/// <param name="Details">Where it comes from.</param>
/// <param name="Line">The line of <c>info mtree -f</c>.</param>
internal sealed record MemoryMapRow(ulong First, ulong Last, FlatRangeKind? Kind, string Name, string Details, string Line)
{
    private static readonly string[] s_units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    internal UInt128 Size => (UInt128)Last - First + 1;

    internal string SizeText => FormatSize(Size);

    internal static MemoryMapRow Hole(ulong first, ulong last) => new(first, last, null, "", "", "");

    internal static MemoryMapRow Of(in FlatRange range, MemoryRegion root)
    {
        MemoryRegion region = range.Region;
        string offset = range.OffsetInRegion == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" + 0x{range.OffsetInRegion:x}");
        var aliases = new Stack<string>();
        FindAliases(root, 0, range.Start, region, aliases);
        string details = region.Owner is null ? "" : region.Owner is Device { Id: { } id } ? id : region.Owner.Path;
        if (aliases.Count > 0)
        {
            details += (details.Length > 0 ? " " : "") + "via " + string.Join(", ", aliases.Reverse());
        }

        var line = new StringBuilder();
        MtreeLine.AppendRange(line, range.Start, range.Last);
        line.Append(CultureInfo.InvariantCulture, $" (prio {region.Priority}, {KindText(range.Kind)}): {region.Name}");
        return new MemoryMapRow(range.Start, range.Last, range.Kind, region.Name + offset, details, line.ToString());
    }

    internal static string KindText(FlatRangeKind kind) => kind switch
    {
        FlatRangeKind.Ram => "ram",
        FlatRangeKind.Rom => "rom",
        FlatRangeKind.RomDevice => "romd",
        _ => "i/o",
    };

    internal static string FormatSize(UInt128 size)
    {
        int unit = 0;
        UInt128 divisor = 1;
        while (unit < s_units.Length - 1 && size >= divisor * 1024)
        {
            divisor *= 1024;
            unit++;
        }

        return size == 1 ? "1 byte" : string.Create(CultureInfo.InvariantCulture, $"{(double)size / (double)divisor:0.##} {s_units[unit]}");
    }

    /// <summary>Finds the aliases through which a region is seen at an address; the outermost is at the bottom.</summary>
    private static bool FindAliases(MemoryRegion region, Int128 @base, ulong address, MemoryRegion wanted, Stack<string> aliases)
    {
        @base += region.Address;
        if (!region.Enabled || address < @base || address >= @base + (Int128)region.Size)
        {
            return false;
        }

        if (region is AliasRegion alias)
        {
            aliases.Push(alias.Name);
            if (FindAliases(alias.Target, @base - alias.Target.Address - alias.AliasOffset, address, wanted, aliases))
            {
                return true;
            }

            aliases.Pop();
            return false;
        }

        foreach (MemoryRegion subregion in region.SubregionList)
        {
            if (FindAliases(subregion, @base, address, wanted, aliases))
            {
                return true;
            }
        }

        return region == wanted;
    }
}
