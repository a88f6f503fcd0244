using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>How the two verdicts on one place compare.</summary>
internal enum Outcome
{
    Agree,

    /// <summary>A path shows it, and no analyzer reports it.</summary>
    Missed,

    /// <summary>An analyzer reports it, and no path shows it.</summary>
    FalseAlarm,

    /// <summary>Whether the report is right cannot be seen: all paths to it end early by another mistake, or not all were run.</summary>
    Undecided,
}

/// <summary>One place of one program.</summary>
internal sealed record Finding(Outcome Outcome, string Rule, int Line, string Detail);

/// <summary>Compares the two verdicts on a program.</summary>
internal static class Comparison
{
    /// <summary>A resource that is left behind has one of several ids, as the way in which it is.</summary>
    private static readonly HashSet<string> s_leaks = ["MRL301", "MRL302", "MRL310"];

    /// <summary>The complaints of the runtime that have a rule which is compared.</summary>
    private static readonly HashSet<string> s_misuses = ["MRL304", "MRL305"];

    public static bool IsCompared(string rule) => s_leaks.Contains(rule) || s_misuses.Contains(rule);

    public static IEnumerable<Finding> Compare(Source source, Evidence evidence, IEnumerable<Report> reports)
    {
        List<Report> left = [.. reports.Where(report => IsCompared(report.Rule))];
        foreach (((int site, PathEnd end), string tape) in evidence.Leaks)
        {
            if (end == PathEnd.Call)
            {
                // Only what a finally region overwrites is reported all the same.
                left.RemoveAll(report => report.Rule == "MRL310" && report.Site == source.LineOfSite[site] && !evidence.Leaks.ContainsKey((site, PathEnd.Own)));
                continue;
            }

            if (IsForTheCaller(source, site))
            {
                continue;
            }

            int line = source.LineOfSite[site];
            List<Report> same = left.FindAll(report => s_leaks.Contains(report.Rule) && report.Site == line);
            yield return same.Count > 0
                ? new Finding(Outcome.Agree, same[0].Rule, line, tape)
                : new Finding(Outcome.Missed, "MRL302", line, $"line {line} leaks on the path {tape}");
            left.RemoveAll(same.Contains);
        }

        List<Report> second = left.FindAll(report => s_misuses.Contains(report.Rule));
        foreach (((string lines, string rule), string tape) in evidence.Misuses.Where(misuse => s_misuses.Contains(misuse.Key.Rule)))
        {
            // In a helper it is the helper that the runtime complains of, and its caller that the analyzers do.
            Report? known = second.Find(report => report.Rule == rule && lines.Split(" from ").Contains(report.Line.ToString(CultureInfo.InvariantCulture)));
            yield return known is not null
                ? new Finding(Outcome.Agree, rule, known.Line, tape)
                : new Finding(Outcome.Missed, rule, 0, $"line {lines}: {rule} on the path {tape}");
            left.Remove(known!);
        }

        foreach (Report report in left)
        {
            yield return new Finding(
                evidence.IsCapped || IsMasked(source, evidence, report) ? Outcome.Undecided : Outcome.FalseAlarm,
                report.Rule,
                report.Line,
                $"line {report.Line}: {report.Rule} {report.Message}");
        }
    }

    /// <summary>A reference that is taken and dropped nowhere in the body: somebody else may drop it, so that nothing is said.</summary>
    public static bool IsForTheCaller(Source source, int site)
    {
        TakeReference? take = source.Program.Statements().OfType<TakeReference>().FirstOrDefault(take => take.Site == site);
        return take is not null && !source.Program.Statements().OfType<Release>().Any(release => release.Variable == take.Variable);
    }

    private static bool IsMasked(Source source, Evidence evidence, Report report)
    {
        return s_misuses.Contains(report.Rule)
            ? evidence.Misuses.Count > 0
            : source.LineOfSite.Any(site => site.Value == report.Site && evidence.IsMasked(site.Key));
    }
}
