namespace MemoryRegions.RegionLab.Mtree;

/// <summary>Compares the flat views of a rebuilt machine with those that QEMU printed.</summary>
public static class MtreeCheck
{
    /// <summary>Checks a file; returns the first difference, or <see langword="null"/> if there is none.</summary>
    /// <exception cref="InputException">The file is not what it should be.</exception>
    public static string? FindDifference(string file)
    {
        MtreeText text = MtreeParser.Read(file);
        using BoardMachine machine = BoardInference.Build(text);
        return FindDifference(machine, text);
    }

    /// <summary>Compares a machine with the text that it was built after.</summary>
    /// <exception cref="InputException">The text is not what it should be.</exception>
    internal static string? FindDifference(BoardMachine machine, MtreeText text)
    {
        string file = text.File;
        string[] rendered = new BoardText(machine, text).PrintViews().Split('\n');

        // The last line ends with a line feed, after which there is nothing.
        int count = rendered.Length - 1;
        for (int i = 0; ; i++)
        {
            int number = text.FirstViewLine + i;
            string? expected = number <= text.Lines.Count ? text.Lines[number - 1] : null;
            string? actual = i < count ? rendered[i] : null;
            if (expected is null && actual is null)
            {
                return null;
            }

            if (expected != actual)
            {
                return $"{file}:{number}: the flat views differ{Environment.NewLine}"
                    + $"  expected: {expected ?? "(end of file)"}{Environment.NewLine}"
                    + $"  rendered: {actual ?? "(nothing)"}";
            }
        }
    }
}
