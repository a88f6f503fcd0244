using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL105: a region without an owner is destroyed, which no reference to it can prevent or survive.</summary>
internal sealed class OwnerlessDestructionRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Judgements judgements, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    /// <summary>Init is missing: what undoes a failed realize is init, and nobody has used the region by then.</summary>
    private static readonly ImmutableArray<LifecyclePhase> InUse = ImmutableArray.Create(LifecyclePhase.Runtime, LifecyclePhase.Unrealize, LifecyclePhase.Finalize);

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (destruction.Region.Kind != ValueKind.This
                && Destructions.KindOf(destruction, Family, static kind => !kind.MayComeAndGo()) is { } kind
                && PhaseOf(destruction) is { } phase
                && Destructions.IsOwnerless(destruction, Owners)
                && !Destructions.IsFreshLocal(destruction, Family))
            {
                judgements.Note(destruction.Syntax);
                Report(Diagnostic.Create(
                    LifecycleRules.DestroyedWithoutOwner,
                    destruction.Syntax.GetLocation(),
                    Destructions.CreationsOf(destruction, Family),
                    Names.Capitalized(Names.OfRegion(kind, Names.Of(destruction.Region))),
                    Names.WithReason(destruction.Node, phase, Family.Phases)));
            }
        }
    }

    private LifecyclePhase? PhaseOf(DestructionFact destruction)
    {
        foreach (LifecyclePhase phase in InUse)
        {
            if (Family.Phases.RunsIn(destruction.Node, phase))
            {
                return phase;
            }
        }

        return null;
    }
}
