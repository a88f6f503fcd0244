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
}
