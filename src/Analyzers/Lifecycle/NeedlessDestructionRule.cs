using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL104: a region of the device itself, which init made, is destroyed where that is safe: RAM and ROM before finalize, others in the
/// teardown after they were unlinked. What was made at run time has to be destroyed some time; that is MRL101's and MRL102's business.
/// </summary>
internal sealed class NeedlessDestructionRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Unlinking unlinking, Judgements judgements, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private static readonly ImmutableArray<LifecyclePhase> AfterInit = ImmutableArray.Create(LifecyclePhase.Runtime, LifecyclePhase.Unrealize, LifecyclePhase.Finalize);

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (destruction.Region.Kind != ValueKind.This
                && !judgements.Contains(destruction.Syntax)
                && KindOf(destruction) is { } kind
                && PhaseOf(destruction, kind) is { } phase
                && IsMadeByInit(destruction)
                && IsOwnedByThis(destruction))
            {
                Report(Diagnostic.Create(
                    LifecycleRules.DestroyedNeedlessly,
                    destruction.Syntax.GetLocation(),
                    Destructions.CreationsOf(destruction, Family),
                    ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Cure, DiagnosticProperties.Remove),
                    Names.Capitalized(Names.OfRegion(kind, Names.Of(destruction.Region))),
                    Names.WithReason(destruction.Node, phase, Family.Phases)));
            }
        }
    }

    /// <summary>Containers are missing: their end unlinks what is in them.</summary>
    private RegionKind? KindOf(DestructionFact destruction)
    {
        return Destructions.KindOf(destruction, Family, static kind => kind.ReferencesKeepRegion())
            ?? Destructions.KindOf(destruction, Family, static kind => !kind.ReferencesKeepRegion() && kind != RegionKind.Container);
    }

    /// <summary>The phase in which the call is safe and needless.</summary>
    private LifecyclePhase? PhaseOf(DestructionFact destruction, RegionKind kind)
    {
        PhaseMap phases = Family.Phases;
        if (phases.RunsIn(destruction.Node, LifecyclePhase.Init))
        {
            // It may undo a failed realize.
            return null;
        }

        if (phases.RunsIn(destruction.Node, LifecyclePhase.Runtime))
        {
            return kind.ReferencesKeepRegion() ? LifecyclePhase.Runtime : null;
        }

        bool isSafe = phases.RunsIn(destruction.Node, LifecyclePhase.Unrealize)
            && (kind.ReferencesKeepRegion() || unlinking.Of(destruction.Region, container: null).Any(fact => Destructions.ComesBefore(fact, destruction)));
        return isSafe ? LifecyclePhase.Unrealize : null;
    }

    private bool IsMadeByInit(DestructionFact destruction)
    {
        Slots slots = Slots.Of(destruction.Region, Family);
        return !slots.IsOpen
            && slots.Creations.Count > 0
            && slots.Creations.All(creation => Family.Phases.RunsIn(creation.Node, LifecyclePhase.Init) && !AfterInit.Any(phase => Family.Phases.RunsIn(creation.Node, phase)));
    }

    private bool IsOwnedByThis(DestructionFact destruction)
    {
        OwnerSet set = Owners.OwnersOf(destruction.Region);
        return set.IsKnown && set.Keys.All(key => key.Kind == OwnerKind.This && IsSelf(key));
    }
}
