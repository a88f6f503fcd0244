using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.RegionLab.Mtree;

/// <summary>
/// Finds out what trees do not tell and only flat views do: which of the regions that are printed as <c>i/o</c> are mere containers, which of
/// overlapping regions of equal priority is in front, and which aliases and containers are read-only.
/// </summary>
/// <remarks>
/// It begins with all of them answering accesses. One that the rebuilt machine shows, and QEMU shows nowhere, is a container. Without it
/// something else comes to light, and so on until nothing changes.
/// </remarks>
public static class BoardInference
{
    private const int MaxRounds = 200;

    // Of possibilities that nothing but the views tells apart.
    private const int MaxPossibilities = 1000;

    /// <summary>Builds the machine of a text.</summary>
    /// <exception cref="InputException">It cannot be built.</exception>
    public static BoardMachine Build(MtreeText text)
    {
        BoardMachine? likeliest = null;
        InputException? failure = null;
        using IEnumerator<Board> boards = BoardResolver.Resolve(text).GetEnumerator();
        bool more = boards.MoveNext();
        for (int i = 0; i < MaxPossibilities && more; i++)
        {
            BoardMachine? machine = null;
            try
            {
                machine = Build(boards.Current);
                likeliest ??= machine;
            }
            catch (InputException e)
            {
                failure ??= e;
            }

            more = boards.MoveNext();
            if (machine is not null && ((!more && machine == likeliest) || IsExact(machine, text)))
            {
                return machine;
            }
        }

        return likeliest ?? throw failure!;
    }

    private static bool IsExact(BoardMachine machine, MtreeText text)
    {
        string trees = string.Concat(text.Lines.Take(text.FirstViewLine - 1).Select(line => line + "\n"));
        return MtreeCheck.FindDifference(machine, text) is null && new BoardText(machine, text).PrintTrees() == trees;
    }

    private static BoardMachine Build(Board board)
    {
        // Views that contradict the trees could ask for one order and for the other for ever.
        for (int i = 0; ; i++)
        {
            var machine = new BoardMachine(board);
            if (i == MaxRounds || !Improve(machine, board.Text))
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
        var order = new OrderFinder(machine);
        foreach (ViewSection view in text.Views)
        {
            foreach (FlatView rendered in view.Spaces.SelectMany(machine.SpacesOf).Select(space => space.FlatView).Distinct())
            {
                Compare(rendered, view.Ranges);
            }
        }

        // What holds others first: what is behind them, or moves when they go, may still turn out to be right.
        unconfirmed.ExceptWith(confirmed);
        if (unconfirmed.Any(region => region.Subregions.Count > 0))
        {
            unconfirmed.RemoveWhere(region => region.Subregions.Count == 0);
        }

        foreach (BoardRegion region in unconfirmed)
        {
            region.Terminates = false;
        }

        // What is read-only can be told when everything is where it should be.
        return unconfirmed.Count > 0 || order.Apply() || readOnly.Apply();

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
                    else
                    {
                        order.Add(rendered.Root!, Math.Max(range.Start, expected[i].First), model, expected[i]);
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
        && model.Node.Priority == expected.Priority
        && unchecked(range.OffsetInRegion - range.Start) == unchecked(expected.Offset - expected.First);
}
