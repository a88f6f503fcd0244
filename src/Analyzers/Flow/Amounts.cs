using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Where the amounts of a body come from: whether what was written may be less than what was asked for. Only made when a release makes
/// that a question.
/// </summary>
internal sealed class Amounts
{
    private const int MaxDepth = 8;

    private readonly Dictionary<ISymbol, IOperation?> _definitions = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _compared = new(SymbolEqualityComparer.Default);
    private readonly BodyGraph _body;

    public Amounts(BodyGraph body)
    {
        _body = body;
        foreach (BasicBlock block in body.Graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                Scan(operation);
            }

            if (block.BranchValue is { } value)
            {
                Scan(value);
            }
        }
    }

    /// <summary>
    /// The amount may be less than all there is, as far as the body tells: it has nothing to do with what was asked for, and is compared
    /// with nothing that might make it the same.
    /// </summary>
    public bool MayBeLess(IOperation amount, IOperation? requested)
    {
        if (amount is IInvocationOperation { Parent: var parent } call)
        {
            // Fresh: how much a call has found to write. Of a constant that is known to whoever wrote it.
            return !call.Descendants().Any(part => part is { ConstantValue.HasValue: true, Type.SpecialType: SpecialType.System_String })
                && (parent is ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } ? !_compared.Contains(target.Local)
                    : parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation });
        }

        var written = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var asked = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        return requested is not null && TryCollect(amount, written, 0) && TryCollect(requested, asked, 0)
            && written.Count > 0 && !written.Overlaps(asked) && !written.Overlaps(_compared);
    }

    /// <summary>Collects the variables that a value depends on. False if it depends on anything else.</summary>
    private bool TryCollect(IOperation value, HashSet<ISymbol> roots, int depth)
    {
        value = BodyGraph.Unwrap(value)!;
        if (value.ConstantValue.HasValue)
        {
            return true;
        }

        if (depth == MaxDepth)
        {
            return false;
        }

        switch (value)
        {
            case ILocalReferenceOperation { Local: var local }:
                roots.Add(local);
                return _definitions.TryGetValue(local, out IOperation? definition) && definition is not null && TryCollect(definition, roots, depth + 1);

            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None or RefKind.In } parameter }:
                roots.Add(parameter);
                return !_definitions.ContainsKey(parameter);

            // What one object keeps may all hang together.
            case IInstanceReferenceOperation { Type: { } type }:
                roots.Add(type);
                return true;

            case IFieldReferenceOperation field:
                roots.Add(field.Field);
                return !_definitions.ContainsKey(field.Field) && (field.Instance is null || TryCollect(field.Instance, roots, depth + 1));

            // How much there is depends on what was asked for, which is another question.
            case IPropertyReferenceOperation property when (_body.ContractOf(property.Property) & Contracts.PropertyContract.TestsNull) != 0:
                return true;

            case IPropertyReferenceOperation { Arguments.IsEmpty: true, Instance: { } instance }:
                return TryCollect(instance, roots, depth + 1);

            case IBinaryOperation { OperatorMethod: null } binary:
                return TryCollect(binary.LeftOperand, roots, depth + 1) && TryCollect(binary.RightOperand, roots, depth + 1);

            case IArrayCreationOperation { Initializer: null, DimensionSizes: { Length: 1 } sizes }:
                return TryCollect(sizes[0], roots, depth + 1);

            case IInvocationOperation { TargetMethod: { Name: "Min", IsStatic: true } method } min when KnownTypes.IsTrivial(method):
                return TryCollect(min.Arguments[0].Value, roots, depth + 1) && TryCollect(min.Arguments[1].Value, roots, depth + 1);

            // How much there was to read into a buffer, from which it is copied.
            case IInvocationOperation { TargetMethod: var read }:
                return KnownTypes.ReturnsCount(read);

            case IAwaitOperation { Operation: var awaited }:
                return TryCollect(awaited, roots, depth + 1);

            default:
                return false;
        }
    }

    private void Scan(IOperation root)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    Define(assignment.Target, assignment is ISimpleAssignmentOperation ? assignment.Value : null);
                    break;
                case IIncrementOrDecrementOperation increment:
                    Define(increment.Target, null);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument:
                    Define(argument.Value, null);
                    break;
                case IBinaryOperation
                {
                    OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan
                    or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual
                } comparison:
                    Compare(comparison.LeftOperand, comparison.RightOperand);
                    Compare(comparison.RightOperand, comparison.LeftOperand);
                    break;
                case IIsPatternOperation pattern:
                    Compare(pattern.Value, (pattern.Pattern as IConstantPatternOperation)?.Value);
                    break;
                case IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: { } type } } guard when KnownTypes.IsException(type):
                    foreach (IArgumentOperation argument in guard.Arguments)
                    {
                        Compare(argument.Value, null);
                    }

                    break;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    private void Define(IOperation target, IOperation? value)
    {
        ISymbol? symbol = target switch
        {
            ILocalReferenceOperation { Local: var local } => local,
            IParameterReferenceOperation { Parameter: var parameter } => parameter,
            IFieldReferenceOperation { Field: var field } => field,
            IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var declared } } => declared,
            _ => null,
        };
        if (symbol is not null)
        {
            _definitions[symbol] = _definitions.ContainsKey(symbol) ? null : value;
        }
    }

    /// <summary>A comparison with anything but zero or one tells more of a variable than whether there is any.</summary>
    private void Compare(IOperation value, IOperation? with)
    {
        if (with?.ConstantValue is { HasValue: true, Value: 0 or 1 or -1 or null or 0L or 0UL or 0U })
        {
            return;
        }

        var pending = new Stack<IOperation>();
        pending.Push(value);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            ISymbol? symbol = operation switch
            {
                ILocalReferenceOperation { Local: var local } => local,
                IParameterReferenceOperation { Parameter: var parameter } => parameter,
                IFieldReferenceOperation { Field: var field } => field,
                _ => null,
            };
            if (symbol is not null)
            {
                _compared.Add(symbol);
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }
}
