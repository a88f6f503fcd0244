using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What the rules about destroyed regions ask of a call that destroys one.</summary>
internal static class Destructions
{
    /// <summary>The kind, if the region is sure to be of one that is accepted; else <see langword="null"/>.</summary>
    public static RegionKind? KindOf(DestructionFact destruction, TypeFamily family, Func<RegionKind, bool> accepts)
    {
        if (destruction.Kind != RegionKind.Any)
        {
            return accepts(destruction.Kind) ? destruction.Kind : null;
        }

        Slots slots = Slots.Of(destruction.Region, family);
        return !slots.IsOpen && slots.Creations.Count > 0 && slots.Creations.All(creation => creation.RegionKind is { } kind and not RegionKind.Any && accepts(kind))
            ? slots.Creations.First().RegionKind
            : null;
    }

    /// <summary>A region that was made in the same run of the member, and that nobody can have seen.</summary>
    public static bool IsFreshLocal(DestructionFact destruction, TypeFamily family)
    {
        if (destruction.Region is not { Kind: ValueKind.Variable, Symbol: ILocalSymbol local })
        {
            return false;
        }

        IReadOnlyList<Value> values = family.FlowsInto(local);
        return values.Any(static value => value.Kind == ValueKind.Creation)
            && values.All(value => value.Kind == ValueKind.Null || (value.Kind == ValueKind.Creation && value.Creation!.Body == destruction.Body));
    }

    /// <summary>The region is sure to have no owner.</summary>
    public static bool IsOwnerless(DestructionFact destruction, OwnerResolver owners)
    {
        OwnerSet set = owners.OwnersOf(destruction.Region);
        return set.IsKnown && set.Keys.All(static key => key.Kind == OwnerKind.None);
    }

    /// <summary>Where the region may have been created, in the order of the source.</summary>
    public static List<Location> CreationsOf(DestructionFact destruction, TypeFamily family)
    {
        return Slots.Of(destruction.Region, family).Creations
            .Select(static creation => creation.Syntax.GetLocation())
            .OrderBy(static location => location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static location => location.SourceSpan.Start)
            .ToList();
    }

    /// <summary>The phase in which the call runs. Init is missing: what undoes a failed realize knows how far that came.</summary>
    public static LifecyclePhase? PhaseOf(DestructionFact destruction, PhaseMap phases)
    {
        return phases.RunsIn(destruction.Node, LifecyclePhase.Init) ? null
            : phases.RunsIn(destruction.Node, LifecyclePhase.Runtime) ? LifecyclePhase.Runtime
            : phases.RunsIn(destruction.Node, LifecyclePhase.Unrealize) ? LifecyclePhase.Unrealize
            : null;
    }

    /// <summary>The fact stands behind the call in the same function.</summary>
    public static bool ComesAfter(Fact fact, Fact destruction)
    {
        return IsInSameFunction(fact, destruction) && fact.Syntax.SpanStart > destruction.Syntax.SpanStart;
    }

    /// <summary>
    /// The fact is sure not to come before: it stands behind the call, or belongs to the teardown, while the call runs with the machine; or it
    /// undoes a realize that fails, after which the call does not run.
    /// </summary>
    public static bool CannotPrecede(Fact fact, Fact destruction, PhaseMap phases)
    {
        return ComesAfter(fact, destruction)
            || (fact is LinkFact { IsUndoing: true } && phases.RunsOnlyIn(fact.Node, LifecyclePhase.Init) && !phases.RunsIn(destruction.Node, LifecyclePhase.Init))
            || (phases.RunsIn(destruction.Node, LifecyclePhase.Runtime)
                && (phases.RunsOnlyIn(fact.Node, LifecyclePhase.Unrealize) || phases.RunsOnlyIn(fact.Node, LifecyclePhase.Finalize)));
    }

    /// <summary>The fact stands before the call in the same function.</summary>
    public static bool ComesBefore(Fact fact, Fact destruction)
    {
        return IsInSameFunction(fact, destruction) && fact.Syntax.SpanStart < destruction.Syntax.SpanStart;
    }

    private static bool IsInSameFunction(Fact fact, Fact destruction)
    {
        return SymbolEqualityComparer.Default.Equals(fact.Node, destruction.Node) && fact.Syntax.SyntaxTree == destruction.Syntax.SyntaxTree;
    }
}
