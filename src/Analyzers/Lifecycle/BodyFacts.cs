using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle.Paths;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What the body of one member does, with all lambdas and local functions in it. Not changed once it is collected.</summary>
internal sealed class BodyFacts(ISymbol member, INamedTypeSymbol type, SyntaxTree tree, int position)
{
    private Lazy<Script>? _script;

    /// <summary>The method, accessor, or the field or property of an initialiser.</summary>
    public ISymbol Member { get; } = member;

    /// <summary>The type that declares the member.</summary>
    public INamedTypeSymbol Type { get; } = type;

    public SyntaxTree Tree { get; } = tree;

    public int Position { get; } = position;

    /// <summary>The member and the functions in it.</summary>
    public List<ISymbol> Nodes { get; } = [];

    public List<CallFact> Calls { get; } = [];

    public List<DelegateFact> Delegates { get; } = [];

    public List<FlowFact> Flows { get; } = [];

    public List<CreationFact> RegionCreations { get; } = [];

    public List<DestructionFact> Destructions { get; } = [];

    public List<LinkFact> Links { get; } = [];

    public List<LinkFact> Unlinks { get; } = [];

    public List<AdoptionFact> Adoptions { get; } = [];

    public List<HandoverFact> Handovers { get; } = [];

    public List<UseFact> Uses { get; } = [];

    /// <summary>The address spaces that are made of regions.</summary>
    public List<RootFact> Roots { get; } = [];

    /// <summary>The calls that release what is no region.</summary>
    public List<ReleaseFact> Releases { get; } = [];

    /// <summary>The calls that take objects other than regions from their parents.</summary>
    public List<ReleaseFact> ObjectDestructions { get; } = [];

    /// <summary>The objects, other than regions, that references are taken to and dropped from.</summary>
    public List<ReferenceFact> References { get; } = [];

    /// <summary>It runs when its object is gone.</summary>
    public bool IsFinalizer { get; init; }

    /// <summary>Of a region's constructor: which of its parameters it passes to the base class as the owner.</summary>
    public int? OwnerParameter { get; set; }

    /// <summary>The compiler could not make sense of some of it.</summary>
    public bool HasErrors { get; set; }

    /// <summary>There is something in it that a rule may have to report.</summary>
    public bool HasSites => RegionCreations.Count > 0 || Destructions.Count > 0 || Links.Count > 0 || Unlinks.Count > 0 || ObjectDestructions.Count > 0
        || (IsFinalizer && (Uses.Count > 0 || Calls.Count > 0));

    /// <summary>The paths through it. Made when a rule asks for it first; any thread may.</summary>
    public Script Script => _script?.Value ?? Script.Nothing;

    /// <summary>Notes what the script is to be made of.</summary>
    public void SetSource(ImmutableArray<IOperation> blocks, ContractModel contracts, ValueReader values)
    {
        _script = new Lazy<Script>(() => ScriptBuilder.Build(this, blocks, contracts, values));
    }
}

/// <summary>The bodies of one type, in the order of the source.</summary>
internal sealed class TypeFacts
{
    private TypeFacts(ImmutableArray<BodyFacts> bodies)
    {
        Bodies = bodies;
    }

    public ImmutableArray<BodyFacts> Bodies { get; }

    public static TypeFacts Of(IEnumerable<BodyFacts> bodies)
    {
        return new(ImmutableArray.CreateRange(bodies).Sort(static (a, b) =>
        {
            int byFile = string.CompareOrdinal(a.Tree.FilePath, b.Tree.FilePath);
            return byFile != 0 ? byFile : a.Position.CompareTo(b.Position);
        }));
    }
}
