using System.Collections.Generic;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>What QEMU printed about a board: region trees and flat views.</summary>
/// <param name="File">The file.</param>
/// <param name="Sections">The trees.</param>
/// <param name="Views">The flat views.</param>
/// <param name="Lines">The lines of the file.</param>
/// <param name="FirstViewLine">The number of the line of the first flat view.</param>
public sealed record MtreeText(
    string File, IReadOnlyList<TreeSection> Sections, IReadOnlyList<ViewSection> Views, IReadOnlyList<string> Lines, int FirstViewLine);

/// <summary>A region tree and what it is the tree of.</summary>
/// <param name="LineNumber">The line of its first heading.</param>
/// <param name="Spaces">The address spaces whose root it is; empty if it is the tree of a region that an alias shows.</param>
/// <param name="Root">The tree.</param>
public sealed record TreeSection(int LineNumber, IReadOnlyList<string> Spaces, TreeNode Root);

/// <summary>A line of a tree: a region.</summary>
public sealed class TreeNode
{
    public required int LineNumber { get; init; }

    public required int Level { get; init; }

    public required ulong First { get; init; }

    public required ulong Last { get; init; }

    public required int Priority { get; init; }

    /// <summary>ram, rom, romd or i/o.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required bool Enabled { get; init; }

    public required OwnerText Owner { get; init; }

    /// <summary>The name of the region that it shows; <see langword="null"/> if it is no alias.</summary>
    public string? Target { get; init; }

    public ulong TargetOffset { get; init; }

    public List<TreeNode> Children { get; } = [];

    /// <summary>QEMU prints the last byte, and of an empty region the first.</summary>
    public UInt128 Size => (UInt128)unchecked(Last - First) + 1;
}

/// <summary>A flat view.</summary>
/// <param name="Spaces">The address spaces that show it.</param>
/// <param name="Ranges">Its ranges.</param>
public sealed record ViewSection(IReadOnlyList<ViewSpace> Spaces, IReadOnlyList<ViewRange> Ranges);

/// <summary>An address space as the heading of a flat view names it.</summary>
public sealed record ViewSpace(int LineNumber, string Name, string Root);

/// <summary>A range of a flat view.</summary>
public sealed record ViewRange(int LineNumber, ulong First, ulong Last, int Priority, string Kind, string Name, ulong Offset, OwnerText Owner);

/// <summary>Who owns a region, or has it as a child without owning it.</summary>
/// <param name="Relation">The word before the colon: owner or parent; orphan if there is neither.</param>
/// <param name="IsDevice">Whether it is a device.</param>
/// <param name="Key">How it is named: path, id or type.</param>
/// <param name="Value">Its name.</param>
public readonly record struct OwnerText(string Relation, bool IsDevice, string Key, string Value)
{
    public static OwnerText Orphan { get; } = new("orphan", false, "", "");
}
