using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL106: a region is used that the body has destroyed, or that is gone because its owner is.</summary>
internal sealed class UseAfterDestructionRule(
    INamedTypeSymbol type,
    TypeFamily family,
    OwnerResolver owners,
    LinkOwners linkOwners,
    RegionKnowledge knowledge,
    RegionFlows flows,
    Judgements judgements,
    Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private List<(Slots Target, bool IsDrop)>? _references;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DeadUse use in flows.Of(body, cancellation).DeadUses)
        {
            if (!judgements.Contains(use.Death))
            {
                judgements.Note(use.Death);
                ReportDeadUse(use);
            }
        }

        foreach (UseFact use in body.Uses)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!use.IsGuarded && !body.HasErrors && Family.Phases.RunsOnlyIn(use.Node, LifecyclePhase.Finalize) && IsGone(use.Target))
            {
                Report(Diagnostic.Create(
                    LifecycleRules.UsedAfterDestruction,
                    use.Syntax.GetLocation(),
                    Names.Capitalized(NameOf(use.Target)),
                    $"what '{Type.Name}' owns is released before {Names.WithReason(use.Node, LifecyclePhase.Finalize, Family.Phases)}",
                    "do it in the teardown before that, or leave it"));
            }
        }
    }

    private void ReportDeadUse(DeadUse use)
    {
        Report(Diagnostic.Create(
            LifecycleRules.UsedAfterDestruction,
            use.Use.Syntax.GetLocation(),
            [use.Death.GetLocation()],
            Names.Capitalized(Names.OfRegion(knowledge.KindOf(use.Place) ?? RegionKind.Any, use.Place.Name)),
            $"it was destroyed at line {Names.LineOf(use.Death)}",
            "use it before, or do not destroy it"));
    }

    private string NameOf(Value target)
    {
        string? name = Names.Of(target);
        return Contracts.RegionKindOf(target.Type) is { } kind ? Names.OfRegion(kind, name) : name is null ? "the object" : "'" + name + "'";
    }

    /// <summary>Nothing of it is left when finalize runs.</summary>
    private bool IsGone(Value target)
    {
        if (target.Kind == ValueKind.This)
        {
            return false;
        }

        if (Contracts.RegionKindOf(target.Type) is null)
        {
            OwnerSet objects = Owners.ObjectsOf(target);
            return objects.IsKnown && objects.Keys.All(key => key.Kind != OwnerKind.This && IsReleasedChild(key, target));
        }

        OwnerSet set = Owners.OwnersOf(target);
        return set.IsKnown && set.Keys.All(key => (key.Kind == OwnerKind.This && IsSelf(key)) || (target.Instance is { } holder && IsReleasedChild(key, holder))) && !MayBeKept(target);
    }

    /// <summary>References keep RAM and ROM; so does the link into a container of another owner.</summary>
    private bool MayBeKept(Value region)
    {
        return knowledge.KindOf(region) is not { } kind
            || kind == RegionKind.Any
            || (kind.ReferencesKeepRegion() && (knowledge.LinksOf(region).Any(link => !linkOwners.IsWithinSelf(link)) || IsReferenced(region)));
    }

    /// <summary>A child that the object made, and holds no reference of its own to.</summary>
    private bool IsReleasedChild(OwnerKey key, Value holder)
    {
        if (key.Kind != OwnerKind.Created || !linkOwners.IsAdopted(key))
        {
            return false;
        }

        Slots slots = Slots.Of(holder, Family);
        return !slots.IsOpen
            && References.Any(reference => reference.IsDrop && slots.Intersects(reference.Target))
            && !References.Any(reference => !reference.IsDrop && slots.MayEqual(reference.Target));
    }

    /// <summary>The references that are taken and dropped before finalize.</summary>
    private List<(Slots Target, bool IsDrop)> References
    {
        get => _references ??= Family.Bodies.SelectMany(static body => body.References)
            .Where(reference => !Family.Phases.RunsIn(reference.Node, LifecyclePhase.Finalize))
            .Select(reference => (Slots.Of(reference.Target, Family), reference.IsDrop))
            .ToList();
    }

    private bool IsReferenced(Value region)
    {
        Slots slots = Slots.Of(region, Family);
        return References.Any(reference => !reference.IsDrop && slots.MayEqual(reference.Target));
    }
}
