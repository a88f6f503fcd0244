using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What a family of types says, all its bodies together, of the regions in its variables and members.</summary>
internal sealed class RegionKnowledge(TypeFamily family, LinkOwners linkOwners)
{
    private readonly Dictionary<ISymbol, Slots> _slots = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, bool> _heldByLinks = new(SymbolEqualityComparer.Default);
    private List<(LinkFact Fact, Slots Region)>? _links;
    private List<Slots>? _handovers;

    /// <summary>The two places may hold the same region.</summary>
    public bool MayBeSame(ISymbol a, ISymbol b) => SlotsOf(a).MayEqual(SlotsOf(b));

    /// <summary>All links of the regions that the value may be.</summary>
    public IEnumerable<LinkFact> LinksOf(Value region)
    {
        Slots slots = Slots.Of(region, family);
        return Links.Where(link => slots.Intersects(link.Region)).Select(static link => link.Fact);
    }

    /// <summary>The region is sure to die when it is taken from its owner: nobody else holds the region itself.</summary>
    /// <param name="place">Where it is.</param>
    /// <param name="state">What is known of it there.</param>
    public bool DiesWhenDestroyed(ISymbol place, PlaceState state)
    {
        if (state.Life == RegionLife.None)
        {
            return false;
        }

        if (state.Link == RegionLink.Fresh)
        {
            return true;
        }

        // Mappings, views and links keep RAM and ROM.
        if (KindOf(place) is not { } kind || kind == RegionKind.Any || kind.ReferencesKeepRegion())
        {
            return false;
        }

        const RegionLink Free = RegionLink.Unlinked | RegionLink.UnlinkedInTransaction | RegionLink.Fresh;
        return (state.Link & ~Free) == 0 || ((state.Link & (RegionLink.Linked | RegionLink.Escaped)) == 0 && !MayBeHeldByLinks(place));
    }

    /// <summary>The kind of all regions that the place may hold.</summary>
    public RegionKind? KindOf(ISymbol place)
    {
        RegionKind? declared = family.Model.Contracts.RegionKindOf(TypeOf(place));
        return declared is RegionKind.Any ? KindOf(SlotsOf(place)) : declared;
    }

    private static RegionKind? KindOf(Slots slots)
    {
        if (slots.IsOpen || slots.Creations.Count == 0)
        {
            return null;
        }

        RegionKind? kind = slots.Creations.First().RegionKind;
        return slots.Creations.All(creation => creation.RegionKind == kind) ? kind : null;
    }

    /// <summary>The kind of all regions that the value may be.</summary>
    public RegionKind? KindOf(Value region)
    {
        RegionKind? declared = family.Model.Contracts.RegionKindOf(region.Type);
        return declared is null or RegionKind.Any ? KindOf(Slots.Of(region, family)) : declared;
    }

    private List<(LinkFact Fact, Slots Region)> Links
    {
        get => _links ??= family.Bodies.SelectMany(static body => body.Links).Select(link => (link, Slots.Of(link.Region, family))).ToList();
    }

    /// <summary>A container of its own owner may hold it: such a link references the region.</summary>
    private bool MayBeHeldByLinks(ISymbol place)
    {
        if (_heldByLinks.TryGetValue(place, out bool known))
        {
            return known;
        }

        Slots slots = SlotsOf(place);
        _handovers ??= family.Bodies.SelectMany(static facts => facts.Handovers).Select(handover => Slots.Of(handover.Argument, family)).ToList();
        bool held = slots.IsOpen
            || Links.Any(link => slots.MayEqual(link.Region) && !linkOwners.CrossesOwners(link.Fact))
            || _handovers.Any(slots.Intersects)
            || IsVisibleOutside(place);
        _heldByLinks.Add(place, held);
        return held;
    }

    /// <summary>Code that cannot be seen can reach it, and may have linked it.</summary>
    private static bool IsVisibleOutside(ISymbol place)
    {
        return place is IFieldSymbol or IPropertySymbol && place.DeclaredAccessibility != Accessibility.Private;
    }

    private Slots SlotsOf(ISymbol place)
    {
        if (!_slots.TryGetValue(place, out Slots? slots))
        {
            Value value = place is IFieldSymbol or IPropertySymbol
                ? Value.Member(place, Value.This(place.ContainingType), TypeOf(place))
                : Value.Variable(place, TypeOf(place));
            _slots.Add(place, slots = Slots.Of(value, family));
        }

        return slots;
    }

    private static ITypeSymbol? TypeOf(ISymbol place) => place switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
