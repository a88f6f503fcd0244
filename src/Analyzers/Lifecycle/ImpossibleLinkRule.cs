using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>MRL208: a subregion of an alias; a region inside itself, directly or through an alias; an alias of itself.</summary>
internal sealed class ImpossibleLinkRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    private readonly Identity _identity = new(family);

    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (body.HasErrors)
        {
            return;
        }

        foreach (LinkFact link in body.Links)
        {
            cancellation.ThrowIfCancellationRequested();
            if (link.ContainerIsRegion)
            {
                CheckLink(link);
            }
        }

        foreach (CreationFact creation in body.RegionCreations)
        {
            if (creation is { Shown: { } shown, Target: ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private } } && IsOnlyValueOf(creation, shown))
            {
                ReportAt(creation, $"the alias '{creation.Target!.Name}' is made to show itself, before it exists", "name the region that it is to show");
            }
        }
    }

    private void CheckLink(LinkFact link)
    {
        string region = Names.Of(link.Region) ?? "the region";
        string container = Names.Of(link.Container) ?? "the container";
        if (IsAlias(link.Container))
        {
            ReportAt(link, $"'{region}' is added to the alias '{container}', which has no subregions", "add it to the region that the alias shows");
        }
        else if (_identity.AreSame(link.Container, link.Region))
        {
            ReportAt(link, $"'{region}' is added to itself", "add it to another container");
        }
        else if (ShowsItsContainer(link))
        {
            ReportAt(link, $"'{region}' is added to '{container}', which it shows, so that this would be inside itself", "let it show the part of the container that is meant");
        }
    }

    private bool IsAlias(Value container)
    {
        if (Contracts.RegionKindOf(container.Type) is { } kind and not RegionKind.Any)
        {
            return kind == RegionKind.Alias;
        }

        Slots slots = Slots.Of(container, Family);
        return !slots.IsOpen && slots.Creations.Count > 0 && slots.Creations.All(static creation => creation.RegionKind == RegionKind.Alias);
    }

    private bool ShowsItsContainer(LinkFact link)
    {
        if (link.Region is { Kind: ValueKind.Creation, Creation.Shown: { } direct })
        {
            return _identity.AreSame(link.Container, direct);
        }

        if (_identity.OnlyValueOf(link.Region) is not { Kind: ValueKind.Creation, Creation: { Shown: { } shown } creation }
            || !_identity.AreSame(link.Container, shown)
            || !_identity.NeverChanges(link.Container, link.Body, out bool hasLocals))
        {
            return false;
        }

        // Locals and parameters are those of one run; and the local of a loop is another one in each round.
        return IsOfThis(link.Container) || (creation.Body == link.Body && SymbolEqualityComparer.Default.Equals(creation.Node, link.Node) && (!hasLocals || !link.IsConditional));
    }

    /// <summary>A member of <c>this</c>, or of one: the same in every body.</summary>
    private static bool IsOfThis(Value value)
    {
        Value? root = value;
        while (root is { Kind: ValueKind.Member })
        {
            root = root.Instance;
        }

        return root is { Kind: ValueKind.This };
    }

    /// <summary>Nothing but this creation is ever stored in the variable that it reads.</summary>
    private bool IsOnlyValueOf(CreationFact creation, Value shown)
    {
        return shown.Kind is ValueKind.Variable or ValueKind.Member
            && SymbolEqualityComparer.Default.Equals(shown.Symbol, creation.Target)
            && (shown.Kind == ValueKind.Variable || shown.Instance is { Kind: ValueKind.This })
            && Contracts.RegionKindOf(shown.Type) is not null
            && Family.FlowsInto(shown.Symbol!).All(value => value.Kind == ValueKind.Null || value.Creation == creation);
    }

    private void ReportAt(Fact fact, string problem, string cure)
    {
        Report(Diagnostic.Create(LinkRules.ImpossibleLink, fact.Syntax.GetLocation(), problem, cure));
    }
}
