using System.Linq;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Summarises what a body does to the elements of its parameters: follows an element at an unknown index, and one at the index that is the
/// value of an integer parameter, from the beginning to the end.
/// </summary>
internal sealed class ElementSummary(IMethodSymbol method, BodyGraph body, CallOracle oracle)
{
    private readonly Acquisition?[] _fills = new Acquisition?[method.Parameters.Length];

    /// <summary>The body leaves an object that it acquires in the elements of a parameter.</summary>
    public void NoteFill(ObjectHistory history)
    {
        if (history.Filled is not { Symbol: IParameterSymbol parameter } || !method.Parameters.Contains(parameter, SymbolEqualityComparer.Default))
        {
            return;
        }

        // Where the body takes care of what it acquired on some of its ways, its result has to tell on which.
        CallOutcome? when = CallOutcome.Always;
        if (history.TakenResults.Count > 0)
        {
            bool tells = !history.TakenResults.Contains(-1) && !history.TakenResults.Overlaps(history.FilledResults);
            when = tells && history.FilledResults.SetEquals(new[] { 1 }) ? CallOutcome.WhenTrue
                : tells && history.FilledResults.SetEquals(new[] { 0 }) ? CallOutcome.WhenFalse
                : null;
        }

        if (when is { } outcome)
        {
            _fills[parameter.Ordinal] = new Acquisition(history.Tracked.Kind, outcome);
        }
    }

    /// <summary>One for each parameter, null where nothing is known; empty if nothing is known of any.</summary>
    public ImmutableArray<ElementEffect?> Build()
    {
        ImmutableArray<ElementEffect?> effects = ImmutableArray.CreateRange(method.Parameters.Select(Summarise));
        return effects.All(effect => effect is null) ? ImmutableArray<ElementEffect?>.Empty : effects;
    }

    private ElementEffect? Summarise(IParameterSymbol parameter)
    {
        // The body of an iterator or of an asynchronous method need not have run when the call returns.
        if (parameter.RefKind != RefKind.None || method.IsAsync || method.ReturnType.TypeKind == TypeKind.Interface || LocalContainers.ElementOf(parameter.Type) is not { } element)
        {
            return null;
        }

        int container = body.Slots.Of(parameter);
        if (!body.Containers.IsContainer(container) || oracle.Contracts.Of(element).Kinds.IsEmpty)
        {
            return null;
        }

        string kind = oracle.Contracts.Of(element).Kinds[0];
        if (Follow(body.Slots.OfElement(container), kind, element) is not { } any)
        {
            return null;
        }

        if (any.StaysInPlace && any.Exits.All(exit => exit.Status == ObjectStatus.Held))
        {
            return new ElementEffect { Fills = _fills[parameter.Ordinal] };
        }

        if (_fills[parameter.Ordinal] is { } fills)
        {
            // What it does not leave there it has taken out again, with whatever else there was.
            return new ElementEffect { Takes = true, Fills = fills };
        }

        if (any.Exits.Any(exit => (exit.Status & ObjectStatus.Held) != 0))
        {
            return null;
        }

        foreach (IParameterSymbol limit in method.Parameters)
        {
            if (limit is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64 }
                && IsLimit(container, body.Slots.Of(limit), kind, element))
            {
                return new ElementEffect { Takes = true, Limit = limit.Ordinal };
            }
        }

        return null;
    }

    /// <summary>All loops over the container end before the element whose index the parameter is, and nothing else touches that.</summary>
    private bool IsLimit(int container, int limit, string kind, ITypeSymbol element)
    {
        if (body.Slots[limit].Outlives)
        {
            return false;
        }

        int atLimit = body.Slots.OfElement(container, limit);
        IReadOnlyList<DrainingLoop> loops = body.Containers.LoopsOver(container);
        if (!loops.All(loop => loop.Spares(body.Slots[atLimit])) || Follow(atLimit, kind, element) is not { } followed)
        {
            return false;
        }

        // A parameter that is counted down to nothing is no index of anything afterwards.
        bool countsDown = loops.Count > 0 && loops.All(loop => loop.Indices.SetEquals(new[] { limit }));
        return countsDown
            ? followed.Exits.Any(exit => exit.Status == ObjectStatus.Held)
            : followed.StaysInPlace && followed.Exits.All(exit => exit.Status == ObjectStatus.Held);
    }

    private ObjectHistory? Follow(int slot, string kind, ITypeSymbol type)
    {
        return TypestateAnalysis.Run(body, new TrackedObject(kind, ObjectOrigin.Entry, type, null, slot, mayBeNull: false), oracle.Cancellation);
    }
}
