using System.Threading;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// Follows the regions of one body along its paths: which are destroyed, linked, unlinked for sure at each point. What is sure on some paths
/// only is not said.
/// </summary>
/// <remarks>
/// Handlers begin with what may hold anywhere in what they guard. A finally region is walked once for the exceptions, and once for each
/// branch that leaves through it, because the graph has no edge out of it.
/// </remarks>
internal sealed partial class RegionFlow
{
    /// <summary>Blocks that are walked before the body is given up.</summary>
    private const int MaximumVisits = 20000;

    private readonly ControlFlowGraph _graph;
    private readonly BodyFacts _body;
    private readonly TypeFamily _family;
    private readonly RegionKnowledge _knowledge;
    private readonly RegionPlaces _places;
    private readonly RegionFlowResult _result;
    private readonly CancellationToken _cancellation;
    private int _visits;
    private bool _recording;

    private RegionFlow(ControlFlowGraph graph, BodyFacts body, TypeFamily family, RegionKnowledge knowledge, RegionFlowResult result, CancellationToken cancellation)
    {
        _graph = graph;
        _body = body;
        _family = family;
        _knowledge = knowledge;
        _places = new RegionPlaces(graph, body, family);
        _result = result;
        _cancellation = cancellation;
    }

    /// <summary>Adds what is known of a body, and of the functions in it, to the result.</summary>
    public static void Run(ControlFlowGraph graph, BodyFacts body, TypeFamily family, RegionKnowledge knowledge, RegionFlowResult result, CancellationToken cancellation)
    {
        var pending = new Stack<ControlFlowGraph>();
        pending.Push(graph);
        while (pending.Count > 0)
        {
            ControlFlowGraph next = pending.Pop();
            new RegionFlow(next, body, family, knowledge, result, cancellation).Run();
            foreach (IMethodSymbol function in next.LocalFunctions)
            {
                pending.Push(next.GetLocalFunctionControlFlowGraph(function, cancellation));
            }

            foreach (IFlowAnonymousFunctionOperation function in SharedVariables.AnonymousFunctions(next))
            {
                pending.Push(next.GetAnonymousFunctionControlFlowGraph(function, cancellation));
            }
        }
    }

    private void Run()
    {
        if (_places.IsUnreadable)
        {
            return;
        }

        Dictionary<int, RegionFlowState>? states = Solve(_graph.Root, new RegionFlowState(), out _);
        if (states is null)
        {
            return;
        }

        _recording = true;
        foreach (BasicBlock block in _graph.Blocks)
        {
            if (states.TryGetValue(block.Ordinal, out RegionFlowState? state))
            {
                Execute(block, state.Clone(), exceptional: null);
            }
        }
    }

    /// <summary>The states at the beginning of the blocks of a region; null if that is too much work.</summary>
    /// <param name="region">The whole graph, or a finally region.</param>
    /// <param name="entry">What is known when it is entered.</param>
    /// <param name="end">What is known when a finally region ends; null if it never does.</param>
    private Dictionary<int, RegionFlowState>? Solve(ControlFlowRegion region, RegionFlowState entry, out RegionFlowState? end)
    {
        end = null;
        var states = new Dictionary<int, RegionFlowState> { [region.FirstBlockOrdinal] = entry };
        var pending = new SortedSet<int> { region.FirstBlockOrdinal };
        while (pending.Count > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (++_visits > MaximumVisits)
            {
                return null;
            }

            int ordinal = pending.Min;
            pending.Remove(ordinal);
            BasicBlock block = _graph.Blocks[ordinal];
            RegionFlowState state = states[ordinal].Clone();
            List<int> handlers = HandlersOf(block, region);
            RegionFlowState? exceptional = handlers.Count == 0 ? null : state.Clone();
            Execute(block, state, exceptional);
            foreach (int handler in handlers)
            {
                Flow(handler, exceptional!);
            }

            if (block.ConditionalSuccessor is { } conditional)
            {
                bool jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                RegionFlowState jumping = state.Clone();
                Refine(jumping, block.BranchValue, jumpsWhen);
                if (MayBe(block.BranchValue, jumpsWhen) && !Follow(conditional, jumping, ref end))
                {
                    return null;
                }

                Refine(state, block.BranchValue, !jumpsWhen);
                if (!MayBe(block.BranchValue, !jumpsWhen))
                {
                    continue;
                }
            }

            if (block.FallThroughSuccessor is { } next && !Follow(next, state, ref end))
            {
                return null;
            }
        }

        return states;

        bool Follow(ControlFlowBranch branch, RegionFlowState state, ref RegionFlowState? end)
        {
            if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                if (InnermostFinally(branch.Source) == region)
                {
                    if (end is null)
                    {
                        end = state;
                    }
                    else
                    {
                        end.Join(state);
                    }
                }

                return true;
            }

            RegionFlowState? current = state;
            foreach (ControlFlowRegion left in branch.FinallyRegions)
            {
                if (Solve(left, current, out current) is null)
                {
                    return false;
                }

                if (current is null)
                {
                    return true;
                }
            }

            if (branch.Destination is { } destination && region.FirstBlockOrdinal <= destination.Ordinal && destination.Ordinal <= region.LastBlockOrdinal)
            {
                Flow(destination.Ordinal, current);
            }

            return true;
        }

        void Flow(int ordinal, RegionFlowState state)
        {
            if (!states.TryGetValue(ordinal, out RegionFlowState? known))
            {
                states.Add(ordinal, state.Clone());
                pending.Add(ordinal);
            }
            else if (known.Join(state))
            {
                pending.Add(ordinal);
            }
        }
    }

    /// <summary>Branches on constants keep both edges.</summary>
    private static bool MayBe(IOperation? condition, bool outcome) => condition?.ConstantValue.Value is not bool constant || constant == outcome;

    /// <summary>Where exceptions of the block may go next, within the region.</summary>
    private static List<int> HandlersOf(BasicBlock block, ControlFlowRegion within)
    {
        List<int> handlers = [];
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region != within; region = region.EnclosingRegion)
        {
            if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } statement)
            {
                continue;
            }

            foreach (ControlFlowRegion handler in statement.NestedRegions)
            {
                if (handler != region)
                {
                    handlers.Add(handler.FirstBlockOrdinal);
                }
            }
        }

        return handlers;
    }

    private static ControlFlowRegion? InnermostFinally(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind is ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter)
            {
                return region;
            }
        }

        return null;
    }
}
