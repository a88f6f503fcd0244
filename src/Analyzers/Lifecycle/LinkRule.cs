using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL201: a region is linked into a container of another owner, and nothing in the type ever unlinks it. MRL203: only finalize does, which
/// the link itself keeps from running.
/// </summary>
internal sealed class LinkRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Unlinking unlinking, LinkOwners linkOwners, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private bool? _isBroken;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (!Family.Model.HasLifecycle(Type) || LivesAsLongAsTheMachine(Type))
        {
            return;
        }

        foreach (LinkFact link in body.Links)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!linkOwners.MustBeUndone(link, out OwnerSide side))
            {
                continue;
            }

            List<Fact> unlinks = unlinking.Of(link.Region, link.Container).ToList();
            bool isTooLate = unlinks.Count > 0 && side == OwnerSide.Self && unlinks.All(IsOnlyInFinalize) && KeepsItsOwner(link.Region);
            if ((unlinks.Count == 0 || isTooLate) && !(_isBroken ??= (Family.Bodies.Any(static body => body.HasErrors) || CompilerErrors.AreIn(Type, Family.Model.Compilation, cancellation))))
            {
                if (isTooLate)
                {
                    ReportTooLate(link, unlinks);
                }
                else
                {
                    ReportAt(link, side);
                }
            }
        }
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

    private bool IsOnlyInFinalize(Fact fact)
    {
        bool callersAreKnown = fact.Body.Member.DeclaredAccessibility == Accessibility.Private || (fact.Body.Member is IMethodSymbol method && Contracts.Of(method).Phase == LifecyclePhase.Finalize);
        return callersAreKnown && Family.Phases.RunsInNoOther(fact.Node, LifecyclePhase.Finalize);
    }

    /// <summary>The region is sure to be neither RAM nor ROM, so that a link across owners keeps its owner alive.</summary>
    private bool KeepsItsOwner(Value region)
    {
        if (Contracts.RegionKindOf(region.Type) is { } kind and not RegionKind.Any)
        {
            return !kind.ReferencesKeepRegion();
        }

        Slots slots = Slots.Of(region, Family);
        return !slots.IsOpen
            && slots.Creations.Count > 0
            && slots.Creations.All(static creation => creation.RegionKind is { } kind and not RegionKind.Any && !kind.ReferencesKeepRegion());
    }

    private void ReportTooLate(LinkFact link, List<Fact> unlinks)
    {
        Report(Diagnostic.Create(
            LinkRules.UnlinkedTooLate,
            link.Syntax.GetLocation(),
            unlinks.Select(static unlink => unlink.Syntax.GetLocation()),
            Names.Of(link.Region) ?? "the region",
            Names.Of(link.Container) ?? "the container",
            Names.OfFunction(unlinks[0].Node),
            Type.Name,
            CanTearDown() ? "call DelSubregion in OnUnrealize" : "call DelSubregion before the object is given up"));
    }

    private void ReportAt(LinkFact link, OwnerSide side)
    {
        Slots slots = Slots.Of(link.Region, Family);
        RegionKind? kind = Contracts.RegionKindOf(link.Region.Type);
        if (kind is RegionKind.Any or null && slots.Creations.Count > 0)
        {
            kind = slots.Creations.First().RegionKind;
        }

        string kept = kind is { } known && known.ReferencesKeepRegion() ? "the region" : side == OwnerSide.Self ? "'" + Type.Name + "'" : "its owner";
        Report(Diagnostic.Create(
            LinkRules.NeverUnlinked,
            link.Syntax.GetLocation(),
            RelatedTo(slots),
            LinkProperties.Of(link, Type, Family),
            Names.Of(link.Region) ?? "the region",
            Names.Of(link.Container) ?? "the container",
            kept,
            CanTearDown() ? "call DelSubregion in OnUnrealize" : "call DelSubregion before the object is given up"));
    }

    /// <summary>The type has a teardown to override.</summary>
    private bool CanTearDown()
    {
        for (INamedTypeSymbol? current = Type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } method && Contracts.Of(method).Phase == LifecyclePhase.Unrealize))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Where the region is created, and the teardown that should unlink it.</summary>
    private List<Location> RelatedTo(Slots slots)
    {
        List<Location> related = slots.Creations
            .Select(static creation => creation.Syntax.GetLocation())
            .OrderBy(static location => location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static location => location.SourceSpan.Start)
            .ToList();
        foreach (ISymbol member in Type.GetMembers())
        {
            if (member is IMethodSymbol { IsOverride: true } method && Contracts.Of(method).Phase == LifecyclePhase.Unrealize && method.Locations[0].IsInSource)
            {
                related.Add(method.Locations[0]);
            }
        }

        return related;
    }
}
