using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle.Paths;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL108: a region is created over a living one, which stays a child of its owner: twice in init, or again and again in code that runs
/// while the machine does.
/// </summary>
internal sealed class RecreationRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, PathNames names, HashSet<Fact> reported, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private bool _isDone;
    private List<ISymbol>? _repeated;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        if (!Family.Model.HasLifecycle(Type) || Family.Bodies.Any(static body => body.HasErrors))
        {
            return;
        }

        foreach (ISymbol slot in FindSlots())
        {
            cancellation.ThrowIfCancellationRequested();
            Follow(slot, cancellation);
        }
    }

    /// <summary>The members of the type in which it stores new regions.</summary>
    private IEnumerable<ISymbol> FindSlots()
    {
        return Family.Bodies.Where(IsOwn).SelectMany(static body => body.Script.Assignments)
            .Where(static step => step.Target is { Kind: ValueKind.Member, Instance.Kind: ValueKind.This, Symbol: IFieldSymbol or IPropertySymbol })
            .Select(static step => step.Target.Symbol!)
            .Where(symbol => Contracts.RegionKindOf(symbol is IFieldSymbol field ? field.Type : ((IPropertySymbol)symbol).Type) is not null && !symbol.IsStatic)
            .Where(symbol => symbol is not IPropertySymbol property || Identity.IsAutomatic(property))
            .Distinct<ISymbol>(SymbolEqualityComparer.Default);
    }

    private bool IsOwn(BodyFacts body) => SymbolEqualityComparer.Default.Equals(body.Type, Type.OriginalDefinition);

    private void Follow(ISymbol slot, CancellationToken cancellation)
    {
        // Stored once, by init: nothing is overwritten.
        List<AssignStep> stores = names.AssignmentsTo(slot).Where(static step => step.Assigned != Assigned.Null).ToList();
        if (stores.Count == 0 || (stores.Count == 1 && !Family.Phases.RunsIn(stores[0].Function, LifecyclePhase.Runtime)))
        {
            return;
        }

        var walker = new SlotWalker(Type, Family, names, slot, Stays, cancellation) { IsSilentOnUsed = true };
        var life = new DeviceLife(Type, Family, names, walker);
        PathStates made = life.Construct(PathState.Unknown.With(Mark.Off));
        PathOutcome realize = life.Realize(made);
        var realized = new PathStates();
        realized.AddAll(realize.Normal);
        realized.AddAll(realize.Returned.Select(static state => state.With((ExitStep?)null)));
        ReportAll(walker);

        foreach (ISymbol function in Repeated())
        {
            if (!walker.Touches(function))
            {
                continue;
            }

            var again = new SlotWalker(walker, cancellation);
            if (again.StepsOf(function) is not { } steps)
            {
                continue;
            }

            // Twice, for what the first run leaves is what the second meets.
            PathStates first = Between(realized, function, again, life);
            PathStates second = Between(After(again.Follow(function, steps, first)), function, again, life);
            if (!IsTouchedElsewhere(slot, again, walker))
            {
                again.Follow(function, steps, second);
                ReportAll(again);
            }
        }
    }

    private static PathStates After(PathOutcome outcome)
    {
        var states = new PathStates();
        states.AddAll(outcome.Normal);
        states.AddAll(outcome.Returned.Select(static state => state.With((ExitStep?)null)));
        return states;
    }

    /// <summary>Of what is known, only what nothing else changes holds for the next run.</summary>
    private PathStates Between(PathStates states, ISymbol function, SlotWalker walker, DeviceLife life)
    {
        var reached = new HashSet<ISymbol>(walker.Visited, SymbolEqualityComparer.Default) { function };
        return states.Select(state => life.KeepOwn(state, reached));
    }

    /// <summary>Other code, beside init and what is followed, stores a region there, or destroys one that may have been: who comes first cannot be told.</summary>
    private bool IsTouchedElsewhere(ISymbol slot, SlotWalker walker, SlotWalker init)
    {
        IReadOnlyList<AssignStep> stores = names.AssignmentsTo(slot);
        Slots stored = names.SlotsOf(stores[0].Target);
        if (Family.Bodies.SelectMany(static body => body.Destructions).Any(destruction => !walker.Visited.Contains(destruction.Node)
            && !IsOnlyAtTheEnd(destruction.Node)
            && names.SlotsOf(destruction.Region).MayEqual(stored)))
        {
            return true;
        }

        return stores.Any(step => !walker.Visited.Contains(step.Function) && !init.Visited.Contains(step.Function) && !IsOnlyAtTheEnd(step.Function));
    }

    private bool IsOnlyAtTheEnd(ISymbol function)
    {
        PhaseMap phases = Family.Phases;
        return (phases.RunsIn(function, LifecyclePhase.Unrealize) || phases.RunsIn(function, LifecyclePhase.Finalize)) && !phases.RunsIn(function, LifecyclePhase.Runtime);
    }

    /// <summary>What runs any number of times: reset, callbacks, event handlers, timers.</summary>
    private List<ISymbol> Repeated()
    {
        if (_repeated is null)
        {
            IEnumerable<ISymbol> members = Family.Bodies.Select(static body => body.Member).OfType<IMethodSymbol>().Where(method => Contracts.Of(method).Phase == LifecyclePhase.Runtime);
            IEnumerable<ISymbol> targets = DelegateFlow.Resolve(Family).Where(static target => target.Phase == LifecyclePhase.Runtime).Select(static target => target.Function);
            _repeated = members.Concat(targets).Distinct<ISymbol>(SymbolEqualityComparer.Default).ToList();
        }

        return _repeated;
    }

    /// <summary>Its owner lives at least as long as the object: nobody but that takes the region along.</summary>
    private bool Stays(CreationFact creation)
    {
        if (Family.Model.OwnerOf(creation) is not { } owner)
        {
            return false;
        }

        OwnerSet set = Owners.ObjectsOf(owner);
        return set.IsKnown && set.Keys.All(key => key.Kind == OwnerKind.None || (key.Kind == OwnerKind.This && IsSelf(key)));
    }

    private void ReportAll(SlotWalker walker)
    {
        if (walker.GaveUp)
        {
            return;
        }

        foreach ((CreationFact later, CreationFact earlier) in walker.Overwritten)
        {
            // What neither may be created at run time nor is RAM is MRL101's business there, and one diagnostic is enough.
            bool isElsewhere = later.RegionKind is not { } kind || kind == RegionKind.Any
                || (!kind.MayComeAndGo() && !kind.ReferencesKeepRegion() && Family.Phases.RunsIn(later.Node, LifecyclePhase.Runtime));
            if (isElsewhere || !IsOwn(later.Body) || !reported.Add(later))
            {
                continue;
            }

            Report(Diagnostic.Create(
                LifecycleRules.CreatedOverLiving,
                later.Syntax.GetLocation(),
                later == earlier ? [] : [earlier.Syntax.GetLocation()],
                Lifecycle.Names.Capitalized(Lifecycle.Names.OfRegion(later.RegionKind!.Value, Lifecycle.Names.Of(later))),
                later == earlier ? "the one of the run before" : "the one of line " + Lifecycle.Names.LineOf(earlier.Syntax)));
        }
    }
}
