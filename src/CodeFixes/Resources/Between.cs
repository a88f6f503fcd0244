using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>What runs between two operations of a body.</summary>
internal static class Between
{
    /// <summary>
    /// From the first call every path comes to the second one, and on none of them is anything called: so it makes no difference whether
    /// the first call is made there, or by the second one.
    /// </summary>
    public static bool IsQuiet(ControlFlowGraph graph, SyntaxNode first, SyntaxNode second)
    {
        if (graph.Blocks.FirstOrDefault(block => IndexOf(block, first) >= 0) is not { } start)
        {
            return false;
        }

        var seen = new HashSet<BasicBlock>();
        var pending = new Stack<(BasicBlock Block, int From)>();
        pending.Push((start, IndexOf(start, first) + 1));
        while (pending.Count > 0)
        {
            (BasicBlock block, int from) = pending.Pop();
            int end = IndexOf(block, second, from);
            for (int i = from; i < (end < 0 ? block.Operations.Length : end); i++)
            {
                if (Calls(block.Operations[i]))
                {
                    return false;
                }
            }

            if (end >= 0)
            {
                continue;
            }

            ControlFlowBranch?[] branches = { block.ConditionalSuccessor, block.FallThroughSuccessor };
            if ((block.BranchValue is { } value && Calls(value)) || branches.All(branch => branch is null))
            {
                return false;
            }

            foreach (ControlFlowBranch? branch in branches)
            {
                if (branch is null)
                {
                    continue;
                }

                if (branch.Destination is not { Kind: not BasicBlockKind.Exit } next || !branch.FinallyRegions.IsEmpty)
                {
                    return false;
                }

                if (seen.Add(next))
                {
                    pending.Push((next, 0));
                }
            }
        }

        return true;
    }

    private static int IndexOf(BasicBlock block, SyntaxNode node, int from = 0)
    {
        for (int i = from; i < block.Operations.Length; i++)
        {
            if (block.Operations[i].Syntax.Span.Contains(node.Span))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Calls(IOperation operation)
    {
        return operation.DescendantsAndSelf().Any(part => part is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation or IAwaitOperation
            or IEventAssignmentOperation or IDynamicInvocationOperation or IBinaryOperation { OperatorMethod: not null } or IConversionOperation { OperatorMethod: not null });
    }
}
