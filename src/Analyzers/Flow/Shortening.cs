using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Expressions of the base library that make a new array or list of a part of another one, chosen by place and not by what is there.</summary>
internal static class Shortening
{
    /// <summary>How many calls may stand between the container and the new one.</summary>
    private const int MaxDepth = 8;

    /// <summary>The expression makes a part of the container, and of nothing else.</summary>
    public static bool IsOf(IOperation? expression, Func<IOperation?, bool> isContainer)
    {
        bool isPart = false;
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            expression = BodyGraph.Unwrap(expression);
            if (isPart && isContainer(expression))
            {
                return true;
            }

            isPart |= TakesPart(expression);
            expression = SourceOf(expression);
        }

        return false;
    }

    /// <summary><c>Array.Resize(ref array, array.Length - n)</c></summary>
    public static bool IsResize(IInvocationOperation invocation, out IOperation? array)
    {
        array = null;
        if (invocation.TargetMethod is not { Name: "Resize", ContainingType.SpecialType: SpecialType.System_Array } || invocation.Arguments.Length != 2)
        {
            return false;
        }

        array = BodyGraph.Unwrap(invocation.Arguments[0].Value);
        return BodyGraph.Unwrap(invocation.Arguments[1].Value) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } size
            && BodyGraph.Unwrap(size.LeftOperand) is IPropertyReferenceOperation { Property: { Name: "Length", ContainingType.SpecialType: SpecialType.System_Array }, Instance: { } measured }
            && (array, BodyGraph.Unwrap(measured)) switch
            {
                (IFieldReferenceOperation one, IFieldReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Field, other.Field),
                (ILocalReferenceOperation one, ILocalReferenceOperation other) => SymbolEqualityComparer.Default.Equals(one.Local, other.Local),
                _ => false,
            };
    }

    private static bool TakesPart(IOperation? expression) => expression switch
    {
        IInvocationOperation { TargetMethod: { Name: "Take" or "TakeLast" or "Skip" or "SkipLast" } method } => IsEnumerable(method),
        IInvocationOperation { TargetMethod: { Name: "GetRange" or "Slice" } method } => KnownTypes.IsCollection(method.ContainingType),
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } => IsRange(indices[0].Type),
        IImplicitIndexerReferenceOperation indexer => indexer.Argument is IRangeOperation,
        _ => false,
    };

    /// <summary>What the new array or list is made of; null if that is not all there is in it, or not to be seen.</summary>
    private static IOperation? SourceOf(IOperation? expression) => expression switch
    {
        IInvocationOperation { TargetMethod: { Name: "ToList" or "ToArray" or "Take" or "TakeLast" or "Skip" or "SkipLast" } method } call when IsEnumerable(method) => call.Arguments[0].Value,
        IInvocationOperation { TargetMethod: { Name: "GetRange" or "Slice" } method } call when KnownTypes.IsCollection(method.ContainingType) => call.Instance,
        IArrayElementReferenceOperation { Indices: { Length: 1 } indices } element when IsRange(indices[0].Type) => element.ArrayReference,
        IImplicitIndexerReferenceOperation { Argument: IRangeOperation } indexer => indexer.Instance,
        ICollectionExpressionOperation { Elements: { Length: 1 } elements } => (elements[0] as ISpreadOperation)?.Operand,
        IObjectCreationOperation { Arguments: { Length: 1 } arguments, Initializer: null, Type: INamedTypeSymbol type } when KnownTypes.IsCollection(type) => arguments[0].Value,
        _ => null,
    };

    private static bool IsRange(ITypeSymbol? type) => type is { Name: "Range", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static bool IsEnumerable(IMethodSymbol method)
    {
        return method.ContainingType is { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
    }
}
