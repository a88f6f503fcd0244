using System.Linq;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>Which values are resources that were acquired for nobody else.</summary>
internal static class Fresh
{
    /// <summary>The value is what some acquisition of the kind returns, or nothing, on every path.</summary>
    public static bool IsFresh(BodyScan scan, IOperation? value, string kind)
    {
        switch (value)
        {
            case null or IDefaultValueOperation or IThrowOperation:
            case { ConstantValue: { HasValue: true, Value: null } }:
                return true;
            case IConversionOperation { OperatorMethod: null } conversion:
                return IsFresh(scan, conversion.Operand, kind);
            case IParenthesizedOperation parenthesized:
                return IsFresh(scan, parenthesized.Operand, kind);
            case IAwaitOperation await:
                return IsFresh(scan, await.Operation, kind);
            case IConditionalOperation conditional:
                return IsFresh(scan, conditional.WhenTrue, kind) && IsFresh(scan, conditional.WhenFalse, kind);
            case ICoalesceOperation coalesce:
                return IsFresh(scan, coalesce.Value, kind) && IsFresh(scan, coalesce.WhenNull, kind);
            case ISwitchExpressionOperation @switch:
                return @switch.Arms.All(arm => IsFresh(scan, arm.Value, kind));
            case IInvocationOperation or IObjectCreationOperation:
                return IsSite(scan, value.Syntax, ObjectOrigin.Returned, -1, kind);
            case IArgumentOperation { Parent: { } call, Parameter: { } parameter }:
                return IsSite(scan, call.Syntax, ObjectOrigin.OutArgument, parameter.Ordinal, kind);
            default:
                return false;
        }
    }

    private static bool IsSite(BodyScan scan, SyntaxNode call, ObjectOrigin origin, int argument, string kind)
    {
        return scan.Histories.Any(history => BodyScan.IsAt(history.Tracked.Site, call)
            && history.Tracked.Origin == origin && history.Tracked.Argument == argument && history.Tracked.Kind == kind);
    }
}
