using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Finds out where a delegate goes: a lambda, a method group, or a variable that holds one.</summary>
internal static class DelegateSinks
{
    /// <param name="operation">The lambda, the method group, or the reference to the variable.</param>
    /// <param name="source">Its symbol.</param>
    /// <param name="node">The function in which it stands.</param>
    /// <param name="contracts">The contracts of the compilation.</param>
    /// <returns><see langword="null"/> if it goes where nothing is known.</returns>
    public static DelegateFact? Find(IOperation operation, ISymbol source, ISymbol node, ContractModel contracts)
    {
        IOperation child = operation;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or ICoalesceOperation:
                case ISwitchExpressionOperation or ISwitchExpressionArmOperation or IVariableInitializerOperation:
                    continue;
                case IConditionalOperation conditional when conditional.Condition != child:
                    continue;
                case IArgumentOperation { Parameter: { } parameter }:
                    return ToParameter(source, parameter, contracts);
                case IAssignmentOperation assignment when assignment.Value == child:
                    return ToVariable(source, ValueReader.TargetOf(assignment.Target));
                case IEventAssignmentOperation assignment when assignment.HandlerValue == child:
                    return ToEvent(source, assignment);
                case IVariableDeclaratorOperation declarator:
                    return ToVariable(source, declarator.Symbol);
                case IFieldInitializerOperation { InitializedFields.Length: > 0 } field:
                    return ToVariable(source, field.InitializedFields[0].OriginalDefinition);
                case IPropertyInitializerOperation { InitializedProperties.Length: > 0 } property:
                    return ToVariable(source, property.InitializedProperties[0].OriginalDefinition);
                case IReturnOperation when node is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method:
                    return ToVariable(source, method.AssociatedSymbol?.OriginalDefinition ?? method.OriginalDefinition);
                case IInvocationOperation invocation when invocation.Instance == child:
                case IConditionalAccessOperation access when access.Operation == child:
                    return new DelegateFact(source, variable: null, invokedBy: node, phase: null, role: null);
                default:
                    return null;
            }
        }

        return null;
    }

    private static DelegateFact? ToParameter(ISymbol source, IParameterSymbol parameter, ContractModel contracts)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method)
        {
            return null;
        }

        if (contracts.Of(method).Parameter(parameter.Ordinal).DelegatePhase is { } phase)
        {
            return new DelegateFact(source, variable: null, invokedBy: null, phase, Role(method.ContainingType, parameter, contracts));
        }

        if (method is { MethodKind: MethodKind.Constructor, ContainingType: { Name: "Timer", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } })
        {
            return new DelegateFact(source, variable: null, invokedBy: null, LifecyclePhase.Runtime, "the callback of a timer");
        }

        return contracts.IsInSource(method) ? new DelegateFact(source, parameter.OriginalDefinition, invokedBy: null, phase: null, role: null) : null;
    }

    private static DelegateFact? ToVariable(ISymbol source, ISymbol? variable)
    {
        if (variable is null)
        {
            return null;
        }

        return ContractModel.DelegatePhase(variable) is { } phase
            ? new DelegateFact(source, variable: null, invokedBy: null, phase, Role(variable.ContainingType, variable, contracts: null))
            : new DelegateFact(source, variable, invokedBy: null, phase: null, role: null);
    }

    private static DelegateFact? ToEvent(ISymbol source, IEventAssignmentOperation assignment)
    {
        if (assignment.EventReference is not IEventReferenceOperation { Event: { } handled })
        {
            return null;
        }

        LifecyclePhase phase = ContractModel.DelegatePhase(handled) ?? LifecyclePhase.Runtime;
        return new DelegateFact(source, variable: null, invokedBy: null, phase, "a handler of the event '" + handled.Name + "'");
    }

    private static string Role(INamedTypeSymbol? receiver, ISymbol slot, ContractModel? contracts)
    {
        bool isMmio = receiver is not null
            && (contracts?.RegionKindOf(receiver) is RegionKind.Mmio or RegionKind.RomDevice || receiver.Name.StartsWith("Mmio", StringComparison.Ordinal));
        return isMmio ? "an MMIO callback" : "a callback given to '" + (receiver is null ? slot.Name : receiver.Name + "." + slot.Name) + "'";
    }
}
