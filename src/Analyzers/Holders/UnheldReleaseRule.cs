using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL304, as far as it is a fact of the type: a field is released that nobody ever gives anything to release, or that nobody need have given
/// anything by then.
/// </summary>
internal sealed class UnheldReleaseRule(HolderFamily family, Keeping keeping, Action<Diagnostic> report, CancellationToken cancellation)
    : HolderRule(family, report, cancellation)
{
    public void Check()
    {
        foreach (ISymbol holder in Family.Symbols.Where(symbol => HolderFamily.IsHolder(symbol) && !symbol.IsStatic && IsInOutermost(symbol) && Family.IsClosed(symbol)).ToList())
        {
            Cancellation.ThrowIfCancellationRequested();
            Trace trace = Family.TraceOf(holder)!;
            if (!trace.Escapes && trace.Releases.Any(IsCandidate))
            {
                Check(holder, trace);
            }
        }
    }

    private bool IsCandidate(ReleaseSite release) => release is { Kind: not null, IsIdempotent: false, IsPart: false } && IsInOutermost(release.Function);

    private void Check(ISymbol holder, Trace trace)
    {
        ITypeSymbol type = holder is IFieldSymbol field ? field.Type : ((IPropertySymbol)holder).Type;
        foreach (IGrouping<string, ReleaseSite> releases in trace.Releases.Where(IsCandidate).GroupBy(static release => release.Kind!))
        {
            if (IsNeverAcquired(holder, trace, type, releases.Key))
            {
                foreach (ReleaseSite release in releases)
                {
                    ReportAt(release.Call, null, releases.Key, holder, "but nothing in '" + holder.ContainingType.Name + "' ever acquires it; remove the release");
                }

                continue;
            }

            List<AcquisitionSite> sites = SitesOf(holder, trace, type, releases.Key);
            if (sites.Count == 0 || !Contracts.Of(holder.ContainingType).HasLifecycle || HasMachineLifetime(holder.ContainingType))
            {
                continue;
            }

            foreach (ReleaseSite release in releases.Where(static release => IsUnconditional(release.Call)))
            {
                CheckPhases(release, holder, sites);
            }

            CheckRealize(releases.Key, holder, sites);
        }
    }

    /// <summary>The field never holds anything, and nobody asks whether it does.</summary>
    private bool IsNeverAcquired(ISymbol holder, Trace trace, ITypeSymbol type, string kind)
    {
        if (trace.Tests.Count > 0 || IsInCondition(holder))
        {
            return false;
        }

        if (type.IsValueType)
        {
            return trace.Assignments == 0 && !Family.IsStoredIn(holder) && Contracts.Of(type).HandleKinds.Any(handle => handle.Kind == kind);
        }

        return IsSeen(holder, trace, type, kind)
            && !Family.Acquisitions.Any(site => site.Kind == kind && Whereabouts.AreRelated(site.Handle, type))
            && (!Contracts.Of(type).HasLifecycle || trace.Creations.All(IsOwnRegion));
    }

    /// <summary>The field holds new objects of this type's making, and nobody else knows them.</summary>
    private bool IsSeen(ISymbol holder, Trace trace, ITypeSymbol type, string kind)
    {
        if (!Contracts.IsCounted(type, kind) || trace.Creations.Count == 0 || trace.Creations.Count != trace.Assignments)
        {
            return false;
        }

        var site = new AcquisitionSite(kind, trace.Creations[0], ((IObjectCreationOperation)trace.Creations[0]).Constructor!, holder) { Handle = type, IsOnReceiver = true };
        site.Flows.Add((holder, true));
        return Whereabouts.Of(site, Family, isStrict: true) is not null;
    }

    /// <summary>A region that the object itself owns: its creator gets no reference.</summary>
    private bool IsOwnRegion(IOperation operation)
    {
        var creation = (IObjectCreationOperation)operation;
        return Contracts.RegionKindOf(creation.Type) is not null
            && creation.Constructor is { } constructor
            && creation.Arguments.Any(argument => argument.Parameter is { } parameter && Contracts.Of(constructor).Parameter(parameter.Ordinal).IsOwner
                && BodyGraph.Unwrap(argument.Value) is IInstanceReferenceOperation);
    }

    /// <summary>All acquisitions that the field may get; none if there may be others.</summary>
    private List<AcquisitionSite> SitesOf(ISymbol holder, Trace trace, ITypeSymbol type, string kind)
    {
        bool isKnown = type.IsValueType
            ? !trace.IsOpen && !trace.IsSetByCall && Family.SourcesOf(holder).All(static source => source is ILocalSymbol or IMethodSymbol { MethodKind: not MethodKind.Constructor })
            : !Contracts.Of(type).HasLifecycle && IsSeen(holder, trace, type, kind);
        return isKnown ? Family.Acquisitions.Where(site => site.Kind == kind && Whereabouts.AreRelated(site.Handle, type)).ToList() : new List<AcquisitionSite>();
    }

    /// <summary>What releases runs also for an object that was never realized, or whose guest has done nothing.</summary>
    private void CheckPhases(ReleaseSite release, ISymbol holder, List<AcquisitionSite> sites)
    {
        LifecyclePhase? phase = release.Function is IMethodSymbol method ? Contracts.Of(method).Phase : null;
        if (phase == LifecyclePhase.Finalize && sites.All(site => Family.Calls.AncestorsOf(site.Function).All(IsAfterConstruction)))
        {
            ReportAt(release.Call, sites[0], release.Kind!, holder, "also if the device was never realized: only line " + LineOf(sites[0]) + " acquires it; release only what is held");
        }
        else if (phase == LifecyclePhase.Unrealize && sites.All(IsLeftToTheGuest))
        {
            ReportAt(release.Call, sites[0], release.Kind!, holder, "also if the guest has never made line " + LineOf(sites[0]) + " acquire it; release only what is held");
        }
        else if (phase == LifecyclePhase.Unrealize && sites.Count == 1 && IsRealize(sites[0].Function)
            && keeping.HistoryOf(sites[0]) is { } history && history.Exits.Any(static exit => exit.Status == ObjectStatus.NotYet))
        {
            ReportAt(release.Call, sites[0], release.Kind!, holder, "also if realize has not acquired it at line " + LineOf(sites[0]) + "; release only what is held");
        }
    }

    /// <summary>Realize gives up, and undoes more than it had done.</summary>
    private void CheckRealize(string kind, ISymbol holder, List<AcquisitionSite> sites)
    {
        if (sites.Count != 1 || !IsRealize(sites[0].Function) || keeping.HistoryOf(sites[0]) is not { } history)
        {
            return;
        }

        foreach ((IOperation release, ISymbol field) in history.EarlyReleases)
        {
            if (SymbolEqualityComparer.Default.Equals(field.OriginalDefinition, holder))
            {
                ReportAt(release, sites[0], kind, holder, "before line " + LineOf(sites[0]) + " has acquired it; release only what is held");
            }
        }
    }

    private bool IsRealize(ISymbol function) => function is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && Contracts.Of(method).Phase == LifecyclePhase.Init;

    private static bool IsAfterConstruction(ISymbol function) => function is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) };

    /// <summary>Nothing but the callbacks of the device's regions acquires it.</summary>
    private bool IsLeftToTheGuest(AcquisitionSite site)
    {
        HashSet<ISymbol> ancestors = Family.Calls.AncestorsOf(site.Function);
        return ancestors.Any(Family.Calls.IsRegionCallback)
            && ancestors.All(ancestor => Family.IsClosed(ancestor) && ancestor is IMethodSymbol { MethodKind: not MethodKind.Constructor } && (!Family.Calls.IsDelegate(ancestor) || Family.Calls.IsRegionCallback(ancestor)));
    }

    /// <summary>Nothing decides whether the call runs, once its function does.</summary>
    private static bool IsUnconditional(IOperation call)
    {
        IOperation child = call;
        for (IOperation? parent = call.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IBlockOperation block when block.Operations.TakeWhile(operation => operation != child)
                    .Any(static before => before.DescendantsAndSelf().Any(static part => part is IReturnOperation or IThrowOperation or IBranchOperation)):
                    return false;
                case IBlockOperation or IExpressionStatementOperation or IMethodBodyOperation or IUsingOperation or ILockOperation:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    /// <summary>Some condition is about the field, somehow.</summary>
    private bool IsInCondition(ISymbol holder)
    {
        foreach (IOperation part in Family.Bodies.SelectMany(static body => body.Roots).SelectMany(static root => root.DescendantsAndSelf()))
        {
            IOperation? condition = part switch
            {
                IConditionalOperation conditional => conditional.Condition,
                IConditionalAccessOperation access => access.Operation,
                ISwitchOperation choice => choice.Value,
                ISwitchExpressionOperation choice => choice.Value,
                IWhileLoopOperation loop => loop.Condition,
                IForLoopOperation loop => loop.Condition,
                _ => null,
            };
            if (condition is not null && Activations.Names(condition, holder))
            {
                return true;
            }
        }

        return false;
    }

    private void ReportAt(IOperation release, AcquisitionSite? site, string kind, ISymbol holder, string why)
    {
        Report(holder.ContainingType, () => Diagnostic.Create(
            ResourceRules.ReleasedTwice,
            release.Syntax.GetLocation(),
            site is null ? null : new[] { site.Call.Syntax.GetLocation() },
            kind,
            "'" + holder.Name + "'",
            why));
    }

    private static int LineOf(AcquisitionSite site) => site.Call.Syntax.GetLocation().GetMappedLineSpan().StartLinePosition.Line + 1;
}
