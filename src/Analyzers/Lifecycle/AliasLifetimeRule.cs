using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL209: an alias stays linked while what it shows goes: because that is destroyed, because it belongs to a child that is unplugged, or
/// because it belongs to the device, and the alias to somebody else.
/// </summary>
internal sealed class AliasLifetimeRule(
    INamedTypeSymbol type,
    TypeFamily family,
    OwnerResolver owners,
    Unlinking unlinking,
    LinkOwners linkOwners,
    RegionKnowledge knowledge,
    Judgements judgements,
    Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private const string UnlinkBefore = "unlink the alias before";

    private List<(CreationFact Alias, LinkFact Link)>? _linkedAliases;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (body.HasErrors || LinkedAliases.Count == 0)
        {
            return;
        }

        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckTarget(destruction);
        }

        foreach (ReleaseFact destruction in body.ObjectDestructions)
        {
            CheckTargetsOwner(destruction);
        }

        foreach (LinkFact link in body.Links)
        {
            cancellation.ThrowIfCancellationRequested();
            CheckLink(link);
        }
    }

    /// <summary>The aliases that the family makes, with the links of each.</summary>
    private List<(CreationFact Alias, LinkFact Link)> LinkedAliases
    {
        get => _linkedAliases ??=
        [
            .. from body in Family.Bodies
               from creation in body.RegionCreations
               where creation.Shown is not null
               from link in knowledge.LinksOf(Value.Created(creation))
               select (creation, link),
        ];
    }

    private void CheckTarget(DestructionFact destruction)
    {
        if (judgements.Contains(destruction.Syntax)
            || destruction.Region.Kind == ValueKind.This
            || PhaseOf(destruction) is not { } phase
            || Destructions.KindOf(destruction, Family, static kind => !kind.ReferencesKeepRegion()) is not { } kind)
        {
            return;
        }

        Slots target = Slots.Of(destruction.Region, Family);
        foreach ((CreationFact alias, LinkFact link) in LinkedAliases)
        {
            if (target.Intersects(Slots.Of(alias.Shown!, Family)) && StaysLinked(alias, destruction))
            {
                judgements.Note(destruction.Syntax);
                string name = Names.OfRegion(kind, Names.Of(destruction.Region));
                ReportAt(destruction, alias, link, $"{name}, which it shows, is destroyed in {Names.WithReason(destruction.Node, phase, Family.Phases)}, while the alias is linked", UnlinkBefore);
                return;
            }
        }
    }

    /// <summary>A child goes while the machine runs, and an alias of the parent, or of others, shows a region of it.</summary>
    private void CheckTargetsOwner(ReleaseFact destruction)
    {
        if (PhaseOf(destruction) != LifecyclePhase.Runtime)
        {
            return;
        }

        OwnerSet going = Owners.ObjectsOf(destruction.Target);
        if (!going.IsKnown || going.Keys.Any(static key => key.Kind is OwnerKind.This or OwnerKind.None))
        {
            return;
        }

        foreach ((CreationFact alias, LinkFact link) in LinkedAliases)
        {
            OwnerSet shown = Owners.OwnersOf(alias.Shown!);
            OwnerSet own = Owners.OwnersOf(Value.Created(alias));
            if (shown.IsKnown && own.IsKnown && shown.Keys.SetEquals(going.Keys) && !own.Keys.Overlaps(going.Keys)
                && knowledge.KindOf(alias.Shown!) is { } kind && !kind.ReferencesKeepRegion() && StaysLinked(alias, destruction))
            {
                string name = Names.Of(destruction.Target) is { } known ? "'" + known + "'" : "the object";
                ReportAt(destruction, alias, link, $"{name}, whose region it shows, goes in {Names.WithReason(destruction.Node, LifecyclePhase.Runtime, Family.Phases)}, while the alias is linked", UnlinkBefore);
                return;
            }
        }
    }

    /// <summary>The device links an alias that belongs to somebody else, shows a region of the device, and stays where it is.</summary>
    private void CheckLink(LinkFact link)
    {
        if (!link.ContainerIsRegion || !Family.Model.HasLifecycle(Type) || LivesAsLongAsTheMachine(Type)
            || linkOwners.SideOfRegion(link.Region) is not (OwnerSide.None or OwnerSide.Outside)
            || linkOwners.SideOfRegion(link.Container) is not (OwnerSide.None or OwnerSide.Outside))
        {
            return;
        }

        Slots slots = Slots.Of(link.Region, Family);
        if (slots.IsOpen || slots.Creations.Count == 0 || !slots.Creations.All(ShowsOwnRegion)
            || unlinking.Of(link.Region, link.Container).Any()
            || Family.Bodies.Any(body => body.HasErrors || body.Destructions.Any(destruction => slots.MayEqual(Slots.Of(destruction.Region, Family)))))
        {
            return;
        }

        CreationFact alias = slots.Creations.First();
        string shown = Names.Of(alias.Shown!) is { } name ? "'" + name + "'" : "the region";
        ReportAt(link, alias, null, $"{shown}, which it shows, goes with '{Type.Name}', and nothing unlinks the alias, which belongs to another owner", "call DelSubregion in OnUnrealize");
    }

    private bool ShowsOwnRegion(CreationFact creation)
    {
        return creation.Shown is { } shown
            && linkOwners.SideOfRegion(shown) == OwnerSide.Self
            && knowledge.KindOf(shown) is { } kind and not RegionKind.Any
            && !kind.ReferencesKeepRegion();
    }

    /// <summary>Nothing unlinks the alias, or destroys it, before that.</summary>
    private bool StaysLinked(CreationFact alias, Fact destruction)
    {
        Value value = Value.Created(alias);
        Slots slots = Slots.Of(value, Family);
        return unlinking.Of(value, container: null).All(fact => Destructions.ComesAfter(fact, destruction))
            && !Family.Bodies.Any(body => body.Destructions.Any(other => slots.MayEqual(Slots.Of(other.Region, Family)) && !Destructions.ComesAfter(other, destruction)));
    }

    /// <summary>Init is missing: what undoes a failed realize knows how far that came.</summary>
    private LifecyclePhase? PhaseOf(Fact fact)
    {
        PhaseMap phases = Family.Phases;
        return phases.RunsIn(fact.Node, LifecyclePhase.Init) ? null
            : phases.RunsIn(fact.Node, LifecyclePhase.Runtime) ? LifecyclePhase.Runtime
            : phases.RunsIn(fact.Node, LifecyclePhase.Unrealize) ? LifecyclePhase.Unrealize
            : null;
    }

    private bool LivesAsLongAsTheMachine(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (Contracts.Of(type).HasMachineLifetime)
            {
                return true;
            }
        }

        return false;
    }

    private void ReportAt(Fact fact, CreationFact alias, LinkFact? link, string problem, string cure)
    {
        List<Location> related = [alias.Syntax.GetLocation()];
        if (link is not null)
        {
            related.Add(link.Syntax.GetLocation());
        }

        Report(Diagnostic.Create(
            LinkRules.AliasOutlivesTarget,
            fact.Syntax.GetLocation(),
            related,
            Names.Capitalized(Names.OfRegion(RegionKind.Alias, Names.Of(alias))),
            problem,
            cure));
    }
}
