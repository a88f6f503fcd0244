using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Agreement.Generation;

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
    private static readonly HashSet<string> s_misuses = ["MRL304"];

    public static bool IsCompared(string rule) => s_leaks.Contains(rule) || s_misuses.Contains(rule);

    public static IEnumerable<Finding> Compare(Source source, Evidence evidence, IEnumerable<Report> reports)
    {
        List<Report> left = [.. reports.Where(report => IsCompared(report.Rule))];
        foreach (((int site, PathEnd end), string tape) in evidence.Leaks)
        {
            if (end == PathEnd.Call)
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

        foreach (((int line, string rule), string tape) in evidence.Misuses)
        {
            if (s_misuses.Contains(rule))
            {
                bool known = left.RemoveAll(report => report.Rule == rule && report.Line == line) > 0;
                yield return known
                    ? new Finding(Outcome.Agree, rule, line, tape)
                    : new Finding(Outcome.Missed, rule, line, $"line {line}: {rule} on the path {tape}");
            }
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

    private static bool IsMasked(Source source, Evidence evidence, Report report)
    {
        return s_misuses.Contains(report.Rule)
            ? evidence.Misuses.Count > 0
            : source.LineOfSite.Any(site => site.Value == report.Site && evidence.Masked.Contains(site.Key));
    }
}
