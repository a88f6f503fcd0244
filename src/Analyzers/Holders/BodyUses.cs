namespace MemoryRegions.Analyzers.Holders;

/// <summary>What the body of one member does with resources and with what may hold them. Not changed once it is collected.</summary>
internal sealed class BodyUses(ISymbol member, INamedTypeSymbol type, ImmutableArray<IOperation> roots)
{
    public ISymbol Member { get; } = member;

    public INamedTypeSymbol Type { get; } = type;

    public ImmutableArray<IOperation> Roots { get; } = roots;

    public Dictionary<ISymbol, Trace> Traces { get; } = new(SymbolEqualityComparer.Default);

    public List<AcquisitionSite> Acquisitions { get; } = new();

    /// <summary>The kinds that the object releases on itself.</summary>
    public HashSet<string> ReleasedOnThis { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls of functions of the compilation: by which function, which, and where.</summary>
    public List<(ISymbol Caller, ISymbol Callee, IOperation Call)> Calls { get; } = new();

    /// <summary>Methods and lambdas of which a delegate is made, and whether a region calls it and nobody else.</summary>
    public List<(ISymbol Function, bool IsRegionCallback)> Delegates { get; } = new();

    public bool HasErrors { get; set; }

    /// <summary>The functions that call code which is not seen, and may call back: what the contracts' own assembly declares, and anything else.</summary>
    public HashSet<ISymbol> CallingApi { get; } = new(SymbolEqualityComparer.Default);

    public HashSet<ISymbol> CallingForeign { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The functions with a throw of their own.</summary>
    public HashSet<ISymbol> Throwing { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Calls whose callees may come back to the object, and where they are made.</summary>
    public List<(IOperation Call, ISymbol Function)> Reentries { get; } = new();

    /// <summary>Everything that releases, whatever it is that is released.</summary>
    public List<ReleaseSite> Releases { get; } = new();

    public Trace TraceOf(ISymbol symbol)
    {
        symbol = symbol.OriginalDefinition;
        if (!Traces.TryGetValue(symbol, out Trace? trace))
        {
            Traces.Add(symbol, trace = new Trace());
        }

        return trace;
    }
}
