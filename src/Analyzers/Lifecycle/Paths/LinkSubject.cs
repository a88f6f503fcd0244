using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>A region whose links are followed, and what of the type has to do with it. For one check of one type.</summary>
internal sealed class LinkSubject
{
    private readonly PathNames _names;
    private readonly Dictionary<Value, bool?> _known = [];

    public LinkSubject(string name, Value region, TypeFamily family, PathNames names)
    {
        Name = name;
        _names = names;
        Slots = names.SlotsOf(region);
        Touching = names.Functions.CallersOf(family.Bodies.SelectMany(static body => body.Links.Concat(body.Unlinks)).Where(fact => MayBeAbout(fact)).Select(static fact => fact.Node));
        Relevance = new PathRelevance(names.Functions, Touching, step => step switch
        {
            LinkStep link => MayBeAbout(link.Fact),
            CallStep call => names.Functions.MayCome(call, Touching),
            LambdaStep lambda => Touching.Contains(lambda.Function),
            _ => false,
        });
    }

    /// <summary>See <see cref="PathNames"/>.</summary>
    public string Name { get; }

    public Slots Slots { get; }

    /// <summary>The functions that may link or unlink the region, or call some that do.</summary>
    public HashSet<ISymbol> Touching { get; }

    public PathRelevance Relevance { get; }

    /// <summary>The type made it, and nobody else can have linked it before.</summary>
    public bool IsMade => Name.StartsWith("new", StringComparison.Ordinal);

    /// <summary>True: it is the region. False: it is another. Null: it may be.</summary>
    public bool? Is(Value region)
    {
        if (!_known.TryGetValue(region, out bool? known))
        {
            known = _names.OfObject(region) == Name ? true : _names.SlotsOf(region).MayEqual(Slots) ? null : false;
            _known.Add(region, known);
        }

        return known;
    }

    /// <summary>The call is about the region, or about whatever its function is given.</summary>
    public bool MayBeAbout(LinkFact fact)
    {
        return fact.Region is { Kind: ValueKind.Variable, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } } || Is(fact.Region) != false;
    }
}
