using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Tells whether a call runs once each time its function does.</summary>
internal static class LinkConditions
{
    public static bool IsConditional(IOperation operation)
    {
        IOperation child = operation;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            switch (parent)
            {
                case IConditionalOperation conditional when conditional.Condition != child:
                case IConditionalAccessOperation access when access.WhenNotNull == child:
                case ICoalesceOperation coalesce when coalesce.WhenNull == child:
                case ILoopOperation:
                case ISwitchCaseOperation:
                case ISwitchExpressionArmOperation:
                case ITryOperation:
                case ICatchClauseOperation:
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                    return true;
            }
        }

        return false;
    }

    /// <summary>The operation stands in a handler that ends by throwing, and that nothing leaves before.</summary>
    public static bool IsUndoing(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null and not (IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation { Handler: { } handler })
            {
                return handler.Operations.LastOrDefault() is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation }
                    && !handler.Descendants().Any(static inner => inner is IReturnOperation or IBranchOperation { BranchKind: BranchKind.GoTo });
            }
        }

        return false;
    }

    /// <summary>Some condition around the operation looks at the state of a region, of another object of the tree, or of a resource.</summary>
    public static bool AsksForState(IOperation operation, ContractModel contracts)
    {
        IOperation child = operation;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            IOperation? condition = parent switch
            {
                IConditionalOperation conditional when conditional.Condition != child => conditional.Condition,
                IConditionalAccessOperation access when access.WhenNotNull == child => access.Operation,
                IWhileLoopOperation loop when loop.Condition != child => loop.Condition,
                ISwitchOperation choice when choice.Value != child => choice.Value,
                _ => null,
            };
            if (condition is not null && MentionsState(condition, contracts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MentionsState(IOperation condition, ContractModel contracts)
    {
        foreach (IOperation operation in condition.DescendantsAndSelf())
        {
            ITypeSymbol? target = operation switch
            {
                IPropertyReferenceOperation { Instance: { } instance } => instance.Type,
                IPropertySubpatternOperation { Member: IPropertyReferenceOperation { Property.ContainingType: { } declaring } } => declaring,
                IInvocationOperation { Instance: { } instance } => instance.Type,
                _ => null,
            };
            if (target is not null && (contracts.Of(target).HasLifecycle || IsHandle(target, contracts)))
            {
                return true;
            }

            // "if (_space is null)"
            if (operation is IFieldReferenceOperation or ILocalReferenceOperation or IPropertyReferenceOperation && operation.Type is { } type && IsHandle(type, contracts))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHandle(ITypeSymbol type, ContractModel contracts) => !contracts.Of(type).HasLifecycle && !contracts.Of(type).HandleKinds.IsEmpty;
}
