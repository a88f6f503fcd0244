using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>Turns what happens to an object into diagnostics, at most one for each cause.</summary>
internal sealed partial class ResourceReporter(ContractModel contracts, Action<Diagnostic> report)
{
    public void Report(ObjectHistory history)
    {
        ReportSecondReleases(history);
        ReportUsesAfterRelease(history);
        if (history.Tracked.IsExternal)
        {
            return;
        }

        ReportMisreleases(history);
        ReportContents(history);
        ReportSuspensions(history);
        ReportUntestedUses(history);
        ReportUsesAsAsked(history);
        ReportLosses(history);
        ReportLeaks(history);
        ReportThrows(history);
    }

    private void ReportSecondReleases(ObjectHistory history)
    {
        foreach (IOperation second in history.SecondReleases.OrderBy(Start))
        {
            // The release before it in the text; in a loop that may be the same one.
            IOperation? first = history.Releases.Where(release => release != second).OrderBy(Start).FirstOrDefault(release => Start(release) < Start(second))
                ?? history.Releases.OrderBy(Start).FirstOrDefault();
            string before = first is null || first.Syntax == second.Syntax
                ? "an earlier round of the loop released it"
                : "line " + Line(first.Syntax.GetLocation()) + " released it";
            report(Diagnostic.Create(
                ResourceRules.ReleasedTwice,
                second.Syntax.GetLocation(),
                first is null || first.Syntax == second.Syntax ? null : new[] { first.Syntax.GetLocation() },
                history.Tracked.Kind,
                NameOf(history, ReceiverOf(second)),
                "again: " + before + "; remove the second release"));
        }
    }

    private void ReportUsesAfterRelease(ObjectHistory history)
    {
        foreach (IOperation use in history.UsesAfterRelease.OrderBy(Start))
        {
            List<IOperation> releases = history.Releases.OrderBy(Start).ToList();
            IOperation? release = releases.LastOrDefault(candidate => Start(candidate) < Start(use)) ?? releases.FirstOrDefault();
            bool isOnTheWayOut = release is not IInvocationOperation { IsImplicit: false };
            string before = isOnTheWayOut ? "the end of the scope releases it"
                : Start(release!) < Start(use) ? "line " + Line(release!.Syntax.GetLocation()) + " released it"
                : "an earlier round of the loop released it at line " + Line(release!.Syntax.GetLocation());
            IEnumerable<Location> ends = release is null ? Array.Empty<Location>() : new[] { release.Syntax.GetLocation() };
            string cure = "release it after the last use";
            if (history.CallbackUses.TryGetValue(use, out CallbackUse? byCallback))
            {
                Location there = byCallback.Use.Syntax.GetLocation();
                before += ", and '" + byCallback.Callback.Name + "', which this call runs, uses it at line " + Line(there);
                ends = ends.Append(there);
                cure = "release it after this call";
            }

            report(Diagnostic.Create(
                ResourceRules.UsedAfterRelease,
                use.Syntax.GetLocation(),
                ends,
                history.Tracked.Kind,
                NameOf(history, null),
                before,
                cure));
        }
    }

    /// <summary>One test behind the acquisition would do, so it is one finding.</summary>
    private void ReportUntestedUses(ObjectHistory history)
    {
        List<IOperation> uses = history.UntestedUses.OrderBy(Start).ToList();
        if (uses.Count == 0)
        {
            return;
        }

        Location site = SiteOf(history);
        string callee = "'" + CalleeName(history.Tracked.Site!) + "'";
        report(Diagnostic.Create(
            ResourceRules.UsedUntested,
            uses[0].Syntax.GetLocation(),
            uses.Skip(1).Select(use => use.Syntax.GetLocation()).Prepend(site),
            history.Tracked.Kind,
            NameOf(history, null),
            callee + " at line " + Line(site) + " may have failed",
            history.Tracked.When != CallOutcome.Always ? "what " + callee + " returns" : TestName(history) is { } test ? "'" + test + "'" : "it"));
    }

    private void ReportUsesAsAsked(ObjectHistory history)
    {
        List<IOperation> uses = history.UsesAsAsked.OrderBy(Start).ToList();
        if (uses.Count == 0)
        {
            return;
        }

        Location site = SiteOf(history);
        report(Diagnostic.Create(
            ResourceRules.UsedAsAsked,
            uses[0].Syntax.GetLocation(),
            uses.Skip(1).Select(use => use.Syntax.GetLocation()).Prepend(site),
            history.Tracked.Kind,
            NameOf(history, null),
            history.Tracked.Requested!.Syntax,
            Line(site),
            TestName(history, isBoolean: false) is { } length ? "'" + length + "'" : "its length"));
    }

    private void ReportMisreleases(ObjectHistory history)
    {
        Location site = SiteOf(history);
        foreach (KeyValuePair<IOperation, Misfit> release in history.Misreleases.OrderBy(pair => Start(pair.Key)))
        {
            string what = release.Value == Misfit.Length
                ? "with a length that it cannot have: line " + Line(site) + " asked for '" + history.Tracked.Requested?.Syntax + "'; pass what was used of it"
                : "by '" + ReceiverOf(release.Key)?.Syntax + "', but line " + Line(site) + " acquired it from '" + ReceiverOf(history.Tracked.Site!)?.Syntax + "'; release it there";
            report(Diagnostic.Create(ResourceRules.Misreleased, release.Key.Syntax.GetLocation(), new[] { site }, history.Tracked.Kind, NameOf(history, null), what));
        }
    }

    /// <summary>The property of the handle that tells whether it holds anything, or how much.</summary>
    private string? TestName(ObjectHistory history, bool isBoolean = true)
    {
        return history.Tracked.Type?.GetMembers().OfType<IPropertySymbol>()
            .Where(property => (contracts.Of(property) & PropertyContract.TestsNull) != 0)
            .OrderBy(property => (property.Type.SpecialType == SpecialType.System_Boolean) == isBoolean ? 0 : 1)
            .FirstOrDefault()?.Name;
    }

    private void ReportLosses(ObjectHistory history)
    {
        foreach (KeyValuePair<IOperation, LossKind> loss in history.Losses.OrderBy(pair => Start(pair.Key)))
        {
            Location site = SiteOf(history);
            bool discarded = loss.Value == LossKind.Discarded;
            string how = discarded
                ? "that '" + CalleeName(history.Tracked.Site!) + "' returns is discarded while it is held"
                : NameOf(history, null) + " from line " + Line(site) + (loss.Value == LossKind.Removed ? " is taken out of its collection while it is held" : " is overwritten while it is held");
            report(Diagnostic.Create(
                ResourceRules.LostWhileLive,
                discarded ? site : loss.Key.Syntax.GetLocation(),
                discarded ? null : new[] { site },
                history.Tracked.Kind,
                how,
                discarded ? "keep it and call " + ReleaseName(history) : "call " + ReleaseName(history) + " first"));
        }
    }

    private void ReportLeaks(ObjectHistory history)
    {
        if (history.Leaks.Count == 0 || (history.Tracked.IsCounted && history.Releases.Count == 0))
        {
            // To take a reference and leave it is what a wrapper does; who drops it is not to be seen here.
            return;
        }

        Location site = SiteOf(history);
        List<ExitDescription> exits = history.Leaks
            .Select(leak => ExitDescriber.Describe(leak, history.Tracked.Site!.Syntax))
            .OrderBy(exit => exit.Location.SourceSpan.Start)
            .ToList();
        Location[] locations = exits.Select(exit => exit.Location).Distinct().ToArray();
        if (history.Releases.Count == 0 && !history.IsGiven)
        {
            report(Diagnostic.Create(
                ResourceRules.NeverReleased, site, locations, history.Tracked.Kind, NameOf(history, null), ReleaseName(history)));
        }
        else
        {
            report(Diagnostic.Create(
                ResourceRules.NotReleasedOnPath, site, locations, history.Tracked.Kind, NameOf(history, null), exits[0].Text, ReleaseName(history)));
        }
    }

    private static Location SiteOf(ObjectHistory history) => history.Tracked.Site!.Syntax.GetLocation();

    /// <summary>How messages call the object: by its variable, else by what made it.</summary>
    private static string NameOf(ObjectHistory history, IOperation? receiver)
    {
        if (history.Name is { } name)
        {
            return "'" + name.Name + "'";
        }

        if (receiver is not null)
        {
            return "'" + receiver.Syntax + "'";
        }

        return history.Tracked.Site is { } site ? "from '" + CalleeName(site) + "'" : "here";
    }

    private static string CalleeName(IOperation call) => call switch
    {
        IInvocationOperation invocation => invocation.TargetMethod.Name,
        IObjectCreationOperation creation => "new " + creation.Type?.Name,
        _ => call.Syntax.ToString(),
    };

    private static IOperation? ReceiverOf(IOperation release) => (release as IInvocationOperation)?.Instance;

    private string ReleaseName(ObjectHistory history)
    {
        if (history.Tracked.Type is { } type)
        {
            foreach (HandleKind handle in contracts.Of(type).HandleKinds)
            {
                if (handle.Kind == history.Tracked.Kind)
                {
                    return handle.Release.Name;
                }
            }
        }

        return contracts.ForeignReleaseOf(history.Tracked.Kind)?.Name ?? "its release";
    }

    private static int Start(IOperation operation) => operation.Syntax.SpanStart;

    private static int Line(Location location) => location.GetMappedLineSpan().StartLinePosition.Line + 1;
}
