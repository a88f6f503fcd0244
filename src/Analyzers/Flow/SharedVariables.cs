using System.Linq;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The variables of a body that its lambdas and local functions use too, and those of the bodies around it. Nobody can tell from this
/// body alone when they change.
/// </summary>
internal static class SharedVariables
{
    public static ImmutableHashSet<ISymbol> Of(ControlFlowGraph graph)
    {
        ImmutableHashSet<ISymbol>.Builder? shared = null;

        // Seen from a nested function, the variables that it has from outside.
        if (graph.Parent is not null)
        {
            Collect(graph, ref shared);
        }

        foreach (IMethodSymbol function in graph.LocalFunctions)
        {
            CollectNested(graph.GetLocalFunctionControlFlowGraph(function), ref shared);
        }

        foreach (IFlowAnonymousFunctionOperation function in AnonymousFunctions(graph))
        {
            CollectNested(graph.GetAnonymousFunctionControlFlowGraph(function), ref shared);
        }

        return shared?.ToImmutable() ?? ImmutableHashSet<ISymbol>.Empty.WithComparer(SymbolEqualityComparer.Default);
    }

    /// <summary>The bodies of all functions inside a body, also of those inside others.</summary>
    public static IEnumerable<ControlFlowGraph> Inside(ControlFlowGraph graph)
    {
        var pending = new Stack<ControlFlowGraph>();
        pending.Push(graph);
        while (pending.Count > 0)
        {
            ControlFlowGraph current = pending.Pop();
            if (current != graph)
            {
                yield return current;
            }

            foreach (IMethodSymbol function in current.LocalFunctions)
            {
                pending.Push(current.GetLocalFunctionControlFlowGraph(function));
            }

            foreach (IFlowAnonymousFunctionOperation function in AnonymousFunctions(current))
            {
                pending.Push(current.GetAnonymousFunctionControlFlowGraph(function));
            }
        }
    }

    /// <summary>The lambdas that a body contains directly, and makes on some path.</summary>
    public static IReadOnlyList<IFlowAnonymousFunctionOperation> AnonymousFunctions(ControlFlowGraph graph)
    {
        List<IFlowAnonymousFunctionOperation>? found = null;
        var pending = new Stack<IOperation>();
        foreach (BasicBlock block in graph.Blocks.Where(static block => block.IsReachable))
        {
            foreach (IOperation operation in block.Operations)
            {
                FindBelow(operation, pending, ref found);
            }

            if (block.BranchValue is { } value)
            {
                FindBelow(value, pending, ref found);
            }
        }

        return found is null ? Array.Empty<IFlowAnonymousFunctionOperation>() : found;
    }

    private static void FindBelow(IOperation root, Stack<IOperation> pending, ref List<IFlowAnonymousFunctionOperation>? found)
    {
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            if (operation.Kind == OperationKind.FlowAnonymousFunction)
            {
                (found ??= new List<IFlowAnonymousFunctionOperation>()).Add((IFlowAnonymousFunctionOperation)operation);
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    private static void CollectNested(ControlFlowGraph outer, ref ImmutableHashSet<ISymbol>.Builder? shared)
    {
        var pending = new Stack<ControlFlowGraph>();
        pending.Push(outer);
        while (pending.Count > 0)
        {
            ControlFlowGraph graph = pending.Pop();
            Collect(graph, ref shared);
            foreach (IMethodSymbol function in graph.LocalFunctions)
            {
                pending.Push(graph.GetLocalFunctionControlFlowGraph(function));
            }

            foreach (IFlowAnonymousFunctionOperation function in AnonymousFunctions(graph))
            {
                pending.Push(graph.GetAnonymousFunctionControlFlowGraph(function));
            }
        }
    }

    /// <summary>Adds the variables that the graph uses and does not declare.</summary>
    private static void Collect(ControlFlowGraph graph, ref ImmutableHashSet<ISymbol>.Builder? shared)
    {
        ISymbol? function = FunctionOf(graph);
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
            {
                Collect(operation, function, ref shared);
            }

            if (block.BranchValue is { } value)
            {
                Collect(value, function, ref shared);
            }
        }
    }

    private static void Collect(IOperation root, ISymbol? function, ref ImmutableHashSet<ISymbol>.Builder? shared)
    {
        var pending = new Stack<IOperation>();
        pending.Push(root);
        while (pending.Count > 0)
        {
            IOperation operation = pending.Pop();
            ISymbol? variable = operation switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (variable is not null && !SymbolEqualityComparer.Default.Equals(variable.ContainingSymbol, function))
            {
                (shared ??= ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default)).Add(variable);
            }

            foreach (IOperation child in operation.ChildOperations)
            {
                pending.Push(child);
            }
        }
    }

    private static ISymbol? FunctionOf(ControlFlowGraph graph) => graph.OriginalOperation switch
    {
        ILocalFunctionOperation local => local.Symbol,
        IAnonymousFunctionOperation anonymous => anonymous.Symbol,
        _ => null,
    };
}
