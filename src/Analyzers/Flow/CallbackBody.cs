using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>The body of a callback, and what stands for a field of the object that set it up.</summary>
/// <param name="callback">The callback.</param>
/// <param name="field">The field.</param>
/// <param name="creation">How the field's object made the one that the callback belongs to; null if it is the same one.</param>
/// <param name="valueOf">The only value that a field of the callback's object ever has.</param>
/// <param name="contracts">What calls do.</param>
internal sealed class CallbackBody(
    IMethodSymbol callback, IFieldSymbol field, IObjectCreationOperation? creation, Func<IFieldSymbol, IOperation?>? valueOf, ContractModel contracts)
{
    /// <summary>
    /// The first use of the field's resource that needs it. Null if there is none, or if a condition in the body depends on anything but the
    /// callback's parameters: that may be what keeps it from being reached.
    /// </summary>
    public IOperation? FindUse(ControlFlowGraph? graph)
    {
        if (graph is null)
        {
            return null;
        }

        IOperation? first = null;
        foreach (BasicBlock block in graph.Blocks)
        {
            if (block.ConditionalSuccessor is not null && block.BranchValue is { } condition && !DependsOnlyOnParameters(condition))
            {
                return null;
            }

            if (block.EnclosingRegion.EnclosingRegion?.Kind == ControlFlowRegionKind.TryAndCatch)
            {
                // What goes wrong there is caught.
                return null;
            }

            foreach (IOperation operation in block.Operations)
            {
                if (Look(operation, ref first))
                {
                    return null;
                }
            }

            if (block.BranchValue is { } value && Look(value, ref first))
            {
                return null;
            }
        }

        return first;
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
                case IFieldReferenceOperation reference when IsField(reference) && SummaryBuilder.IsWritten(reference):
                    return true;
                case IInvocationOperation { Instance: { } instance } invocation when first is null && Needs(invocation.TargetMethod) && IsResource(instance):
                    first = operation;
                    break;
                case IPropertyReferenceOperation { Instance: { } instance } property when first is null && Needs(property.Property) && IsResource(instance):
                    first = operation;
                    break;
            }
        }

        return false;
    }

    private bool Needs(ISymbol member) => (contracts.Held.Of(member) & HeldContract.Required) != 0;

    /// <summary>The expression is the resource: the field itself, or what the callback's object was handed of it.</summary>
    private bool IsResource(IOperation expression)
    {
        expression = BodyGraph.Unwrap(expression)!;
        if (expression is IFieldReferenceOperation reference && IsField(reference))
        {
            return creation is null ? reference.Instance is IInstanceReferenceOperation : Handed(reference.Instance) is IInstanceReferenceOperation;
        }

        return Handed(expression) is IFieldReferenceOperation { Instance: IInstanceReferenceOperation } handed && IsField(handed);
    }

    private bool IsField(IFieldReferenceOperation reference) => SymbolEqualityComparer.Default.Equals(reference.Field.OriginalDefinition, field.OriginalDefinition);

    /// <summary>The argument of the creation that a parameter of the constructor stands for, itself or in a field.</summary>
    private IOperation? Handed(IOperation? expression)
    {
        if (creation is null)
        {
            return null;
        }

        IOperation? value = BodyGraph.Unwrap(expression);
        if (value is IFieldReferenceOperation { Instance: IInstanceReferenceOperation, Field: var kept })
        {
            value = valueOf!(kept);
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
                case ILocalReferenceOperation or IInstanceReferenceOperation or IFlowCaptureReferenceOperation or IInvocationOperation { Instance: null } or IInvalidOperation:
                case IFieldReferenceOperation { Instance: null, ConstantValue.HasValue: false }:
                case IPropertyReferenceOperation { Instance: null }:
                case IParameterReferenceOperation { Parameter: var parameter } when !SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, callback):
                    return false;
            }
        }

        return true;
    }
}
