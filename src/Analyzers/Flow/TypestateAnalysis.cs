using System.Threading;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Follows one object through one body: a forward fixpoint over the basic blocks, then one more pass that notes what was found. The
/// paths that the graph does not draw (into handlers and finally regions, and on from them) are drawn here.
/// </summary>
internal sealed class TypestateAnalysis : IEvaluationEvents
{
    /// <summary>How often a block may be walked before the body is given up: far more than any real one needs.</summary>
    private const int MaxVisits = 64;

    private readonly BodyGraph _body;
    private readonly TrackedObject _tracked;
    private readonly Evaluator _evaluator;
    private readonly Continuation.Table _continuations = new();
    private readonly Dictionary<Node, FlowState> _states = new();
    private readonly Dictionary<Node, int> _visits = new();
    private readonly Queue<Node> _pending = new();
    private readonly HashSet<Node> _queued = new();
    private readonly ObjectHistory _history;
    private List<PathState>? _raised;
    private bool _recording;

    private TypestateAnalysis(BodyGraph body, TrackedObject tracked)
    {
        _body = body;
        _tracked = tracked;
        _evaluator = new Evaluator(body, tracked, this);
        _history = new ObjectHistory(tracked);
    }

    /// <summary>A block, and what is pending while it runs in a finally region.</summary>
    private readonly record struct Node(BasicBlock Block, Continuation? Pending);

    /// <summary>
    /// What happens to the object in the body; <see langword="null"/> if the body is too large to tell.
    /// </summary>
    public static ObjectHistory? Run(BodyGraph body, TrackedObject tracked, CancellationToken cancellation)
    {
        var analysis = new TypestateAnalysis(body, tracked);
        return analysis.Iterate(cancellation) ? analysis._history : null;
    }

    private bool Iterate(CancellationToken cancellation)
    {
        PathState entry;
        if (_tracked.IsExternal)
        {
            entry = new PathState(ObjectStatus.Held) { [_tracked.Argument] = AbstractValue.Object };
        }
        else
        {
            entry = new PathState(ObjectStatus.NotYet);
        }

        Flow(new Node(_body.Graph.Blocks[0], null), entry);
        while (_pending.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            Node node = _pending.Dequeue();
            _queued.Remove(node);
            _visits.TryGetValue(node, out int visits);
            if (visits >= MaxVisits)
            {
                return false;
            }

            _visits[node] = visits + 1;
            Walk(node);
        }

        _recording = true;
        foreach (KeyValuePair<Node, FlowState> state in _states)
        {
            Walk(state.Key);
        }

        return true;
    }

    private void Walk(Node node)
    {
        BasicBlock block = node.Block;
        if (block.Kind == BasicBlockKind.Exit)
        {
            return;
        }

        bool guarded = IsGuarded(block.EnclosingRegion);
        foreach (PathState before in _states[node].Snapshot())
        {
            PathState path = before.Clone();
            _raised = guarded ? new List<PathState>() : null;
            _evaluator.Begin(path);
            foreach (IOperation operation in block.Operations)
            {
                _evaluator.Execute(operation);
            }

            AbstractValue value = block.BranchValue is { } branchValue ? _evaluator.EvaluateBranchValue(branchValue) : AbstractValue.Unknown;
            List<PathState>? raised = _raised;
            _raised = null;
            if (!_evaluator.Ended)
            {
                Leave(node, path, value);
            }

            // Only what the object and its variables are matters to a handler, so equal states go once.
            if (raised is { Count: > 0 })
            {
                var states = new FlowState();
                foreach (PathState state in raised)
                {
                    states.Add(state);
                }

                foreach (PathState state in states.Paths)
                {
                    Raise(block.EnclosingRegion, block.EnclosingRegion, node.Pending, state.Clone(), null);
                }
            }
        }
    }

    private static bool IsGuarded(ControlFlowRegion region)
    {
        for (ControlFlowRegion? current = region; current is not null && current.Kind != ControlFlowRegionKind.Root; current = current.EnclosingRegion)
        {
            if (current.Kind == ControlFlowRegionKind.Try)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a path along the branches at the end of a block.</summary>
    private void Leave(Node node, PathState path, AbstractValue value)
    {
        BasicBlock block = node.Block;
        if (block.ConditionalSuccessor is { } conditional)
        {
            bool jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
            PathState jumping = path.Clone();
            if (Holds(jumping, block.BranchValue!, value, jumpsWhen))
            {
                Follow(conditional, jumping, node.Pending);
            }

            if (block.FallThroughSuccessor is { } other && Holds(path, block.BranchValue!, value, !jumpsWhen))
            {
                Follow(other, path, node.Pending);
            }

            return;
        }

        if (block.FallThroughSuccessor is { } next)
        {
            if (next.Semantics == ControlFlowBranchSemantics.Return && value.MayBeObject)
            {
                Return(path);
            }

            Follow(next, path, node.Pending);
        }
    }

    private bool Holds(PathState path, IOperation condition, AbstractValue value, bool outcome)
    {
        _evaluator.Begin(path);
        return _evaluator.Refine(condition, value, outcome);
    }

    private void Return(PathState path)
    {
        if ((path.Status & (ObjectStatus.Held | ObjectStatus.Null)) == 0)
        {
            return;
        }

        if (_recording && path.IsHeld && !IsKept(path))
        {
            _history.IsReturned = true;
        }

        path.Status = ObjectStatus.Given;
        Given();
    }

    /// <summary>The object is in a place that lives on: a field, or a variable of the caller.</summary>
    private bool IsKept(PathState path)
    {
        for (int slot = 0; slot < path.SlotCount; slot++)
        {
            if (path[slot].MayBeObject && _body.Slots[slot].Outlives)
            {
                return true;
            }
        }

        return false;
    }

    private void Follow(ControlFlowBranch branch, PathState path, Continuation? pending)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                // A switch expression without a match throws too, but that is not the user's.
                if (BodyGraph.Unwrap(branch.Source.BranchValue) is not { IsImplicit: true })
                {
                    Raise(branch.Source.EnclosingRegion, branch.Source.EnclosingRegion, pending, path, branch.Source);
                }

                break;

            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Resume(branch.Source, path, pending);
                break;

            case ControlFlowBranchSemantics.ProgramTermination or ControlFlowBranchSemantics.Error or ControlFlowBranchSemantics.None:
                break;

            default:
                RunFinally(branch, 0, path, pending);
                break;
        }
    }

    /// <summary>Goes through the finally regions that a branch leaves, one after the other, and then to where it leads.</summary>
    private void RunFinally(ControlFlowBranch branch, int next, PathState path, Continuation? outer)
    {
        if (next < branch.FinallyRegions.Length)
        {
            ControlFlowRegion region = branch.FinallyRegions[next];
            Flow(new Node(_body.Graph.Blocks[region.FirstBlockOrdinal], _continuations.OfBranch(outer, region, branch, next + 1)), path);
        }
        else if (branch.Destination is { } destination)
        {
            Arrive(branch, destination, path, outer);
        }
    }

    /// <summary>The end of a finally region (or a filter that says no, whose exception was passed on already).</summary>
    private void Resume(BasicBlock block, PathState path, Continuation? pending)
    {
        if (pending is null || !Contains(pending.Finally, block) || IsInFilter(block, pending.Finally))
        {
            return;
        }

        if (pending.Branch is { } branch)
        {
            RunFinally(branch, pending.NextFinally, path, pending.Outer);
        }
        else if (pending.Finally.EnclosingRegion?.EnclosingRegion is { } around)
        {
            Raise(around, block.EnclosingRegion, pending.Outer, path, pending.Thrower);
        }
    }

    private static bool IsInFilter(BasicBlock block, ControlFlowRegion within)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null && region != within; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Filter)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Looks for the handlers of an exception, from a region outwards, through the finally regions on the way.
    /// </summary>
    private void Raise(ControlFlowRegion region, ControlFlowRegion source, Continuation? pending, PathState path, BasicBlock? thrower)
    {
        for (ControlFlowRegion? current = region; current is not null && current.Kind != ControlFlowRegionKind.Root; current = current.EnclosingRegion)
        {
            if (current.Kind == ControlFlowRegionKind.Finally && pending?.Finally == current)
            {
                // What was pending is forgotten.
                pending = pending.Outer;
                continue;
            }

            if (current.Kind != ControlFlowRegionKind.Try || current.EnclosingRegion is not { } statement)
            {
                continue;
            }

            if (statement.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                ControlFlowRegion @finally = statement.NestedRegions[1];
                Flow(new Node(_body.Graph.Blocks[@finally.FirstBlockOrdinal], _continuations.OfException(pending, @finally, thrower)), path);
                return;
            }

            foreach (ControlFlowRegion handler in statement.NestedRegions)
            {
                if (handler == current)
                {
                    continue;
                }

                HandlerMatch match = HandlerMatching.Match(handler, thrower);
                if (match == HandlerMatch.Never)
                {
                    continue;
                }

                PathState caught = path.Clone();
                Forget(caught, source, handler);
                LoseUnreachable(caught, ExitPoint.Caught(_body.Graph, handler, thrower));
                Flow(new Node(_body.Graph.Blocks[handler.FirstBlockOrdinal], pending), caught);
                if (match == HandlerMatch.Always)
                {
                    return;
                }
            }
        }

        // The exception leaves the body. What a call throws is another rule's business.
        if (thrower is not null)
        {
            Exit(path, ExitPoint.Thrown(_body.Graph, thrower), isNormal: false, result: null);
        }
    }

    private void Arrive(ControlFlowBranch branch, BasicBlock destination, PathState path, Continuation? pending)
    {
        if (destination.Kind == BasicBlockKind.Exit)
        {
            Exit(path, ExitPoint.Branch(_body.Graph, branch), isNormal: true, branch.Source.BranchValue);
            return;
        }

        Forget(path, branch.Source.EnclosingRegion, destination.EnclosingRegion);
        LoseUnreachable(path, ExitPoint.Branch(_body.Graph, branch));
        Flow(new Node(destination, pending), path);
    }

    /// <summary>Forgets the variables of the regions that are left on the way from one region to another.</summary>
    private void Forget(PathState path, ControlFlowRegion from, ControlFlowRegion to)
    {
        for (ControlFlowRegion? region = from; region is not null && region.Kind != ControlFlowRegionKind.Root && !Contains(region, to); region = region.EnclosingRegion)
        {
            foreach (ILocalSymbol local in region.Locals)
            {
                Forget(path, _body.Slots.Find(local));
            }

            foreach (CaptureId capture in region.CaptureIds)
            {
                Forget(path, _body.Slots.Find(capture));
            }
        }
    }

    private void Forget(PathState path, int slot)
    {
        if (slot < 0)
        {
            return;
        }

        path[slot] = AbstractValue.Unknown;
        if (_body.Slots[slot].Dependents is { } dependents)
        {
            foreach (int predicate in dependents)
            {
                path[predicate] = AbstractValue.Unknown;
            }
        }
    }

    /// <summary>The last variable that held the object went out of scope.</summary>
    private void LoseUnreachable(PathState path, ExitPoint exit)
    {
        if (!path.IsHeld || _tracked.IsExternal || path.IsReachable())
        {
            return;
        }

        path.Status = ObjectStatus.Lost;
        if (_recording)
        {
            _history.Leaks.Add(exit);
        }
    }

    private void Exit(PathState path, ExitPoint exit, bool isNormal, IOperation? result)
    {
        if (!_recording)
        {
            return;
        }

        bool kept = IsKept(path);
        if (isNormal)
        {
            _history.NoteExit(kept && path.IsHeld ? ObjectStatus.Given : path.Status, result?.ConstantValue.Value as bool?);
        }

        if (path.IsHeld && !_tracked.IsExternal && !kept)
        {
            _history.Leaks.Add(exit);
        }
    }

    private void Flow(Node node, PathState path)
    {
        if (_recording)
        {
            return;
        }

        if (!_states.TryGetValue(node, out FlowState? state))
        {
            state = new FlowState();
            _states.Add(node, state);
        }

        if (state.Add(path) && _queued.Add(node))
        {
            _pending.Enqueue(node);
        }
    }

    private static bool Contains(ControlFlowRegion region, BasicBlock block)
    {
        return region.FirstBlockOrdinal <= block.Ordinal && block.Ordinal <= region.LastBlockOrdinal;
    }

    private static bool Contains(ControlFlowRegion region, ControlFlowRegion other)
    {
        for (ControlFlowRegion? current = other; current is not null; current = current.EnclosingRegion)
        {
            if (current == region)
            {
                return true;
            }
        }

        return false;
    }

    void IEvaluationEvents.CallMayThrow(PathState state) => _raised?.Add(state.Clone());

    void IEvaluationEvents.Released(IOperation release)
    {
        if (_recording)
        {
            _history.Releases.Add(release);
        }
    }

    void IEvaluationEvents.ReleasedAgain(IOperation release)
    {
        if (_recording)
        {
            _history.SecondReleases.Add(release);
        }
    }

    void IEvaluationEvents.Lost(IOperation operation, LossKind kind)
    {
        if (_recording)
        {
            _history.Losses[operation] = kind;
        }
    }

    void IEvaluationEvents.Stored(Slot slot)
    {
        if (_recording)
        {
            _history.NoteName(slot);
        }
    }

    void IEvaluationEvents.Given() => Given();

    private void Given()
    {
        if (_recording)
        {
            _history.IsGiven = true;
        }
    }
}
