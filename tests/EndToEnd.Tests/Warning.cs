using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace MemoryRegions.EndToEnd.Tests;

/// <summary>A diagnostic by what a user sees of it: its id, the file's name and the line.</summary>
internal sealed partial record Warning(string File, int Line, string Id) : IComparable<Warning>
{
    /// <summary>The warnings that the comments <c>// expect: MRL301 MRL304</c> in a folder's sources announce.</summary>
    public static List<Warning> Marked(string folder)
    {
        var marked = new List<Warning>();
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string[] lines = System.IO.File.ReadAllLines(path);
            for (int i = 0; i < lines.Length; i++)
            {
                if (Mark().Match(lines[i]) is { Success: true } mark)
                {
                    marked.AddRange(mark.Groups["ids"].Value
                        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                        .Select(id => new Warning(Path.GetFileName(path), i + 1, id)));
                }
            }
        }

        marked.Sort();
        return marked;
    }

    /// <summary>The warnings and errors with our ids in what the compiler printed; MSBuild prints each twice.</summary>
    public static List<Warning> Printed(string output)
    {
        return Line_().Matches(output)
            .Select(match => new Warning(Path.GetFileName(match.Groups["file"].Value.Trim()), int.Parse(match.Groups["line"].Value), match.Groups["id"].Value))
            .Distinct()
            .Order()
            .ToList();
    }

    public int CompareTo(Warning? other)
    {
        return other is null ? 1 : (File, Line, Id).CompareTo((other.File, other.Line, other.Id));
    }

    [GeneratedRegex(@"//\s*expect:(?<ids>(\s+MRL\d{3})+)\s*$")]
    private static partial Regex Mark();

    // The column is left out: two of one rule on one line are two marks, but one line in what is compared.
    [GeneratedRegex(@"^(?<file>[^\r\n(]+)\((?<line>\d+),\d+\): (warning|error) (?<id>MRL\d{3}):", RegexOptions.Multiline)]
    private static partial Regex Line_();
}
