using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL103: a region that has an owner is destroyed in runtime code, or by the teardown while it is still linked.</summary>
internal sealed class DestructionRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Unlinking unlinking, LinkOwners linkOwners, Judgements judgements, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private List<(LinkFact Fact, Slots Region)>? _links;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (destruction.Region.Kind == ValueKind.This
                || Destructions.KindOf(destruction, Family, IsPinnedByOwner) is not { } kind
                || Destructions.IsOwnerless(destruction, Owners))
            {
                continue;
            }

            if (Family.Phases.RunsIn(destruction.Node, LifecyclePhase.Runtime))
            {
                if (!Destructions.IsFreshLocal(destruction, Family))
                {
                    bool unlinks = unlinking.Of(destruction.Region, container: null).Any(fact => fact.Body == body);
                    ReportAt(destruction, kind, LifecyclePhase.Runtime, mustUnlink: !unlinks && IsLinked(destruction.Region));
                }
            }
            else if (Family.Phases.RunsIn(destruction.Node, LifecyclePhase.Unrealize))
            {
                LinkFact? link = CrossLinkOf(destruction.Region);
                if (link is null)
                {
                    continue;
                }

                List<Fact> unlinks = unlinking.Of(destruction.Region, link.Container).ToList();
                if (unlinks.All(fact => Destructions.ComesAfter(fact, destruction)))
                {
                    ReportAt(destruction, kind, LifecyclePhase.Unrealize, mustUnlink: unlinks.Count == 0);
                }
            }
        }
    }

    private static bool IsPinnedByOwner(RegionKind kind) => !kind.ReferencesKeepRegion() && !kind.MayComeAndGo();

    private IEnumerable<LinkFact> LinksOf(Value region)
    {
        _links ??= Family.Bodies.SelectMany(static body => body.Links).Select(link => (link, Slots.Of(link.Region, Family))).ToList();
        Slots regions = Slots.Of(region, Family);
        return _links.Where(link => regions.Intersects(link.Region)).Select(static link => link.Fact);
    }

    private bool IsLinked(Value region) => LinksOf(region).Any();

    private LinkFact? CrossLinkOf(Value region) => LinksOf(region).FirstOrDefault(link => linkOwners.MustBeUndone(link, out _));

    private void ReportAt(DestructionFact destruction, RegionKind kind, LifecyclePhase phase, bool mustUnlink)
    {
        string use = phase == LifecyclePhase.Runtime ? "while a CPU, a mapping or a link may still use it" : "before it is unlinked";
        string cure = mustUnlink ? "unlink it from its container instead" : "remove the call";
        string? name = Names.Of(destruction.Region);
        judgements.Note(destruction.Syntax);
        Report(Diagnostic.Create(
            LifecycleRules.DestroyedInUse,
            destruction.Syntax.GetLocation(),
            Destructions.CreationsOf(destruction, Family),
            ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Cure, mustUnlink ? DiagnosticProperties.Unlink : DiagnosticProperties.Remove),
            Names.Capitalized(Names.OfRegion(kind, name)),
            Names.WithReason(destruction.Node, phase, Family.Phases),
            use,
            cure));
    }
}
