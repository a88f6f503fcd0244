using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL311: realize keeps a resource in a field and then throws. What it had done is not undone: unrealize does not run.
/// </summary>
internal sealed class FailedRealizeRule(HolderFamily family, Keeping keeping, Action<Diagnostic> report, CancellationToken cancellation)
    : HolderRule(family, report, cancellation)
{
    public void Check(AcquisitionSite site)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!IsInOutermost(site.Function) || !Family.Throws(site.Function) || !RunsInRealizeOnly(site.Function))
        {
            return;
        }

        if (Whereabouts.Of(site, Family) is not { } whereabouts
            || HasMachineLifetime(whereabouts.Holders[0].ContainingType)
            || keeping.HistoryOf(site) is not { KeptAtThrow.Count: > 0 } history
            || !AreOutOfReach(site, whereabouts))
        {
            return;
        }

        ISymbol holder = whereabouts.Holders[0];
        ExitDescription exit = history.KeptAtThrow
            .Select(thrown => ExitDescriber.Describe(thrown, site.Call.Syntax))
            .OrderBy(static description => description.Location.SourceSpan.Start)
            .First();
        Report(holder.ContainingType, () => Diagnostic.Create(
            HeldResourceRules.KeptByFailedRealize,
            site.Call.Syntax.GetLocation(),
            new[] { exit.Location }.Concat(whereabouts.Releases.Select(static release => release.Call.Syntax.GetLocation())),
            site.Kind,
            "'" + holder.Name + "'",
            exit.Text,
            ReleaseName(site)));
    }

    /// <summary>The function is realize itself, or a helper that nothing else calls.</summary>
    private bool RunsInRealizeOnly(ISymbol function)
    {
        return Family.Calls.AncestorsOf(function).All(ancestor => IsRealize(ancestor) || (Family.IsClosed(ancestor) && ancestor is IMethodSymbol { MethodKind: MethodKind.Ordinary } && !Family.Calls.IsDelegate(ancestor)))
            && Family.Calls.AncestorsOf(function).Any(IsRealize);
    }

    private bool IsRealize(ISymbol function) => function is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && Contracts.Of(method).Phase == LifecyclePhase.Init;

    /// <summary>
    /// Something releases the resource (if nothing does, that is another rule's business), but nothing that can still run: not realize itself,
    /// nothing that anybody could call, not finalize.
    /// </summary>
    private bool AreOutOfReach(AcquisitionSite site, Whereabouts whereabouts)
    {
        if (whereabouts.Releases.Count == 0)
        {
            return false;
        }

        HashSet<ISymbol> realizing = Family.Calls.DescendantsOf(Family.Calls.AncestorsOf(site.Function));
        foreach (ReleaseSite release in whereabouts.Releases)
        {
            if (realizing.Contains(release.Function) && !SymbolEqualityComparer.Default.Equals(release.Function, site.Function))
            {
                return false;
            }

            foreach (ISymbol ancestor in Family.Calls.AncestorsOf(release.Function))
            {
                bool isTeardown = ancestor is IMethodSymbol method && Contracts.Of(method).Phase is LifecyclePhase.Init or LifecyclePhase.Unrealize;
                if (!isTeardown && !Family.Calls.IsRegionCallback(ancestor) && !(Family.IsClosed(ancestor) && !Family.Calls.IsDelegate(ancestor)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
