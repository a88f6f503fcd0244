using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// MRL107: a region is destroyed while a container of another owner links it, or between the call that unlinks it and the commit of the
/// transaction around that.
/// </summary>
internal sealed class DestroyedWhileLinkedRule(
    INamedTypeSymbol type,
    TypeFamily family,
    OwnerResolver owners,
    Unlinking unlinking,
    LinkOwners linkOwners,
    RegionKnowledge knowledge,
    RegionFlows flows,
    Judgements judgements,
    Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private const string Unlink = "unlink it before, and only then destroy it";

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (body.HasErrors
                || judgements.Contains(destruction.Syntax)
                || destruction.Region.Kind == ValueKind.This
                || Destructions.KindOf(destruction, Family, static kind => !kind.ReferencesKeepRegion()) is not { } kind)
            {
                continue;
            }

            PlaceState? state = flows.Of(body, cancellation).StateAt(destruction);
            if (state is { Link: RegionLink.Linked, LinkedAt: { } linkedAt })
            {
                if (FindLink(body, linkedAt) is { } link && linkOwners.CrossesOwners(link))
                {
                    ReportAt(destruction, kind, While(link, "links it"), Unlink, link);
                }
            }
            else if (state is { } seen && (seen.Link & RegionLink.UnlinkedInTransaction) != 0 && (seen.Link & ~(RegionLink.UnlinkedInTransaction | RegionLink.Unlinked)) == 0)
            {
                // Views show neither aliases nor containers themselves.
                if (!kind.MayComeAndGo())
                {
                    ReportAt(destruction, kind, "views still show it: the transaction that has unlinked it is open", "destroy it after the commit, or leave it to its owner", null);
                }
            }
            else if (MayBeLinked(state) && kind.MayComeAndGo() && Destructions.PhaseOf(destruction, Family.Phases) is not null && LinkThatStands(destruction) is { } standing)
            {
                ReportAt(destruction, kind, While(standing, "may link it"), Unlink, standing);
            }
        }
    }

    private static bool MayBeLinked(PlaceState? state)
    {
        return state is not { } known || (known.Link & (RegionLink.Linked | RegionLink.Unknown | RegionLink.Escaped)) != 0;
    }

    private static LinkFact? FindLink(BodyFacts body, SyntaxNode call) => body.Links.FirstOrDefault(link => link.Syntax.Span.Contains(call.Span));

    private static string While(LinkFact link, string links)
    {
        return $"'{Names.Of(link.Container) ?? "the container"}', which belongs to another owner, {links}";
    }

    /// <summary>A link across owners that nothing undoes before the region is destroyed.</summary>
    private LinkFact? LinkThatStands(DestructionFact destruction)
    {
        List<LinkFact> links = knowledge.LinksOf(destruction.Region).ToList();
        bool stands = links.Count > 0
            && links.All(linkOwners.CrossesOwners)
            && unlinking.Of(destruction.Region, container: null).All(fact => Destructions.CannotPrecede(fact, destruction, Family.Phases))
            && !links.Any(IsContainerDestroyed);
        return stands ? links[0] : null;
    }

    /// <summary>The end of a container undoes its links.</summary>
    private bool IsContainerDestroyed(LinkFact link)
    {
        Slots container = Slots.Of(link.Container, Family);
        return Family.Bodies.Any(body => body.Destructions.Any(destruction => container.Intersects(Slots.Of(destruction.Region, Family))));
    }

    private void ReportAt(DestructionFact destruction, RegionKind kind, string circumstance, string cure, LinkFact? link)
    {
        judgements.Note(destruction.Syntax);
        LifecyclePhase? phase = Destructions.PhaseOf(destruction, Family.Phases);
        Report(Diagnostic.Create(
            LifecycleRules.DestroyedWhileLinked,
            destruction.Syntax.GetLocation(),
            link is null ? [] : [link.Syntax.GetLocation()],
            Names.Capitalized(Names.OfRegion(kind, Names.Of(destruction.Region))),
            phase is { } known ? Names.WithReason(destruction.Node, known, Family.Phases) : Names.OfFunction(destruction.Node),
            circumstance,
            cure));
    }
}
