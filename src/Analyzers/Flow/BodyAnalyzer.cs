using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Analyses a member's body and the lambdas and local functions in it.</summary>
internal static class BodyAnalyzer
{
    /// <summary>What happens to each object; nothing for bodies that do not compile or are too large.</summary>
    /// <param name="graph">The body.</param>
    /// <param name="owner">The member that it belongs to.</param>
    /// <param name="oracle">Answers what calls do.</param>
    /// <param name="overBudget">Is told of functions that were given up, and why.</param>
    public static IEnumerable<ObjectHistory> Analyze(ControlFlowGraph graph, ISymbol owner, CallOracle oracle, Action<ISymbol, string>? overBudget = null)
    {
        var pending = new Stack<(ControlFlowGraph Graph, ISymbol Owner)>();
        pending.Push((graph, owner));
        while (pending.Count > 0)
        {
            (ControlFlowGraph current, ISymbol function) = pending.Pop();
            oracle.Cancellation.ThrowIfCancellationRequested();
            foreach (ObjectHistory history in AnalyzeOne(current, function, oracle, overBudget))
            {
                yield return history;
            }

            foreach (IMethodSymbol local in current.LocalFunctions)
            {
                pending.Push((current.GetLocalFunctionControlFlowGraph(local, oracle.Cancellation), local));
            }

            foreach (IFlowAnonymousFunctionOperation lambda in SharedVariables.AnonymousFunctions(current))
            {
                pending.Push((current.GetAnonymousFunctionControlFlowGraph(lambda, oracle.Cancellation), lambda.Symbol));
            }
        }
    }

    private static IEnumerable<ObjectHistory> AnalyzeOne(ControlFlowGraph graph, ISymbol owner, CallOracle oracle, Action<ISymbol, string>? overBudget)
    {
        var body = new BodyGraph(graph, owner, oracle);
        if (!body.IsUnreadable)
        {
            var objects = new List<TrackedObject>(TrackedObjects.AcquiredIn(body, oracle.Contracts));
            objects.AddRange(TrackedObjects.ReleasedIn(body, oracle.Contracts));
            if (objects.Count > BodyBudget.MaxObjects)
            {
                body.Budget.Exceed("handles more than " + BodyBudget.MaxObjects + " resources");
                objects.Clear();
            }

            foreach (TrackedObject tracked in objects)
            {
                if (TypestateAnalysis.Run(body, tracked, oracle.Cancellation) is { } history)
                {
                    yield return history;
                }
            }
        }

        if (body.Budget.Excess is { } reason)
        {
            overBudget?.Invoke(owner, reason);
        }
    }
}
