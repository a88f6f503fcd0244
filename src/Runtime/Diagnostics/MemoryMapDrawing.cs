using System.Collections.Generic;
using System.IO;

namespace MemoryRegions;

/// <summary>
/// Draws what an address space shows as an SVG picture: one row for each range of the flat view, in ascending order, with what is between
/// them. Larger ranges are higher, by the logarithm of their size.
/// </summary>
/// <remarks>
/// May be used while the machine runs: the picture is of one state of the topology. The owners, sizes and the aliases through which a range is
/// seen stand next to it. The picture needs nothing but the SVG: no script, no style sheet, no font of its own.
/// </remarks>
public sealed class MemoryMapDrawing
{
    private readonly AddressSpace _space;

    /// <summary>Creates a drawing.</summary>
    /// <param name="space">The address space.</param>
    public MemoryMapDrawing(AddressSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        _space = space;
    }

    /// <summary>The heading; <see langword="null"/> for the name of the address space.</summary>
    public string? Title { get; init; }

    /// <summary>Writes the picture.</summary>
    /// <param name="output">Where to write. Lines end with a line feed.</param>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public void Write(TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        List<MemoryMapRow> rows;
        string root;
        using (TopologyScope.Enter(_space.Machine.Topology))
        {
            root = _space.Root.Name;
            rows = ReadRows(_space.FlatView);
        }

        output.Write(new MemoryMapSvg(Title ?? $"Address space {_space.Name}", $"root region: {root}", rows).Render());
    }

    private static List<MemoryMapRow> ReadRows(FlatView view)
    {
        var rows = new List<MemoryMapRow>();
        UInt128 next = 0;
        foreach (FlatRange range in view)
        {
            if (range.Start > next)
            {
                rows.Add(MemoryMapRow.Hole((ulong)next, range.Start - 1));
            }

            rows.Add(MemoryMapRow.Of(range, view.Root!));
            next = (UInt128)range.Last + 1;
        }

        if (next <= ulong.MaxValue)
        {
            rows.Add(MemoryMapRow.Hole((ulong)next, ulong.MaxValue));
        }

        return rows;
    }
}
