using System.Collections.Generic;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>A region of a board, of which the text may show several pictures.</summary>
public sealed class BoardRegion
{
    public required TreeNode Node { get; init; }

    /// <summary>The offset in the container; of a region that is not linked, what it had there or will have.</summary>
    public required ulong Address { get; init; }

    public required BoardRegion? Container { get; set; }

    /// <summary>In the order in which they are printed.</summary>
    public List<BoardRegion> Subregions { get; } = [];

    /// <summary>The same, but of equal priority the one that is in front comes first.</summary>
    public List<BoardRegion> FrontToBack { get; } = [];

    /// <summary>What an alias shows.</summary>
    public BoardRegion? Target { get; set; }

    /// <summary>
    /// Whether it answers accesses itself. QEMU prints <c>i/o</c> for containers too: those that do not answer are told by the flat views.
    /// </summary>
    public bool Terminates { get; set; }

    /// <summary>Whether what is seen through it is read-only. QEMU prints that only of RAM: of others the flat views tell.</summary>
    public bool IsReadOnly { get; set; }

    public bool IsAlias => Node.Target is not null;
}

/// <summary>The regions of a board, and which of them is the root of which address spaces.</summary>
/// <param name="Text">The text.</param>
/// <param name="Regions">The regions, containers before what is in them.</param>
/// <param name="Roots">The root of each section.</param>
public sealed record Board(MtreeText Text, IReadOnlyList<BoardRegion> Regions, IReadOnlyList<BoardRegion> Roots);
