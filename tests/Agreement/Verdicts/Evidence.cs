using System.Collections.Generic;
using System.Linq;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>By what a path left the body.</summary>
internal enum PathEnd
{
    /// <summary>It returned, or threw by a statement of its own.</summary>
    Own,

    /// <summary>A call threw, and nobody took it; or an iterator was not run to its end.</summary>
    Call,

    /// <summary>The device was not realized.</summary>
    Failed,
}

/// <summary>What the runtime showed on all paths of a program.</summary>
internal sealed class Evidence
{
    /// <summary>The paths (as tapes) that left something behind that was acquired at a site.</summary>
    public Dictionary<(int Site, PathEnd End), string> Leaks { get; } = [];

    /// <summary>The paths on which the runtime complained, by rule and by the lines of the program that led there, the innermost first.</summary>
    public Dictionary<(string Lines, string Rule), string> Misuses { get; } = [];

    /// <summary>The lines at which a body was suspended while a transaction was open, and whether it was lost before, or after.</summary>
    public HashSet<(int Line, bool Leaks)> Suspensions { get; } = [];

    /// <summary>Sites on paths that ended early by a complaint, so that what became of them is not known.</summary>
    public HashSet<int> Cut { get; } = [];

    /// <summary>Sites on paths that ended as the program means.</summary>
    public HashSet<int> Seen { get; } = [];

    /// <summary>Whether complaints keep us from knowing what becomes of a site.</summary>
    public bool IsMasked(int site) => Misuses.Count > 0 && (Cut.Contains(site) || !Seen.Contains(site));

    public int Paths { get; set; }

    /// <summary>There are more paths than were run.</summary>
    public bool IsCapped { get; set; }

    /// <summary>Something that cannot be: a defect of the generator or of the runtime.</summary>
    public string? Failure { get; set; }

    public override string ToString() => string.Join(
        "; ",
        Leaks.Select(leak => $"site {leak.Key.Site} leaks ({leak.Key.End}) on {leak.Value}")
            .Concat(Misuses.Select(misuse => $"line {misuse.Key.Lines}: {misuse.Key.Rule} on {misuse.Value}")));
}
