using System.Linq;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Releases that only make room for the next acquisition: whoever asks for one gets the other too, so that the last one stays.</summary>
internal static class Renewals
{
    /// <summary>Every release is followed by the acquisition, in one run of statements that nothing leaves in between.</summary>
    public static bool AreAll(IReadOnlyCollection<ReleaseSite> releases, AcquisitionSite site)
    {
        return releases.Count > 0
            && StatementOf(site.Call) is { Parent: IBlockOperation block } acquisition
            && releases.All(release => SymbolEqualityComparer.Default.Equals(release.Function, site.Function) && Precedes(release.Call, acquisition, block));
    }

    /// <summary>The statement that acquires whenever it is reached; null if a part of it decides whether.</summary>
    private static IOperation? StatementOf(IOperation call)
    {
        for (IOperation current = call; current.Parent is { } parent; current = parent)
        {
            switch (parent)
            {
                case IBlockOperation:
                    return current;
                case IExpressionStatementOperation or ISimpleAssignmentOperation or IConversionOperation or IParenthesizedOperation or IArgumentOperation or IInvocationOperation
                    or IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation:
                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static bool Precedes(IOperation release, IOperation acquisition, IBlockOperation block)
    {
        IOperation statement = release;
        while (statement.Parent is { } parent && parent != block)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return false;
            }

            statement = parent;
        }

        int first = block.Operations.IndexOf(statement), last = block.Operations.IndexOf(acquisition);
        return first >= 0 && first < last && !block.Operations.Skip(first).Take(last - first).Any(Leaves);
    }

    private static bool Leaves(IOperation statement)
    {
        return statement.DescendantsAndSelf().Any(static part => part is IReturnOperation or IBranchOperation or IThrowOperation or ILabeledOperation);
    }
}
