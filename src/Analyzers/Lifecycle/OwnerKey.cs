namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Who an owner is, seen from the code that names it.</summary>
internal enum OwnerKind
{
    /// <summary>The object itself whose code it is: <see cref="OwnerKey.Symbol"/> is its type.</summary>
    This,

    /// <summary>Nobody: the region is without an owner.</summary>
    None,

    /// <summary>An object that the code made.</summary>
    Created,

    /// <summary>An object that came from outside: through a parameter, a settable member, another object's property.</summary>
    Outside,
}

/// <summary>One possible owner.</summary>
internal readonly struct OwnerKey(OwnerKind kind, ISymbol? symbol, CreationFact? creation) : IEquatable<OwnerKey>
{
    public OwnerKind Kind { get; } = kind;

    /// <summary>The type of <c>this</c>, or the variable or member through which an outside object came in.</summary>
    public ISymbol? Symbol { get; } = symbol;

    public CreationFact? Creation { get; } = creation;

    public bool Equals(OwnerKey other)
    {
        return Kind == other.Kind && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) && Creation == other.Creation;
    }

    public override bool Equals(object? obj) => obj is OwnerKey other && Equals(other);

    public override int GetHashCode()
    {
        return (int)Kind ^ (Symbol is null ? 0 : SymbolEqualityComparer.Default.GetHashCode(Symbol)) ^ (Creation?.GetHashCode() ?? 0);
    }
}

/// <summary>The possible owners of something.</summary>
internal sealed class OwnerSet
{
    public HashSet<OwnerKey> Keys { get; } = [];

    /// <summary>It may also be somebody else.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The owners are known, all of them, and there is one at least.</summary>
    public bool IsKnown => !IsOpen && Keys.Count > 0;
}
