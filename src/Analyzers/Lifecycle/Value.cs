namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What an expression is made of, as far as it tells which object or region it may be.</summary>
internal enum ValueKind
{
    /// <summary>Nothing is known of it.</summary>
    Unknown,

    /// <summary>The object whose code this is.</summary>
    This,

    /// <summary>The null literal.</summary>
    Null,

    /// <summary>A local, a parameter, or the variable of a pattern or loop.</summary>
    Variable,

    /// <summary>A field or property, of <see cref="Value.Instance"/> or static.</summary>
    Member,

    /// <summary>The result of a method.</summary>
    Call,

    /// <summary>A new object.</summary>
    Creation,

    /// <summary>One of several, or a collection of them.</summary>
    Union,
}

/// <summary>
/// An expression, cut down to what the life-cycle rules need. Elements of a collection are not told apart from the collection: a loop
/// over an array of regions is a loop over "one of them".
/// </summary>
internal sealed class Value
{
    public static readonly Value Unknown = new(ValueKind.Unknown);
    public static readonly Value Null = new(ValueKind.Null);

    private Value(ValueKind kind)
    {
        Kind = kind;
    }

    public ValueKind Kind { get; }

    /// <summary>The variable, member or method.</summary>
    public ISymbol? Symbol { get; private init; }

    /// <summary>The object whose member it is.</summary>
    public Value? Instance { get; private init; }

    /// <summary>The static type, where it matters: of <c>this</c>, and of what a member or method returns.</summary>
    public ITypeSymbol? Type { get; private init; }

    public CreationFact? Creation { get; private init; }

    public ImmutableArray<Value> Parts { get; private init; } = ImmutableArray<Value>.Empty;

    public static Value This(INamedTypeSymbol type) => new(ValueKind.This) { Type = type };

    public static Value Variable(ISymbol symbol, ITypeSymbol? type) => new(ValueKind.Variable) { Symbol = symbol, Type = type };

    public static Value Member(ISymbol symbol, Value? instance, ITypeSymbol? type)
    {
        return new(ValueKind.Member) { Symbol = symbol.OriginalDefinition, Instance = instance, Type = type };
    }

    public static Value Call(IMethodSymbol method, Value? instance, ITypeSymbol? type)
    {
        return new(ValueKind.Call) { Symbol = method.OriginalDefinition, Instance = instance, Type = type };
    }

    public static Value Created(CreationFact creation) => new(ValueKind.Creation) { Creation = creation, Type = creation.Type };

    public static Value Union(ImmutableArray<Value> parts)
    {
        return parts.Length == 1 ? parts[0] : new(ValueKind.Union) { Parts = parts };
    }
}
