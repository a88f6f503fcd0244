using System.Linq;
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
    /// <param name="known">The body, if it has been read for its summary.</param>
    /// <param name="choose">What to follow in a body; everything that it acquires or releases if that is null.</param>
    public static IEnumerable<ObjectHistory> Analyze(
        ControlFlowGraph graph, ISymbol owner, CallOracle oracle, Action<ISymbol, string>? overBudget = null, BodyGraph? known = null, Func<BodyGraph, IEnumerable<TrackedObject>>? choose = null)
    {
        var pending = new Stack<(ControlFlowGraph Graph, ISymbol Owner, int Depth)>();
        pending.Push((graph, owner, 0));
        while (pending.Count > 0)
        {
            (ControlFlowGraph current, ISymbol function, int depth) = pending.Pop();
            oracle.Cancellation.ThrowIfCancellationRequested();
            if (depth > BodyBudget.MaxNestedFunctions)
            {
                overBudget?.Invoke(function, "is nested in too many functions");
                continue;
            }

            foreach (ObjectHistory history in AnalyzeOne(depth == 0 && known is not null ? known : new BodyGraph(current, function, oracle), oracle, overBudget, choose ?? (body => AllIn(body, oracle))))
            {
                yield return history;
            }

            foreach (IMethodSymbol local in current.LocalFunctions)
            {
                pending.Push((current.GetLocalFunctionControlFlowGraph(local, oracle.Cancellation), local, depth + 1));
            }

            foreach (IFlowAnonymousFunctionOperation lambda in SharedVariables.AnonymousFunctions(current))
            {
                pending.Push((current.GetAnonymousFunctionControlFlowGraph(lambda, oracle.Cancellation), lambda.Symbol, depth + 1));
            }
        }
    }

    /// <summary>Of what is put into a collection that is a field: whether it is taken out again and lost, before anybody else could see it there.</summary>
    private static void FollowIntoFields(ObjectHistory history, BodyGraph body, CallOracle oracle)
    {
        if (!history.IsGiven || history.Losses.Count > 0 || history.Tracked is { IsExternal: true } or { IsCounted: true } || !body.Containers.AreFieldsShortened)
        {
            return;
        }

        foreach (KeyValuePair<IOperation, LossKind> loss in TypestateAnalysis.Run(body, history.Tracked.IntoFields(), oracle.Cancellation)?.Losses ?? new Dictionary<IOperation, LossKind>())
        {
            if (loss.Value == LossKind.Removed)
            {
                history.Losses[loss.Key] = loss.Value;
            }
        }
    }

    private static IEnumerable<TrackedObject> AllIn(BodyGraph body, CallOracle oracle)
    {
        return TrackedObjects.AcquiredIn(body, oracle.Contracts).Concat(TrackedObjects.ReleasedIn(body, oracle.Contracts));
    }

    private static IEnumerable<ObjectHistory> AnalyzeOne(
        BodyGraph body, CallOracle oracle, Action<ISymbol, string>? overBudget, Func<BodyGraph, IEnumerable<TrackedObject>> choose)
    {
        if (!body.IsUnreadable)
        {
            var objects = new List<TrackedObject>(choose(body));
            if (objects.Count > BodyBudget.MaxObjects)
            {
                body.Budget.Exceed("handles more than " + BodyBudget.MaxObjects + " resources");
                objects.Clear();
            }

            foreach (TrackedObject tracked in objects)
            {
                if (body.Follow(tracked) is { } history)
                {
                    FollowIntoFields(history, body, oracle);
                    yield return history;
                }
            }
        }

        if (body.Budget.Excess is { } reason)
        {
            overBudget?.Invoke(body.Owner, reason);
        }
    }
}
