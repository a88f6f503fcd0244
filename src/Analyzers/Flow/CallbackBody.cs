using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>The body of a callback, or of a method that it calls, and what stands there for a field of the object that set it up.</summary>
/// <param name="method">The method.</param>
/// <param name="field">The field.</param>
/// <param name="creation">How the field's object made the one that the method belongs to; null if it is the same one.</param>
/// <param name="sources">Bodies, and the values of other fields.</param>
/// <param name="depth">How many calls led here from the callback.</param>
internal sealed class CallbackBody(IMethodSymbol method, IFieldSymbol field, IObjectCreationOperation? creation, CallbackSources sources, int depth = 0)
{
    private const int MaxDepth = 3;

    private readonly Dictionary<CaptureId, IOperation?> _captured = new();

    /// <summary>
    /// The first use of the field's resource that needs it. Null if there is none, or if a condition before it depends on anything but the
    /// callback's parameters: that may be what keeps it from being reached.
    /// </summary>
    public IOperation? FindUse()
    {
        if (sources.GraphOf(method) is not { } graph)
        {
            return null;
        }

        IOperation? first = null;
        foreach (BasicBlock block in graph.Blocks)
        {
            if (first is null && IsCaught(block))
            {
                return null;
            }

            foreach (IOperation operation in block.Operations)
            {
                if (Look(operation, ref first))
                {
                    return null;
                }
            }

            if (block.BranchValue is not { } value)
            {
                continue;
            }

            if (Look(value, ref first) || (first is null && block.ConditionalSuccessor is not null && !IsTestForNull(value) && !DependsOnlyOnParameters(value)))
            {
                return null;
            }
        }

        return first;
    }

    /// <summary>What goes wrong in the block may be caught, and meant to be.</summary>
    private static bool IsCaught(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Looks for uses. True if the body gets the field another value, or does not compile.</summary>
    private bool Look(IOperation root, ref IOperation? first)
    {
        foreach (IOperation operation in root.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IInvalidOperation:
                    return true;
                case IFlowCaptureOperation capture:
                    _captured[capture.Id] = _captured.ContainsKey(capture.Id) ? null : capture.Value;
                    break;
                case IFieldReferenceOperation reference when IsField(reference) && reference.Parent is not IFlowCaptureOperation && SummaryBuilder.IsWritten(reference):
                    return true;
                case IInvocationOperation { Instance: { } instance } invocation when first is null:
                    first = sources.Needs(invocation.TargetMethod) && IsResource(instance) ? operation : FindUseIn(invocation);
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } property when first is null && sources.Needs(property.Property) && IsResource(instance):
                    first = operation;
                    break;
            }
        }

        return false;
    }

    /// <summary>The use in a method of one of the two objects that is called with nothing but what the callback is told.</summary>
    private IOperation? FindUseIn(IInvocationOperation call)
    {
        IMethodSymbol called = call.TargetMethod;
        if (depth == MaxDepth || called.IsVirtual || called.IsAbstract || called.IsOverride || !call.Arguments.All(argument => DependsOnlyOnParameters(argument.Value)))
        {
            return null;
        }

        bool isOfSameObject = call.Instance is IInstanceReferenceOperation;
        return isOfSameObject || Handed(call.Instance) is IInstanceReferenceOperation
            ? new CallbackBody(called, field, isOfSameObject ? creation : null, sources, depth + 1).FindUse()
            : null;
    }

    /// <summary>The expression is the resource: the field itself, or what the callback's object was handed of it.</summary>
    private bool IsResource(IOperation? expression)
    {
        expression = Named(expression);
        if (expression is IFieldReferenceOperation reference && IsField(reference))
        {
            return creation is null ? reference.Instance is IInstanceReferenceOperation : Handed(reference.Instance) is IInstanceReferenceOperation;
        }

        return Handed(expression) switch
        {
            // It was handed what the field held then, which must be what it still holds.
            IFieldReferenceOperation { Instance: IInstanceReferenceOperation } handed => IsField(handed) && sources.ValueOf(field) is not null,

            // The constructor has kept it, and handed it on.
            IParameterReferenceOperation { Parameter: var handed } => sources.ValueOf(field) is IParameterReferenceOperation { Parameter: var kept }
                && SymbolEqualityComparer.Default.Equals(handed, kept) && !sources.IsReassigned(kept),
            _ => false,
        };
    }

    /// <summary>A test of the resource for null says nothing: what was released is there.</summary>
    private bool IsTestForNull(IOperation condition)
    {
        return condition switch
        {
            IIsNullOperation test => IsResource(test.Operand),
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsTestForNull(not.Operand),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null } comparison =>
                BodyGraph.Unwrap(comparison.RightOperand) is { ConstantValue: { HasValue: true, Value: null } } && IsResource(comparison.LeftOperand),
            IIsPatternOperation { Pattern: var pattern } match => IsNull((pattern as INegatedPatternOperation)?.Pattern ?? pattern) && IsResource(match.Value),
            _ => false,
        };

        static bool IsNull(IPatternOperation pattern) => pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } };
    }

    /// <summary>What stands in a capture, as the field of <c>field?.Call()</c> does.</summary>
    private IOperation? Named(IOperation? expression)
    {
        IOperation? plain = BodyGraph.Unwrap(expression);
        return plain is IFlowCaptureReferenceOperation capture && _captured.TryGetValue(capture.Id, out IOperation? value) ? BodyGraph.Unwrap(value) : plain;
    }

    private bool IsField(IFieldReferenceOperation reference) => SymbolEqualityComparer.Default.Equals(reference.Field.OriginalDefinition, field.OriginalDefinition);

    /// <summary>The argument of the creation that a parameter of the constructor stands for, itself or in a field.</summary>
    private IOperation? Handed(IOperation? expression)
    {
        if (creation is null)
        {
            return null;
        }

        IOperation? value = Named(expression);
        if (value is IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var kept })
        {
            value = sources.ValueOf(kept);
        }

        if (value is not IParameterReferenceOperation { Parameter: var parameter } || !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, creation.Constructor))
        {
            return null;
        }

        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (argument.Parameter?.Ordinal == parameter.Ordinal)
            {
                return BodyGraph.Unwrap(argument.Value);
            }
        }

        return null;
    }

    private bool DependsOnlyOnParameters(IOperation condition)
    {
        foreach (IOperation part in condition.DescendantsAndSelf())
        {
            switch (part)
            {
                case ILocalReferenceOperation or IInstanceReferenceOperation or IFlowCaptureReferenceOperation:
                case IParameterReferenceOperation { Parameter: var parameter } when !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method):
                case IInvocationOperation { Instance: null, TargetMethod: var called } when !sources.DependsOnlyOnArguments(called):
                    return false;
                default:
                    if (CallbackSources.IsShared(part))
                    {
                        return false;
                    }

                    break;
            }
        }

        return true;
    }
}
