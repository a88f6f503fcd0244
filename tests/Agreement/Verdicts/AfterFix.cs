using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>A repair that did not do what it should.</summary>
internal sealed record BadRepair(Repair Repair, string Reason);

/// <summary>
/// Runs repaired programs: what the warnings said must be gone, and nothing new may have appeared.
/// </summary>
internal sealed class AfterFix(int maxPaths)
{
    private readonly DynamicVerdict _dynamic = new(maxPaths);

    /// <summary>How many programs were repaired.</summary>
    public int Repaired { get; private set; }

    public List<BadRepair> Check(IReadOnlyList<Judgement> judgements)
    {
        using var repairs = new Repairs();
        List<Repair> all = repairs.OfAsync(judgements).GetAwaiter().GetResult();
        Repaired += all.Count;
        return Run(all);
    }

    private List<BadRepair> Run(List<Repair> repairs)
    {
        var bad = new List<BadRepair>();
        if (repairs.Count == 0)
        {
            return bad;
        }

        CSharpCompilation compilation = Compiler.Compile(repairs.Select(repair => (repair.Before.Source.Program.Name, repair.Text)));
        using MemoryStream image = new(), symbols = new();
        ImmutableArray<Diagnostic> errors = Compiler.Emit(compilation, image, symbols);
        if (!errors.IsEmpty)
        {
            Dictionary<string, Diagnostic> broken = errors
                .GroupBy(error => Path.GetFileNameWithoutExtension(error.Location.SourceTree!.FilePath))
                .ToDictionary(file => file.Key, file => file.First());
            bad.AddRange(repairs.Where(IsBroken).Select(repair => new BadRepair(repair, "does not compile: " + broken[repair.Before.Source.Program.Name])));
            bad.AddRange(Run([.. repairs.Where(repair => !IsBroken(repair))]));
            return bad;

            bool IsBroken(Repair repair) => broken.ContainsKey(repair.Before.Source.Program.Name);
        }

        var context = new ProgramContext();
        try
        {
            Assembly assembly = context.LoadFromStream(image, symbols);
            foreach (Repair repair in repairs)
            {
                if (Flaw(repair, _dynamic.Of(assembly, repair.Before.Source.Program)) is { } flaw)
                {
                    bad.Add(new BadRepair(repair, flaw));
                }
            }
        }
        finally
        {
            context.Unload();
        }

        return bad;
    }

    private static string? Flaw(Repair repair, Evidence after)
    {
        if (after.Failure is not null)
        {
            return "fails: " + after.Failure;
        }

        HashSet<string> limits = [.. Limits.Of(repair.Before.Source.Program)];
        HashSet<string> before = [.. repair.Before.Evidence.Misuses.Keys.SelectMany(misuse => misuse.Rule.Split('|'))];
        foreach (((string lines, string rule), string tape) in after.Misuses)
        {
            // Known, or still reported: a mistake that ended the path before may have hidden it.
            string[] rules = rule.Split('|');
            if (limits.Overlaps(rules) || repair.Left.Any(left => rules.Any(one => Comparison.Tells(left, one))))
            {
                continue;
            }

            if (!before.Overlaps(rules) || rules.Any(Comparison.IsCompared))
            {
                return $"line {lines}: {rule} on the path {tape}";
            }
        }

        if (repair.Left.Any(Comparison.IsCompared))
        {
            return null;
        }

        foreach (((int site, PathEnd end), string tape) in after.Leaks)
        {
            if (!Limits.Leaves(repair.Before.Source.Program, site)
                && !Comparison.IsOfOtherRule(repair.Before.Source, after, site, end)
                && !Comparison.IsAmbiguous(repair.Before.Source.Program, site, end))
            {
                return $"site {site} leaks ({end}) on the path {tape}";
            }
        }

        return null;
    }
}
