using System.Collections.Generic;
using System.IO;
using System.Text;

namespace MemoryRegions;

/// <summary>
/// Writes region trees and flat views as QEMU's monitor prints them: <c>info mtree</c> and <c>info mtree -f</c>, to the byte.
/// </summary>
/// <remarks>
/// May be used while the machine runs: each call looks at one state of the topology, under the machine's lock, and writes after it has let go
/// of it. An instance is for one thread at a time.
/// </remarks>
public sealed class MtreeWriter
{
    private readonly Machine _machine;

    /// <summary>Creates a writer.</summary>
    /// <param name="machine">The machine to write about.</param>
    public MtreeWriter(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _machine = machine;
    }

    /// <summary>Whether each line tells the owner of the region (QEMU's option <c>-o</c>).</summary>
    public bool ShowOwners { get; init; }

    /// <summary>Whether trees contain regions that are not enabled (QEMU's option <c>-D</c>).</summary>
    public bool ShowDisabled { get; init; }

    /// <summary>
    /// Writes the region tree of each address space, those with the same root together and by name, and then of each region that an alias
    /// shows (<c>mtree_info_as</c>).
    /// </summary>
    /// <param name="output">Where to write. Lines end with a line feed.</param>
    /// <param name="spaces">
    /// The address spaces, in the order in which their roots are written (QEMU's order depends on its hash table); <see langword="null"/>:
    /// those of the machine in the order of their creation.
    /// </param>
    /// <exception cref="MemoryRegionException">One of the address spaces is disposed.</exception>
    public void WriteTrees(TextWriter output, IReadOnlyList<AddressSpace>? spaces = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var text = new StringBuilder();
        using (TopologyScope.Enter(_machine.Topology))
        {
            new MtreeTreePrinter(text, ShowOwners, ShowDisabled).Print(Check(spaces));
        }

        output.Write(text);
    }

    /// <summary>Writes the flat view of each address space; those that share one, together (<c>mtree_info_flatview</c>).</summary>
    /// <param name="output">Where to write. Lines end with a line feed.</param>
    /// <param name="spaces">
    /// The address spaces, in the order in which their views are written; <see langword="null"/>: those of the machine in the order of their
    /// creation.
    /// </param>
    /// <exception cref="MemoryRegionException">One of the address spaces is disposed.</exception>
    public void WriteFlatViews(TextWriter output, IReadOnlyList<AddressSpace>? spaces = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var text = new StringBuilder();
        using (TopologyScope.Enter(_machine.Topology))
        {
            new MtreeViewPrinter(text, ShowOwners).Print(Check(spaces));
        }

        output.Write(text);
    }

    private IReadOnlyList<AddressSpace> Check(IReadOnlyList<AddressSpace>? spaces)
    {
        if (spaces is null)
        {
            return _machine.Topology.Spaces;
        }

        foreach (AddressSpace space in spaces)
        {
            if (space.Machine != _machine)
            {
                throw new MemoryRegionException(
                    MemoryRegionErrorCode.DifferentMachines, space.Name, "the address space belongs to another machine");
            }

            // Says so if it is disposed.
            _ = space.Root;
        }

        return spaces;
    }
}
