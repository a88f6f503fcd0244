using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds out what trees do not tell and only flat views do: which of the regions that are printed as <c>i/o</c> are mere containers, and
/// which aliases and containers are read-only.
/// </summary>
/// <remarks>
/// It begins with all of them answering accesses. One that the rebuilt machine shows, and QEMU shows nowhere, is a container. Without it
/// something else comes to light, and so on until nothing changes.
/// </remarks>
public static class BoardInference
{
    /// <summary>Builds the machine of a text.</summary>
    /// <exception cref="InputException">It cannot be built.</exception>
    public static BoardMachine Build(MtreeText text)
    {
        Board board = BoardResolver.Resolve(text);
        while (true)
        {
            var machine = new BoardMachine(board);
            if (!Improve(machine, text))
            {
                return machine;
            }

            machine.Dispose();
        }
    }

    private static bool Improve(BoardMachine machine, MtreeText text)
    {
        var unconfirmed = new HashSet<BoardRegion>();
        var confirmed = new HashSet<BoardRegion>();
        var readOnly = new ReadOnlyFinder(machine);
        foreach (ViewSection view in text.Views)
        {
            foreach (FlatView rendered in view.Spaces.SelectMany(machine.SpacesOf).Select(space => space.FlatView).Distinct())
            {
                Compare(rendered, view.Ranges);
            }
        }

        unconfirmed.ExceptWith(confirmed);
        foreach (BoardRegion region in unconfirmed)
        {
            region.Terminates = false;
        }

        // What is read-only can be told when everything is where it should be.
        return unconfirmed.Count > 0 || readOnly.Apply();

        void Compare(FlatView rendered, IReadOnlyList<ViewRange> expected)
        {
            int next = 0;
            foreach (FlatRange range in rendered)
            {
                while (next < expected.Count && expected[next].Last < range.Start)
                {
                    next++;
                }

                bool matches = false;
                BoardRegion model = machine.ModelOf(range.Region);
                for (int i = next; i < expected.Count && expected[i].First <= range.Last; i++)
                {
                    if (IsSame(range, model, expected[i]))
                    {
                        matches = true;
                        readOnly.Add(rendered.Root!, Math.Max(range.Start, expected[i].First), model, range.ReadOnly, expected[i].Kind == "rom");
                    }
                }

                if (matches)
                {
                    confirmed.Add(model);
                }
                else if (model.Node.Kind == "i/o")
                {
                    unconfirmed.Add(model);
                }
            }
        }
    }

    private static bool IsSame(in FlatRange range, BoardRegion model, ViewRange expected) =>
        model.Node.Name == expected.Name
        && model.Node.Owner == expected.Owner
        && unchecked(range.OffsetInRegion - range.Start) == unchecked(expected.Offset - expected.First);
}
