namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>The steps of one body.</summary>
internal sealed class Script(Step body, IReadOnlyDictionary<ISymbol, Step> functions, ImmutableArray<AssignStep> assignments, ImmutableArray<Condition> tests)
{
    public static readonly Script Nothing = new(
        SequenceStep.Nothing, new Dictionary<ISymbol, Step>(SymbolEqualityComparer.Default), ImmutableArray<AssignStep>.Empty, ImmutableArray<Condition>.Empty);

    public Step Body { get; } = body;

    /// <summary>The local functions and lambdas in it.</summary>
    public IReadOnlyDictionary<ISymbol, Step> Functions { get; } = functions;

    /// <summary>All assignments, those of the functions in it included.</summary>
    public ImmutableArray<AssignStep> Assignments { get; } = assignments;

    /// <summary>All flags and null tests.</summary>
    public ImmutableArray<Condition> Tests { get; } = tests;
}
