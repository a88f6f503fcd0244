using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>What the types of one compilation do with resources, each read at most once, and only if it acquires or releases some. Thread-safe.</summary>
internal sealed class HolderModel
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<BodyUses>> _types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, TypeBodies> _bodies = new(SymbolEqualityComparer.Default);
    private readonly ImmutableArray<IAssemblySymbol> _apis;

    public HolderModel(Compilation compilation, ContractModel contracts)
    {
        Compilation = compilation;
        Contracts = contracts;
        Summaries = new SummaryProvider(compilation);
        _apis = ImmutableArray.CreateRange(
            compilation.GetTypesByMetadataName(ContractNames.Namespace + "." + ContractNames.Acquires).Select(static type => type.ContainingAssembly));
    }

    public Compilation Compilation { get; }

    public ContractModel Contracts { get; }

    public SummaryProvider Summaries { get; }

    /// <summary>The assembly declares the contracts themselves: what its members do to resources is written on them.</summary>
    public bool IsApi(IAssemblySymbol? assembly) => assembly is not null && _apis.Contains(assembly, SymbolEqualityComparer.Default);

    /// <summary>What the compiler's pass shows of a type.</summary>
    public TypeBodies BodiesOf(INamedTypeSymbol type) => _bodies.GetOrAdd(type.OriginalDefinition, static _ => new TypeBodies());

    /// <summary>The type, those nested with it, and the bases of all of them.</summary>
    public HolderFamily FamilyOf(INamedTypeSymbol outermost, CancellationToken cancellation)
    {
        var types = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var bodies = new List<BodyUses>();
        Add(outermost);
        return new HolderFamily(this, outermost, bodies);

        void Add(INamedTypeSymbol? type)
        {
            if (type is null || !Contracts.IsInSource(type) || !types.Add(type))
            {
                return;
            }

            bodies.AddRange(UsesOf(type, cancellation));
            Add(type.BaseType?.OriginalDefinition);
            foreach (INamedTypeSymbol nested in type.GetTypeMembers())
            {
                Add(nested);
            }
        }
    }

    private ImmutableArray<BodyUses> UsesOf(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (_types.TryGetValue(type, out ImmutableArray<BodyUses> known))
        {
            return known;
        }

        ImmutableArray<BodyUses>.Builder uses = ImmutableArray.CreateBuilder<BodyUses>();
        if (_bodies.TryGetValue(type, out TypeBodies? seen) && seen.IsComplete)
        {
            foreach ((ISymbol member, ImmutableArray<IOperation> roots) in seen.All)
            {
                uses.Add(UseCollector.Collect(member, roots, this, cancellation));
            }
        }
        else
        {
            foreach ((ISymbol member, IOperation body) in MemberBodies.Of(type, Compilation, cancellation))
            {
                uses.Add(UseCollector.Collect(member, ImmutableArray.Create(body), this, cancellation));
            }
        }

        return _types.GetOrAdd(type, uses.ToImmutable());
    }
}

/// <summary>The bodies of one type, as the compiler's pass comes to them. Thread-safe.</summary>
internal sealed class TypeBodies
{
    private readonly ConcurrentBag<(ISymbol Member, ImmutableArray<IOperation> Roots)> _all = new();
    private volatile bool _touches;
    private volatile bool _isComplete;

    public IEnumerable<(ISymbol Member, ImmutableArray<IOperation> Roots)> All => _all;

    /// <summary>Something in the type acquires or releases.</summary>
    public bool TouchesResources
    {
        get => _touches;
        set => _touches = value;
    }

    /// <summary>All bodies are here.</summary>
    public bool IsComplete
    {
        get => _isComplete;
        set => _isComplete = value;
    }

    public void Add(ISymbol member, ImmutableArray<IOperation> roots) => _all.Add((member, roots));
}
