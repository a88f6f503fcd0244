using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Whether overrides call what they override, and whether that does anything.</summary>
internal static class BaseCalls
{
    /// <summary>A longer chain of classes that only pass calls on is not followed.</summary>
    private const int MaximumDepth = 20;

    /// <summary>The method has a body that does more than to call its own base.</summary>
    public static bool DoesWork(IMethodSymbol method, CancellationToken cancellation)
    {
        IMethodSymbol? current = method;
        for (int depth = 0; depth < MaximumDepth && current is not null; depth++)
        {
            bool? works = null;
            foreach (SyntaxReference reference in current.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax(cancellation) is MethodDeclarationSyntax declaration && (declaration.Body is not null || declaration.ExpressionBody is not null))
                {
                    works = !OnlyCallsBase(declaration);
                }
            }

            if (works != false)
            {
                return works == true;
            }

            current = current.OverriddenMethod;
        }

        return false;
    }

    /// <summary>A path leads to the end of the method without a call of what it overrides.</summary>
    public static bool IsMissing(ControlFlowGraph graph, IMethodSymbol method, CancellationToken cancellation)
    {
        HashSet<int> calling = BlocksThatCall(graph, method);
        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            if (CallsAnywhere(graph.GetLocalFunctionControlFlowGraph(function, cancellation), method, cancellation))
            {
                return false;
            }
        }

        foreach (IFlowAnonymousFunctionOperation function in SharedVariables.AnonymousFunctions(graph))
        {
            if (CallsAnywhere(graph.GetAnonymousFunctionControlFlowGraph(function, cancellation), method, cancellation))
            {
                return false;
            }
        }

        var seen = new HashSet<int>();
        var pending = new Stack<int>();
        pending.Push(0);
        while (pending.Count > 0)
        {
            BasicBlock block = graph.Blocks[pending.Pop()];
            if (!seen.Add(block.Ordinal) || calling.Contains(block.Ordinal))
            {
                continue;
            }

            if (block.Kind == BasicBlockKind.Exit)
            {
                return true;
            }

            bool? constant = block.BranchValue?.ConstantValue.Value as bool?;
            bool jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            if (block.ConditionalSuccessor is { } conditional && constant != !jumpsWhen)
            {
                Follow(conditional);
            }

            if (block.FallThroughSuccessor is { } next && (block.ConditionalSuccessor is null || constant != jumpsWhen))
            {
                Follow(next);
            }
        }

        return false;

        void Follow(ControlFlowBranch branch)
        {
            // What stands in a finally block on the way is run.
            bool calls = branch.FinallyRegions.Any(region => calling.Any(ordinal => region.FirstBlockOrdinal <= ordinal && ordinal <= region.LastBlockOrdinal));
            if (!calls && branch.Destination is { } destination)
            {
                pending.Push(destination.Ordinal);
            }
        }
    }

    /// <summary>The method does not call what it overrides at all.</summary>
    public static bool NeverCalls(ControlFlowGraph graph, IMethodSymbol method) => BlocksThatCall(graph, method).Count == 0;

    /// <summary>Another method of the type calls what this one overrides, on its behalf.</summary>
    public static bool IsCalledElsewhere(IMethodSymbol method, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (BaseExpressionSyntax syntax in reference.GetSyntax(cancellation).DescendantNodes().OfType<BaseExpressionSyntax>())
            {
                if (syntax.Parent is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == method.Name
                    && syntax.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
                    && !method.DeclaringSyntaxReferences.Any(own => own.SyntaxTree == syntax.SyntaxTree && own.Span.Contains(member.Span)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool OnlyCallsBase(MethodDeclarationSyntax declaration)
    {
        return declaration.ExpressionBody is { Expression: var expression }
            ? IsCallOfBase(expression, declaration)
            : declaration.Body!.Statements.All(statement => statement switch
            {
                EmptyStatementSyntax => true,
                ReturnStatementSyntax { Expression: null } => true,
                ExpressionStatementSyntax { Expression: var call } => IsCallOfBase(call, declaration),
                _ => false,
            });
    }

    private static bool IsCallOfBase(ExpressionSyntax expression, MethodDeclarationSyntax declaration)
    {
        return expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax, Name: var name } }
            && name.Identifier.ValueText == declaration.Identifier.ValueText;
    }

    private static bool CallsAnywhere(ControlFlowGraph graph, IMethodSymbol method, CancellationToken cancellation)
    {
        var pending = new Stack<ControlFlowGraph>();
        pending.Push(graph);
        while (pending.Count > 0)
        {
            ControlFlowGraph next = pending.Pop();
            if (BlocksThatCall(next, method).Count > 0)
            {
                return true;
            }

            foreach (IMethodSymbol function in next.LocalFunctions)
            {
                pending.Push(next.GetLocalFunctionControlFlowGraph(function, cancellation));
            }

            foreach (IFlowAnonymousFunctionOperation function in SharedVariables.AnonymousFunctions(next))
            {
                pending.Push(next.GetAnonymousFunctionControlFlowGraph(function, cancellation));
            }
        }

        return false;
    }

    private static HashSet<int> BlocksThatCall(ControlFlowGraph graph, IMethodSymbol method)
    {
        var blocks = new HashSet<int>();
        foreach (BasicBlock block in graph.Blocks)
        {
            if (block.Operations.Any(operation => Calls(operation, method)) || (block.BranchValue is { } value && Calls(value, method)))
            {
                blocks.Add(block.Ordinal);
            }
        }

        return blocks;
    }

    private static bool Calls(IOperation root, IMethodSymbol method)
    {
        // Deep expressions are legal: no recursion.
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (operation is IInvocationOperation { IsVirtual: false, Instance: IInstanceReferenceOperation } call && Overrides(method, call.TargetMethod))
            {
                return true;
            }

            // A method group of it, handed to somebody who calls it.
            if (operation is IMethodReferenceOperation { Instance.Syntax: BaseExpressionSyntax } reference && Overrides(method, reference.Method))
            {
                return true;
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }

        return false;
    }

    private static bool Overrides(IMethodSymbol method, IMethodSymbol called)
    {
        for (IMethodSymbol? current = method.OverriddenMethod; current is not null; current = current.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, called.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }
}
