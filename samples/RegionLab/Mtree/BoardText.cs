using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>Prints a rebuilt machine as QEMU printed the original. Only the order of sections and views comes from the file.</summary>
public sealed class BoardText
{
    private readonly BoardMachine _machine;
    private readonly MtreeText _text;
    private readonly MtreeWriter _writer;

    public BoardText(BoardMachine machine, MtreeText text)
    {
        _machine = machine;
        _text = text;
        _writer = new MtreeWriter(machine.Machine) { ShowOwners = true, ShowDisabled = true };
    }

    /// <summary>The trees.</summary>
    public string PrintTrees()
    {
        var output = new StringWriter();
        _writer.WriteTrees(output, _machine.Spaces);
        return output.ToString();
    }

    /// <summary>The flat views.</summary>
    /// <exception cref="InputException">The flat views are of other address spaces than the trees.</exception>
    public string PrintViews()
    {
        var output = new StringWriter();
        _writer.WriteFlatViews(output, OrderSpaces());
        return output.ToString();
    }

    private List<AddressSpace> OrderSpaces()
    {
        var ordered = new List<AddressSpace>();
        foreach (ViewSection view in _text.Views)
        {
            foreach (ViewSpace wanted in view.Spaces)
            {
                List<AddressSpace> candidates = _machine.SpacesOf(wanted).Except(ordered).ToList();
                if (candidates.Count == 0)
                {
                    throw new InputException(_text.File, wanted.LineNumber, $"there is no tree of an address space {wanted.Name} with the root {wanted.Root}");
                }

                // Of those that are named alike, the one that shows what is expected.
                ordered.Add(candidates.Find(space => Shows(space.FlatView, view)) ?? candidates[0]);
            }
        }

        if (_machine.Spaces.Except(ordered).FirstOrDefault() is { } missing)
        {
            throw new InputException(_text.File, _text.FirstViewLine, $"there is no flat view of the address space {missing.Name}");
        }

        return ordered;
    }

    private bool Shows(FlatView view, ViewSection expected) =>
        view.Count == expected.Ranges.Count
        && view.Zip(expected.Ranges).All(pair =>
            pair.First.Start == pair.Second.First
            && pair.First.Last == pair.Second.Last
            && pair.First.OffsetInRegion == pair.Second.Offset
            && pair.First.Region.Name == pair.Second.Name
            && _machine.ModelOf(pair.First.Region).Node.Owner == pair.Second.Owner);
}
