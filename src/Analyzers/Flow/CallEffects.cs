using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What a call does, from its contract or from a summary of its body.</summary>
internal sealed class CallEffects
{
    /// <summary>A callee of which nothing is known: it may throw, keep what it is handed, and change every field.</summary>
    public static readonly CallEffects Unknown = new() { MayThrow = true };

    /// <summary>A call that does nothing of interest, and does not throw.</summary>
    public static readonly CallEffects Nothing = new();

    public MethodContract Contract { get; init; } = MethodContract.None;

    public bool MayThrow { get; init; }

    /// <summary>With <see cref="MayThrow"/>: nobody expects it to throw. Handlers may meet what it throws, but no leak is blamed on it.</summary>
    public bool IsBlameless { get; init; }

    public bool DoesNotReturn { get; init; }

    /// <summary>The callee keeps none of its arguments, also where no parameter says so.</summary>
    public bool BorrowsArguments { get; init; }

    /// <summary>The fields of its own object whose handles the callee releases on every path, and leaves as they are.</summary>
    public ImmutableArray<(IFieldSymbol Field, Release Release)> ReleasedFields { get; init; } = ImmutableArray<(IFieldSymbol, Release)>.Empty;

    /// <summary>The fields of its type that the callee may change or release.</summary>
    public FieldSet ChangedFields { get; init; } = FieldSet.None;
}

/// <summary>A set of fields: some, or all.</summary>
internal sealed class FieldSet
{
    public static readonly FieldSet None = new(ImmutableHashSet<ISymbol>.Empty.WithComparer(SymbolEqualityComparer.Default), all: false);

    public static readonly FieldSet All = new(None._fields, all: true);

    private readonly ImmutableHashSet<ISymbol> _fields;
    private readonly bool _all;

    public FieldSet(ImmutableHashSet<ISymbol> fields)
        : this(fields, all: false)
    {
    }

    private FieldSet(ImmutableHashSet<ISymbol> fields, bool all)
    {
        _fields = fields;
        _all = all;
    }

    public bool IsEmpty => !_all && _fields.IsEmpty;

    public bool Contains(ISymbol field) => _all || _fields.Contains(field);

    public FieldSet Union(FieldSet other)
    {
        return _all || other._all ? All : other._fields.IsEmpty ? this : new FieldSet(_fields.Union(other._fields));
    }
}
