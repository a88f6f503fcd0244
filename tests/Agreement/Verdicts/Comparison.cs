using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using MemoryRegions.Agreement.Execution;
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

    /// <summary>A path shows it, and no analyzer reports it, which is known (<see cref="Limits"/>).</summary>
    Limit,

    /// <summary>Whether the report is right cannot be seen: all paths to it end early by another mistake, or not all were run.</summary>
    Undecided,
}

/// <summary>One place of one program.</summary>
internal sealed record Finding(Outcome Outcome, string Rule, int Line, string Detail);

/// <summary>Compares the two verdicts on a program.</summary>
internal static class Comparison
{
    /// <summary>A resource that is left behind has one of several ids, as the way in which it is.</summary>
    private static readonly HashSet<string> s_leaks = ["MRL310", "MRL301", "MRL302"];

    /// <summary>What is left behind only if a call throws. (What a finally region then overwrites is reported as that.)</summary>
    private static readonly HashSet<string> s_throws = ["MRL310", "MRL303"];

    /// <summary>So has a link.</summary>
    private static readonly HashSet<string> s_links = ["MRL203", "MRL202", "MRL201"];

    /// <summary>So has one that a failed realize leaves: what is unlinked nowhere, or too late, is reported as such.</summary>
    private static readonly HashSet<string> s_failed = ["MRL203", "MRL201", "MRL204"];

    private static readonly HashSet<string> s_aliases = ["MRL209"];

    /// <summary>What a field keeps, for ever or when realize fails.</summary>
    private static readonly HashSet<string> s_kept = ["MRL309"];
    private static readonly HashSet<string> s_keptByFailure = ["MRL311"];

    /// <summary>The complaints of the runtime that have a rule which is compared.</summary>
    private static readonly HashSet<string> s_misuses =
    [
        "MRL106", "MRL107", "MRL110", "MRL205", "MRL206", "MRL207", "MRL208", "MRL209", "MRL304", "MRL305", "MRL306", "MRL307", "MRL308",
    ];

    /// <summary>What the runtime says of a destruction that a rule forbids whatever comes of it.</summary>
    private static readonly HashSet<string> s_deaths = ["MRL107", "MRL110", "MRL209"];

    /// <summary>The rules that are known by construction.</summary>
    private static readonly HashSet<string> s_policies =
    [
        "MRL101", "MRL102", "MRL103", "MRL104", "MRL105", "MRL108", "MRL109", "MRL111", "MRL312", "MRL401", "MRL601", "MRL602", "MRL603",
    ];

    private static readonly HashSet<string> s_forbidden = ["MRL103", "MRL105"];

    /// <summary>The rule of what must not be done while a resource is held.</summary>
    private const string Suspension = "MRL501";

    private static readonly HashSet<string> s_compared =
    [
        .. s_leaks, .. s_throws, .. s_links, .. s_failed, .. s_aliases, .. s_kept, .. s_keptByFailure, .. s_misuses, .. s_policies, Suspension,
    ];

    public static bool IsCompared(string rule) => s_compared.Contains(rule);

    public static IEnumerable<Finding> Compare(Source source, Evidence evidence, IEnumerable<Report> reports)
    {
        return CompareAll(source, evidence, reports).Select(finding =>
            finding.Outcome == Outcome.Missed && Limits.Of(source.Program).Contains(finding.Rule) ? finding with { Outcome = Outcome.Limit } : finding);
    }

    private static IEnumerable<Finding> CompareAll(Source source, Evidence evidence, IEnumerable<Report> reports)
    {
        List<Report> all = [.. reports];
        List<Report> left = all.FindAll(report => IsCompared(report.Rule));
        foreach (Finding finding in ComparePolicies(source, evidence, left))
        {
            yield return finding;
        }

        foreach (Finding finding in CompareSuspensions(evidence, left))
        {
            yield return finding;
        }

        foreach (((int site, PathEnd end), string tape) in evidence.Leaks)
        {
            if (IsOfOtherRule(source, evidence, site, end) || IsOfSkippedBase(source, site))
            {
                continue;
            }

            if ((end == PathEnd.Call || (end == PathEnd.Failed && site < Bench.FirstLink)) && evidence.Leaks.ContainsKey((site, PathEnd.Own)))
            {
                // What leaks without a call that throws is reported as that, and no more; so is what a field keeps for ever. Of a link
                // a realize that fails has a cure of its own.
                continue;
            }

            int line = source.LineOfSite[site];
            HashSet<string> ids = IdsOf(source.Program, site, end);
            List<Report> same = all.FindAll(report => report.Site == line && (ids.Contains(report.Rule) || (end == PathEnd.Call && evidence.IsMasked(site) && s_leaks.Contains(report.Rule))));
            if (same.Count == 0 && (IsAmbiguous(source.Program, site, end) || IsToldOfYield(source.Program, end, line, all)))
            {
                continue;
            }

            yield return same.Count > 0
                ? new Finding(Outcome.Agree, same[0].Rule, line, tape)
                : new Finding(Outcome.Missed, ids.Last(), line, $"line {line} leaks ({end}) on the path {tape}");
            left.RemoveAll(same.Contains);
        }

        List<Report> second = left.FindAll(report => s_misuses.Contains(report.Rule));
        foreach (((string lines, string rule), string tape) in evidence.Misuses.Where(misuse => s_misuses.Overlaps(misuse.Key.Rule.Split('|'))))
        {
            // In a helper it is the helper that the runtime complains of, and its caller that the analyzers do. The test that is missing
            // may be one of the length, which makes up for both: after the first use of a mapping the second is not reported.
            string[] rules = rule.Split('|');
            Report? known = second.Find(report => rules.Any(missing => Tells(report.Rule, missing)) && IsAt(report, lines))
                ?? all.Find(report => IsForbidden(rule, report.Rule) && IsAt(report, lines))
                ?? (rules.Contains("MRL308") ? all.Find(report => report.Rule == "MRL307" && Handles.IsAbout(source, lines, report.Acquisition)) : null);
            yield return known is not null
                ? new Finding(Outcome.Agree, known.Rule, known.Line, tape)
                : new Finding(Outcome.Missed, rules[^1], 0, $"line {lines}: {rule} on the path {tape}");
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

    /// <summary>A destruction that the runtime complains of may be one that is reported whatever comes of it.</summary>
    public static bool IsForbidden(string rule, string reported) => s_deaths.Contains(rule) && s_forbidden.Contains(reported);

    private static bool IsAt(Report report, string lines)
    {
        return lines.Split(" from ").Any(line => report.Lines.Contains(int.Parse(line, CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether what is left behind is not for the rules to say that are compared.</summary>
    public static bool IsOfOtherRule(Source source, Evidence evidence, int site, PathEnd end)
    {
        return source.Program.IsLife ? IsConsequence(source, evidence, site) : IsForTheCaller(source, site);
    }

    /// <summary>The base class would have unlinked it, if the device let it.</summary>
    private static bool IsOfSkippedBase(Source source, int site)
    {
        return source.Program.Elements.Any(element => element is BaseClass { IsRight: false } && LifeEmitter.LinkSite(element.Number) == site);
    }

    /// <summary>RAM may be unlinked in finalize, and a mapping released, unless something else keeps that from running: then that is reported, and no other.</summary>
    private static bool IsConsequence(Source source, Evidence evidence, int site)
    {
        return source.Program.Elements.Any(element => element switch
            {
                LinkedRegion { Sort: RegionSort.Ram or RegionSort.Rom, Unlink: UnlinkPlace.Finalize } => LifeEmitter.LinkSite(element.Number) == site,
                KeptMapping { Release: ReleasePlace.Finalize } => element.Number == site,
                _ => false,
            })
            && evidence.Leaks.Keys.Any(leak => leak.Site != site);
    }

    /// <summary>Of one place one rule tells: a second release of what may be nothing, a test that is missing altogether.</summary>
    public static bool Tells(string reported, string rule) => (reported, rule) is ("MRL304", "MRL307") or ("MRL307", "MRL308") || reported == rule;

    private static IEnumerable<Finding> CompareSuspensions(Evidence evidence, List<Report> left)
    {
        foreach (IGrouping<int, bool> place in evidence.Suspensions.GroupBy(suspension => suspension.Line, suspension => suspension.Leaks).OrderBy(place => place.Key))
        {
            if (left.RemoveAll(report => report.Rule == Suspension && report.Line == place.Key) > 0)
            {
                yield return new Finding(Outcome.Agree, Suspension, place.Key, string.Empty);
            }
            else if (place.Contains(false))
            {
                // Of a transaction that nobody can commit any more another rule tells.
                yield return new Finding(Outcome.Missed, Suspension, place.Key, $"line {place.Key}: a transaction is open");
            }
        }
    }

    private static HashSet<string> IdsOf(DeviceProgram program, int site, PathEnd end)
    {
        return site >= Bench.FirstAlias ? s_aliases
            : site >= Bench.FirstLink ? end == PathEnd.Failed ? s_failed : s_links
            : program.IsLife ? end == PathEnd.Failed ? s_keptByFailure : s_kept
            : end == PathEnd.Call ? s_throws
            : s_leaks;
    }

    /// <summary>Nothing need be said of it.</summary>
    public static bool IsAmbiguous(DeviceProgram program, int site, PathEnd end)
    {
        if (program.IsLife && site >= Bench.FirstLink)
        {
            // A call that throws is no throw of realize; and in the teardown of one element it keeps those behind it from their unlinks.
            return end == PathEnd.Call
                && program.Elements.Any(element => element is KeptMapping or KeptResource || (element is LinkedRegion { Unlink: UnlinkPlace.Finally } && LifeEmitter.LinkSite(element.Number) != site));
        }

        if (program.IsLife)
        {
            // A reset is an exit as good as any, though it need not come; and a call that throws is no throw of realize.
            return end == PathEnd.Call || program.Elements.First(element => element.Number == site) switch
            {
                KeptMapping kept => kept.Release == ReleasePlace.Reset || end == PathEnd.Failed,
                KeptResource kept => kept.Release == KeptRelease.ResetAndUnrealize && end == PathEnd.Failed,
                _ => false,
            };
        }

        return program.Statements().OfType<TakeReference>().FirstOrDefault(take => take.Site == site) is { } taken && !Drops.AreIn(program, taken);
    }

    /// <summary>A transaction that an iterator holds over a <c>yield return</c> is left behind by whoever stops there: the rule of the one tells of the other.</summary>
    private static bool IsToldOfYield(DeviceProgram program, PathEnd end, int line, List<Report> reports)
    {
        return end == PathEnd.Call && program.Shape == BodyShape.Iterator && reports.Exists(report => report.Rule == Suspension && report.Acquisition == line);
    }

    private static IEnumerable<Finding> ComparePolicies(Source source, Evidence evidence, List<Report> left)
    {
        foreach ((string rule, int line) in source.Expected)
        {
            if (source.ReachedWith.TryGetValue(line, out int site) && !evidence.Seen.Contains(site) && !evidence.Cut.Contains(site))
            {
                continue;
            }

            yield return left.RemoveAll(report => report.Rule == rule && report.Line == line) > 0
                ? new Finding(Outcome.Agree, rule, line, string.Empty)
                : new Finding(Outcome.Missed, rule, line, $"line {line}: {rule} by construction");
        }
    }

    /// <summary>A reference that is taken and dropped nowhere in the body: somebody else may drop it, so that nothing is said.</summary>
    private static bool IsForTheCaller(Source source, int site)
    {
        TakeReference? take = source.Program.Statements().OfType<TakeReference>().FirstOrDefault(take => take.Site == site);
        return take is not null && !source.Program.Statements().OfType<Release>().Any(release => release.Variable == take.Variable);
    }

    private static bool IsMasked(Source source, Evidence evidence, Report report)
    {
        // The alias does not outlive a device that another link keeps alive.
        if (report.Rule == "MRL209" && evidence.Leaks.Keys.Any(leak => leak.Site < Bench.FirstAlias))
        {
            return true;
        }

        if (source.LineOfSite.Any(site => (site.Value == report.Site || site.Value == report.Acquisition) && !evidence.Seen.Contains(site.Key) && IsInLambda(source.Program, site.Key)))
        {
            return true;
        }

        if (source.ReachedWith.TryGetValue(report.Line, out int reached))
        {
            return evidence.IsMasked(reached);
        }

        return !s_policies.Contains(report.Rule) && (s_misuses.Contains(report.Rule) || report.Rule == Suspension)
            ? evidence.Misuses.Count > 0 || (source.Program.IsLife && evidence.Leaks.Count > 0 && report.Rule == "MRL106")
            : source.LineOfSite.Any(site => site.Value == report.Site && evidence.IsMasked(site.Key));
    }

    /// <summary>A lambda is judged for itself, though no path may make it: behind a handler, say, of a body that throws nothing.</summary>
    private static bool IsInLambda(DeviceProgram program, int site)
    {
        return program.Statements().OfType<Lambda>().SelectMany(lambda => new DeviceProgram(string.Empty, lambda.Body).Statements())
            .Any(statement => Handles.Holds(statement)?.Site == site);
    }
}
