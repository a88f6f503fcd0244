using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Whether a handler takes an exception.</summary>
internal enum HandlerMatch
{
    Never,
    Maybe,
    Always,
}

/// <summary>Matches exceptions with the handlers of a try region.</summary>
internal static class HandlerMatching
{
    /// <summary>
    /// Whether the handler (a catch, or a filter with its catch) takes what the block throws; null: what some call throws.
    /// </summary>
    public static HandlerMatch Match(ControlFlowRegion handler, BasicBlock? thrower)
    {
        HandlerMatch match = MatchType(CaughtBy(handler), ThrownType(thrower));
        return handler.Kind == ControlFlowRegionKind.FilterAndHandler && match == HandlerMatch.Always ? HandlerMatch.Maybe : match;
    }

    /// <summary>The type that the handler asks for; null if it takes all.</summary>
    public static ITypeSymbol? CaughtBy(ControlFlowRegion handler)
    {
        return handler.ExceptionType is null && handler.Kind == ControlFlowRegionKind.FilterAndHandler && handler.NestedRegions.Length > 0
            ? handler.NestedRegions[0].ExceptionType
            : handler.ExceptionType;
    }

    private static HandlerMatch MatchType(ITypeSymbol? caught, ITypeSymbol? thrown)
    {
        if (caught is null || caught.SpecialType == SpecialType.System_Object || IsException(caught))
        {
            return HandlerMatch.Always;
        }

        if (thrown is null)
        {
            return HandlerMatch.Maybe;
        }

        if (Derives(thrown, caught))
        {
            return HandlerMatch.Always;
        }

        return Derives(caught, thrown) ? HandlerMatch.Maybe : HandlerMatch.Never;
    }

    /// <summary>The static type of what is thrown; null if it is not known.</summary>
    private static ITypeSymbol? ThrownType(BasicBlock? thrower)
    {
        IOperation? thrown = thrower?.BranchValue;
        if (thrown is null)
        {
            return thrower?.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Rethrow ? CaughtType(thrower.EnclosingRegion) : null;
        }

        while (thrown is IConversionOperation conversion)
        {
            thrown = conversion.Operand;
        }

        return thrown.Type;
    }

    /// <summary>What the innermost handler around a region has caught.</summary>
    private static ITypeSymbol? CaughtType(ControlFlowRegion? region)
    {
        while (region is not null && region.Kind != ControlFlowRegionKind.Catch)
        {
            region = region.EnclosingRegion;
        }

        return region?.ExceptionType;
    }

    internal static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, from))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsException(ITypeSymbol type)
    {
        return type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
    }
}
