using System.Linq;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>What a type, those nested with it and the bases of all of them do with resources, put together.</summary>
internal sealed class HolderFamily
{
    private readonly Dictionary<ISymbol, Trace> _traces = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<ISymbol>> _sources = new(SymbolEqualityComparer.Default);

    public HolderFamily(HolderModel model, INamedTypeSymbol outermost, IReadOnlyList<BodyUses> bodies)
    {
        Model = model;
        Outermost = outermost;
        Bodies = bodies;
        Calls = new CallMap(bodies);
        foreach (BodyUses body in bodies)
        {
            foreach (KeyValuePair<ISymbol, Trace> pair in body.Traces)
            {
                if (!_traces.TryGetValue(pair.Key, out Trace? trace))
                {
                    _traces.Add(pair.Key, trace = new Trace());
                }

                trace.Add(pair.Value);
            }
        }

        foreach (KeyValuePair<ISymbol, Trace> pair in _traces)
        {
            foreach ((ISymbol target, bool isPart) in pair.Value.Flows)
            {
                if (!isPart)
                {
                    if (!_sources.TryGetValue(target, out List<ISymbol>? sources))
                    {
                        _sources.Add(target, sources = new List<ISymbol>());
                    }

                    sources.Add(pair.Key);
                }
            }
        }
    }

    public HolderModel Model { get; }

    public INamedTypeSymbol Outermost { get; }

    public IReadOnlyList<BodyUses> Bodies { get; }

    public CallMap Calls { get; }

    public bool HasErrors => Bodies.Any(static body => body.HasErrors);

    /// <summary>There is a throw in the function.</summary>
    public bool Throws(ISymbol function) => Bodies.Any(body => body.Throwing.Contains(function));

    public IEnumerable<ISymbol> Symbols => _traces.Keys;

    public Trace? TraceOf(ISymbol symbol) => _traces.TryGetValue(symbol, out Trace? trace) ? trace : null;

    /// <summary>The variables whose value is stored in the variable as it is.</summary>
    public IReadOnlyList<ISymbol> SourcesOf(ISymbol symbol) => _sources.TryGetValue(symbol, out List<ISymbol>? sources) ? sources : Array.Empty<ISymbol>();

    public static bool IsHolder(ISymbol symbol) => symbol is IFieldSymbol or IPropertySymbol { IsIndexer: false };

    /// <summary>All code that can name the member belongs to the family.</summary>
    public bool IsClosed(ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } or ILocalSymbol)
        {
            return true;
        }

        if (member is IMethodSymbol { ExplicitInterfaceImplementations.IsEmpty: false } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false } || member.IsOverride)
        {
            return false;
        }

        for (ISymbol? current = member; current is not null and not INamespaceSymbol; current = current.ContainingSymbol)
        {
            if (current.DeclaredAccessibility == Accessibility.Private)
            {
                return true;
            }
        }

        // A derived class could name it too, if there could be one.
        return member.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedAndInternal && Outermost.IsSealed && IsBaseOfOutermost(member.ContainingType);
    }

    private bool IsBaseOfOutermost(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = Outermost; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            if (SymbolEqualityComparer.Default.Equals(current, type.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
