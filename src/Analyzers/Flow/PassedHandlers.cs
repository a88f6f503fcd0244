using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The types of the handlers that an exception has passed on its way outwards. It is of none of them, so that a handler further out
/// which asks for no more will not take it either.
/// </summary>
internal sealed class PassedHandlers
{
    private List<ITypeSymbol>? _types;

    public bool IsEmpty => _types is null;

    /// <summary>The handlers of the try statements that are left on the way from one region to one around it.</summary>
    public static PassedHandlers Between(ControlFlowRegion from, ControlFlowRegion to)
    {
        var passed = new PassedHandlers();
        for (ControlFlowRegion? current = from; current is not null && current != to; current = current.EnclosingRegion)
        {
            if (current is { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndCatch } statement })
            {
                foreach (ControlFlowRegion handler in statement.NestedRegions)
                {
                    passed.Add(handler);
                }
            }
        }

        return passed;
    }

    /// <summary>Notes a handler. One with a filter may say no to anything.</summary>
    public void Add(ControlFlowRegion handler)
    {
        if (handler is { Kind: ControlFlowRegionKind.Catch, ExceptionType: { } type })
        {
            (_types ??= []).Add(type);
        }
    }

    /// <summary>Whatever the handler would take, one of those that were passed would have taken.</summary>
    public bool Cover(ControlFlowRegion handler)
    {
        return _types is not null && HandlerMatching.CaughtBy(handler) is { } caught && _types.Any(type => HandlerMatching.Derives(caught, type));
    }
}
