using System.Globalization;
using System.Text;

namespace MemoryRegions;

/// <summary>The parts that lines of trees and of flat views have in common. Under the lock.</summary>
internal static class MtreeLine
{
    internal const string Indent = "  ";

    /// <summary>Appends an inclusive range of addresses.</summary>
    internal static void AppendRange(StringBuilder text, ulong first, ulong last) =>
        text.Append(CultureInfo.InvariantCulture, $"{first:x16}-{last:x16}");

    /// <summary>What the region is by itself (<c>memory_region_type</c>); an alias is what it shows.</summary>
    internal static string KindOf(MemoryRegion region)
    {
        while (region.AliasTarget is { } target)
        {
            region = target;
        }

        return region switch
        {
            RomDeviceRegion { RomMode: true } => "romd",
            { IsRam: true, ReadOnly: true } => "rom",
            { IsRam: true } => "ram",
            _ => "i/o",
        };
    }

    /// <summary>The last byte of a range, as QEMU computes it: modulo 2^64, and an empty range has one byte.</summary>
    internal static ulong LastOf(ulong first, UInt128 size) => size == 0 ? first : unchecked(first + (ulong)(size - 1));

    /// <summary>Appends the owner, and the parent where it is another object (<c>mtree_print_mr_owner</c>).</summary>
    internal static void AppendOwner(StringBuilder text, MemoryRegion region)
    {
        QomObject? owner = region.Owner;
        QomObject? parent = region.Parent;
        if (owner is null && parent is null)
        {
            text.Append(" orphan");
            return;
        }

        if (owner is not null)
        {
            AppendObject(text, "owner", owner);
        }

        if (parent is not null && parent != owner)
        {
            AppendObject(text, "parent", parent);
        }
    }

    private static void AppendObject(StringBuilder text, string label, QomObject o)
    {
        text.Append(CultureInfo.InvariantCulture, $" {label}:{{{(o is Device ? "dev" : "obj")} ");
        if (o is Device { Id: { } id })
        {
            text.Append("id=").Append(id);
        }
        else if (o.IsInTree)
        {
            text.Append("path=").Append(o.Path);
        }
        else
        {
            text.Append("type=").Append(o.GetType().Name);
        }

        text.Append('}');
    }
}
