using System.Linq;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>An index: a constant, or the length of the collection or a variable with something added.</summary>
internal readonly struct ElementBound(ISymbol? symbol, int offset)
{
    public ISymbol? Symbol { get; } = symbol;

    public int Offset { get; } = offset;

    /// <summary>Null if nobody can tell.</summary>
    public bool? IsLessThan(ElementBound other) => SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol) ? Offset < other.Offset : null;
}

/// <summary>The elements of a collection that a loop comes to, one after the other: from the first up to, but not including, the end.</summary>
internal sealed class ElementRange(ISymbol collection, int first, ElementBound end)
{
    public ISymbol Collection { get; } = collection;

    public int First { get; } = first;

    public ElementBound End { get; } = end;

    /// <param name="element">The element that is passed to the call.</param>
    /// <param name="call">The call.</param>
    /// <returns><see langword="null"/> if the element is none of a collection, or if something else decides about the call.</returns>
    public static ElementRange? Of(IOperation element, IOperation call)
    {
        element = Stripped(element);
        ILoopOperation? loop = LoopAround(call, out bool isStraight);
        if (!isStraight)
        {
            return null;
        }

        if (element is ILocalReferenceOperation item)
        {
            // foreach: the collection's own end.
            return loop is IForEachLoopOperation each && each.Locals.Contains(item.Local, SymbolEqualityComparer.Default) && CollectionOf(each.Collection) is { } whole
                ? new ElementRange(whole, 0, new ElementBound(whole, 0))
                : null;
        }

        (IOperation? array, IOperation? index) = element switch
        {
            IArrayElementReferenceOperation { Indices.Length: 1 } reference => (reference.ArrayReference, reference.Indices[0]),
            IPropertyReferenceOperation { Property.IsIndexer: true, Arguments.Length: 1 } reference => (reference.Instance, reference.Arguments[0].Value),
            _ => default((IOperation?, IOperation?)),
        };
        if (array is null || index is null || CollectionOf(array) is not { } collection)
        {
            return null;
        }

        if (ConstantOf(index) is { } constant)
        {
            return loop is null ? new ElementRange(collection, constant, new ElementBound(null, constant + 1)) : null;
        }

        return Stripped(index) is ILocalReferenceOperation { Local: { } counter } && loop is IForLoopOperation counted ? OfLoop(collection, counter, counted) : null;
    }

    private static ElementRange? OfLoop(ISymbol collection, ILocalSymbol counter, IForLoopOperation loop)
    {
        IOperation? start = loop.Before.SelectMany(static before => before.DescendantsAndSelf()).OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, counter))?.Initializer?.Value;
        if (start is null || loop.Condition is not IBinaryOperation condition || loop.AtLoopBottom.Length != 1
            || loop.AtLoopBottom[0] is not IExpressionStatementOperation { Operation: IIncrementOrDecrementOperation step }
            || !Is(step.Target, counter) || !Is(condition.LeftOperand, counter)
            || loop.Body.DescendantsAndSelf().Any(part => part is IAssignmentOperation or IIncrementOrDecrementOperation && part.ChildOperations.FirstOrDefault() is { } target && Is(target, counter)))
        {
            return null;
        }

        if (step.Kind == OperationKind.Increment)
        {
            return ConstantOf(start) is { } first && BoundOf(condition.RightOperand, collection) is { } end
                ? condition.OperatorKind switch
                {
                    BinaryOperatorKind.LessThan or BinaryOperatorKind.NotEquals => new ElementRange(collection, first, end),
                    BinaryOperatorKind.LessThanOrEqual => new ElementRange(collection, first, new ElementBound(end.Symbol, end.Offset + 1)),
                    _ => null,
                }
                : null;
        }

        return ConstantOf(condition.RightOperand) is { } last && BoundOf(start, collection) is { } top
            ? condition.OperatorKind switch
            {
                BinaryOperatorKind.GreaterThanOrEqual => new ElementRange(collection, last, new ElementBound(top.Symbol, top.Offset + 1)),
                BinaryOperatorKind.GreaterThan => new ElementRange(collection, last + 1, new ElementBound(top.Symbol, top.Offset + 1)),
                _ => null,
            }
            : null;
    }

    private static ElementBound? BoundOf(IOperation operation, ISymbol collection)
    {
        operation = Stripped(operation);
        if (ConstantOf(operation) is { } constant)
        {
            return new ElementBound(null, constant);
        }

        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference when ConstantOf(difference.RightOperand) is { } taken && BoundOf(difference.LeftOperand, collection) is { } bound:
                return new ElementBound(bound.Symbol, bound.Offset - taken);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum when ConstantOf(sum.RightOperand) is { } added && BoundOf(sum.LeftOperand, collection) is { } bound:
                return new ElementBound(bound.Symbol, bound.Offset + added);
            case IPropertyReferenceOperation { Property.Name: "Length" or "Count", Instance: { } instance }:
                return SymbolEqualityComparer.Default.Equals(CollectionOf(instance), collection) ? new ElementBound(collection, 0) : null;
            case IFieldReferenceOperation { Field.IsReadOnly: true, Instance: null or IInstanceReferenceOperation } field:
                return new ElementBound(field.Field.OriginalDefinition, 0);
            default:
                return null;
        }
    }

    /// <summary>The innermost loop around the call, if nothing else decides whether the call runs in each round.</summary>
    private static ILoopOperation? LoopAround(IOperation call, out bool isStraight)
    {
        isStraight = true;
        for (IOperation? parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case ILoopOperation loop:
                    isStraight = loop is IForLoopOperation or IForEachLoopOperation && !loop.Body.DescendantsAndSelf().Any(static part => part is IBranchOperation or IReturnOperation or IThrowOperation);
                    return loop;
                case IConditionalOperation or ISwitchCaseOperation or ITryOperation or ICatchClauseOperation or IConditionalAccessOperation or ISwitchExpressionArmOperation or ICoalesceOperation:
                    isStraight = false;
                    return null;
                case IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyOperation or IConstructorBodyOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The field or property of <c>this</c>.</summary>
    private static ISymbol? CollectionOf(IOperation operation) => Stripped(operation) switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Property.IsIndexer: false } property => property.Property.OriginalDefinition,
        _ => null,
    };

    private static bool Is(IOperation operation, ILocalSymbol local) => Stripped(operation) is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private static int? ConstantOf(IOperation operation) => operation.ConstantValue is { HasValue: true, Value: int value } ? value : null;

    private static IOperation Stripped(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
