using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>Analyses a member's body and the lambdas and local functions in it.</summary>
internal static class BodyAnalyzer
{
    /// <summary>More objects in one body than this are not followed: such a body is generated, or needs other help than ours.</summary>
    private const int MaxObjects = 64;

    /// <summary>What happens to each object; nothing for bodies that do not compile or are too large.</summary>
    public static IEnumerable<ObjectHistory> Analyze(ControlFlowGraph graph, ISymbol owner, CallOracle oracle)
    {
        var pending = new Stack<(ControlFlowGraph Graph, ISymbol Owner)>();
        pending.Push((graph, owner));
        while (pending.Count > 0)
        {
            (ControlFlowGraph current, ISymbol function) = pending.Pop();
            oracle.Cancellation.ThrowIfCancellationRequested();
            foreach (ObjectHistory history in AnalyzeOne(current, function, oracle))
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

    private static IEnumerable<ObjectHistory> AnalyzeOne(ControlFlowGraph graph, ISymbol owner, CallOracle oracle)
    {
        var body = new BodyGraph(graph, owner, oracle);
        if (body.IsUnreadable)
        {
            yield break;
        }

        var objects = new List<TrackedObject>(TrackedObjects.AcquiredIn(body, oracle.Contracts));
        objects.AddRange(TrackedObjects.ReleasedIn(body, oracle.Contracts));
        if (objects.Count > MaxObjects)
        {
            yield break;
        }

        foreach (TrackedObject tracked in objects)
        {
            if (TypestateAnalysis.Run(body, tracked, oracle.Cancellation) is { } history)
            {
                yield return history;
            }
        }
    }
}
