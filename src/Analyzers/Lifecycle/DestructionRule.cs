using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL103: a region is destroyed in runtime code, or by the teardown while it is still linked.</summary>
internal sealed class DestructionRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Unlinking unlinking, LinkOwners linkOwners, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private List<(LinkFact Fact, Slots Region)>? _links;

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        foreach (DestructionFact destruction in body.Destructions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (destruction.Region.Kind == ValueKind.This || KindOf(destruction) is not { } kind)
            {
                continue;
            }

            if (Family.Phases.RunsIn(destruction.Node, LifecyclePhase.Runtime))
            {
                if (!IsFreshLocal(destruction))
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
                if (unlinks.All(fact => ComesAfter(fact, destruction)))
                {
                    ReportAt(destruction, kind, LifecyclePhase.Unrealize, mustUnlink: unlinks.Count == 0);
                }
            }
        }
    }

    /// <summary>The kind, if it is one whose references keep the owner alive only; else <see langword="null"/>.</summary>
    private RegionKind? KindOf(DestructionFact destruction)
    {
        if (destruction.Kind != RegionKind.Any)
        {
            return IsPinnedByOwner(destruction.Kind) ? destruction.Kind : null;
        }

        Slots slots = Slots.Of(destruction.Region, Family);
        return !slots.IsOpen && slots.Creations.Count > 0 && slots.Creations.All(creation => creation.RegionKind is { } kind && IsPinnedByOwner(kind))
            ? slots.Creations.First().RegionKind
            : null;
    }

    private static bool IsPinnedByOwner(RegionKind kind) => kind != RegionKind.Any && !kind.ReferencesKeepRegion() && !kind.MayComeAndGo();

    /// <summary>A region that was made in the same run of the member, and that nobody can have seen.</summary>
    private bool IsFreshLocal(DestructionFact destruction)
    {
        if (destruction.Region is not { Kind: ValueKind.Variable, Symbol: ILocalSymbol local })
        {
            return false;
        }

        IReadOnlyList<Value> values = Family.FlowsInto(local);
        return values.Any(static value => value.Kind == ValueKind.Creation)
            && values.All(value => value.Kind == ValueKind.Null || (value.Kind == ValueKind.Creation && value.Creation!.Body == destruction.Body));
    }

    private IEnumerable<LinkFact> LinksOf(Value region)
    {
        _links ??= Family.Bodies.SelectMany(static body => body.Links).Select(link => (link, Slots.Of(link.Region, Family))).ToList();
        Slots regions = Slots.Of(region, Family);
        return _links.Where(link => regions.Intersects(link.Region)).Select(static link => link.Fact);
    }

    private bool IsLinked(Value region) => LinksOf(region).Any();

    private LinkFact? CrossLinkOf(Value region) => LinksOf(region).FirstOrDefault(link => linkOwners.MustBeUndone(link, out _));

    private static bool ComesAfter(Fact fact, DestructionFact destruction)
    {
        if (!SymbolEqualityComparer.Default.Equals(fact.Node, destruction.Node) || fact.Syntax.SyntaxTree != destruction.Syntax.SyntaxTree)
        {
            return false;
        }

        return fact.Syntax.SpanStart > destruction.Syntax.SpanStart;
    }

    private void ReportAt(DestructionFact destruction, RegionKind kind, LifecyclePhase phase, bool mustUnlink)
    {
        string use = phase == LifecyclePhase.Runtime ? "while a CPU, a mapping or a link may still use it" : "before it is unlinked";
        string cure = mustUnlink ? "unlink it from its container instead" : "remove the call";
        string? name = Names.Of(destruction.Region);
        List<Location> related = Slots.Of(destruction.Region, Family).Creations
            .Select(static creation => creation.Syntax.GetLocation())
            .OrderBy(static location => location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static location => location.SourceSpan.Start)
            .ToList();
        Report(Diagnostic.Create(
            LifecycleRules.DestroyedInUse,
            destruction.Syntax.GetLocation(),
            related,
            ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Cure, mustUnlink ? DiagnosticProperties.Unlink : DiagnosticProperties.Remove),
            Names.Capitalized(Names.OfRegion(kind, name)),
            Names.WithReason(destruction.Node, phase, Family.Phases),
            use,
            cure));
    }
}
