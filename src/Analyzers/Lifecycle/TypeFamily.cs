namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// The facts of a type, of those nested with it and of the bases of all of them, put together. Not changed once it is made.
/// </summary>
internal sealed class TypeFamily
{
    private readonly Dictionary<ISymbol, List<Value>> _flows = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _types;
    private readonly Lazy<PhaseMap> _phases;

    public TypeFamily(LifecycleModel model, IReadOnlyList<INamedTypeSymbol> types, ImmutableArray<BodyFacts> bodies)
    {
        Model = model;
        Types = types;
        Bodies = bodies;
        _types = new HashSet<ISymbol>(types, SymbolEqualityComparer.Default);
        foreach (BodyFacts body in bodies)
        {
            foreach (FlowFact flow in body.Flows)
            {
                if (!_flows.TryGetValue(flow.Target, out List<Value>? values))
                {
                    _flows.Add(flow.Target, values = []);
                }

                values.Add(flow.Value);
            }
        }

        _phases = new Lazy<PhaseMap>(() => PhaseMap.Of(this));
    }

    public LifecycleModel Model { get; }

    public IReadOnlyList<INamedTypeSymbol> Types { get; }

    public ImmutableArray<BodyFacts> Bodies { get; }

    public PhaseMap Phases => _phases.Value;

    public bool Contains(INamedTypeSymbol? type) => type is not null && _types.Contains(type.OriginalDefinition);

    /// <summary>All that is stored in the variable or member, or returned by it, anywhere in the family.</summary>
    public IReadOnlyList<Value> FlowsInto(ISymbol symbol)
    {
        return _flows.TryGetValue(symbol, out List<Value>? values) ? values : [];
    }
}
