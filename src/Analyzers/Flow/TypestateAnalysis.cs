using System.Threading;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// Follows one object through one body: a forward fixpoint over the basic blocks, then one more pass that notes what was found. The
/// paths that the graph does not draw (into handlers and finally regions, and on from them) are drawn here.
/// </summary>
internal sealed partial class TypestateAnalysis : IEvaluationEvents
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

    /// <summary>Where earlier objects of the site are left behind. What is overwritten while it is held has told of that already.</summary>
    private readonly HashSet<ExitPoint> _formerLeaks = new();

    private readonly ObjectHistory _history;
    private readonly ImmutableArray<int> _directions;
    private List<PathState>? _raised;
    private bool _recording;
    private bool _fillsParameters;

    private TypestateAnalysis(BodyGraph body, TrackedObject tracked)
    {
        _body = body;
        _tracked = tracked;
        _evaluator = new Evaluator(body, tracked, this);
        _history = new ObjectHistory(tracked);
        _directions = body.SlotsBehind(tracked.Access);
    }

    /// <summary>A block, and what is pending while it runs in a finally region.</summary>
    private readonly record struct Node(BasicBlock Block, Continuation? Pending);

    /// <summary>
    /// What happens to the object in the body; <see langword="null"/> if the body is too large to tell.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="tracked">The object.</param>
    /// <param name="cancellation">Ends the analysis early.</param>
    /// <param name="fillsParameters">What is put into arrays and lists that are parameters is followed there, until the body ends.</param>
    public static ObjectHistory? Run(BodyGraph body, TrackedObject tracked, CancellationToken cancellation, bool fillsParameters = false)
    {
        var analysis = new TypestateAnalysis(body, tracked) { _fillsParameters = fillsParameters };
        return analysis.Iterate(cancellation) ? analysis._history : null;
    }

    /// <summary>Where a path keeps the Boolean that the body returns.</summary>
    private int ResultSlot => _body.Slots.Result;

    private bool Iterate(CancellationToken cancellation)
    {
        PathState entry;
        if (_tracked.IsExternal)
        {
            entry = new PathState(_tracked switch
            {
                { StartsReleased: true } => ObjectStatus.Released,
                { MayBeNull: true } => ObjectStatus.Held | ObjectStatus.Null,
                _ => ObjectStatus.Held,
            });
            if (_tracked.Argument >= 0)
            {
                entry[_tracked.Argument] = AbstractValue.Object;
                if (_body.Slots[_tracked.Argument] is { Kind: SlotKind.Element } element)
                {
                    entry[element.Container] = AbstractValue.Container;
                }

                _history.NoteName(_body.Slots[_tracked.Argument]);
            }
        }
        else
        {
            entry = new PathState(ObjectStatus.NotYet);
            foreach (int container in _fillsParameters ? _body.Containers.OfParameters() : _tracked.IsFollowedIntoFields ? _body.Containers.OfFields() : Array.Empty<int>())
            {
                entry[container] = AbstractValue.Container;
            }
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
                _body.Budget.Exceed("has loops that do not settle");
            }

            if (!_body.Budget.TrySpend(CostOf(node)))
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

        if (_history.Losses.Count == 0)
        {
            _history.Leaks.UnionWith(_formerLeaks);
        }

        return true;
    }

    private int CostOf(Node node)
    {
        int cost = 0;
        foreach (PathState path in _states[node].Paths)
        {
            cost += 1 + node.Block.Operations.Length + (path.SlotCount / 2);
        }

        return cost;
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
            foreach (DrainingLoop loop in _body.Containers.LoopsAt(block))
            {
                _evaluator.EnterLoop(path, loop);
            }

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
                var states = new FlowState(_directions);
                foreach (PathState state in raised)
                {
                    states.Add(state);
                }

                foreach (PathState state in states.Paths)
                {
                    Raise(block.EnclosingRegion, block.EnclosingRegion, node.Pending, state.Clone(), null, block.EnclosingRegion);
                }
            }
        }
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
            if (next.Semantics == ControlFlowBranchSemantics.Return)
            {
                _history.MayReturnNull |= _recording && BodyGraph.Unwrap(block.BranchValue) is IDefaultValueOperation;
                if (value.IsTest(out _, out _))
                {
                    // The result tells what became of the object.
                    PathState whenTrue = path.Clone();
                    if (Holds(whenTrue, block.BranchValue!, value, outcome: true))
                    {
                        whenTrue[ResultSlot] = AbstractValue.Constant(true);
                        Follow(next, whenTrue, node.Pending);
                    }

                    if (!Holds(path, block.BranchValue!, value, outcome: false))
                    {
                        return;
                    }

                    value = AbstractValue.Constant(false);
                }

                if (value.IsConstant && value.ConstantValue is bool)
                {
                    path[ResultSlot] = value;
                }
                else if (value.MayBeObject)
                {
                    Return(path, isWhole: value.Wrapper is null);
                }
            }

            path.ReturnedView = next.Semantics == ControlFlowBranchSemantics.Return && value.IsView ? block.BranchValue : path.ReturnedView;

            Follow(next, path, node.Pending);
        }
    }

    private bool Holds(PathState path, IOperation condition, AbstractValue value, bool outcome)
    {
        _evaluator.Begin(path);
        return _evaluator.Refine(condition, value, outcome);
    }

    private void Return(PathState path, bool isWhole)
    {
        if ((path.Status & (ObjectStatus.Held | ObjectStatus.Null)) == 0)
        {
            return;
        }

        if (_recording && isWhole && path.IsHeld && !IsKept(path))
        {
            _history.IsReturned = true;
            _history.MayReturnNull |= _tracked.MustBeTested && (path.Status & ObjectStatus.Null) != 0;
        }

        path.Status = ObjectStatus.Given;
        Given();
    }

    /// <summary>The object is in a place that lives on: a field, or a variable of the caller.</summary>
    private bool IsKept(PathState path)
    {
        for (int slot = 0; slot < path.SlotCount; slot++)
        {
            // What a variable of another body held at the beginning, and still holds, is not kept by this one.
            if (path[slot].MayBeObject && _body.Slots[slot].Outlives && !(_tracked.IsExternal && slot == _tracked.Argument && _body.Slots[slot].IsBorrowed))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsInField(PathState path)
    {
        foreach (Slot field in _body.Slots.Fields())
        {
            if (path[field.Index].IsObject)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The parameter among whose elements the object is.</summary>
    private Slot? FilledParameter(PathState path)
    {
        for (int slot = 0; slot < path.SlotCount; slot++)
        {
            if (path[slot].MayBeObject && _body.Slots[slot] is { Kind: SlotKind.Element } element && _body.Slots[element.Container] is { Kind: SlotKind.Parameter } parameter)
            {
                return parameter;
            }
        }

        return null;
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

    /// <summary>The last variable that held an earlier object of the site went out of scope, and nothing was done with it since.</summary>
    private void LoseFormer(ExitPoint exit)
    {
        if (_recording && !_tracked.IsExternal && !_tracked.IsCounted)
        {
            _formerLeaks.Add(exit);
        }
    }

    private void Exit(PathState path, ExitPoint exit, bool isNormal)
    {
        if (!_recording)
        {
            return;
        }

        if (isNormal && path.HasFormerObject(_body.Slots))
        {
            LoseFormer(exit);
        }

        if (isNormal && path.ReturnedView is { } view && path.Status == ObjectStatus.Released)
        {
            // Also one that is released only on the way out, by a using declaration.
            _history.UsesAfterRelease.Add(view);
        }

        Slot? filled = path.IsHeld && !_tracked.IsExternal ? FilledParameter(path) : null;
        if (isNormal)
        {
            _history.NoteElements(filled, path.Status, path[ResultSlot].IsConstant ? path[ResultSlot].ConstantValue as bool? : null);
        }

        bool kept = IsKept(path) || filled is not null;
        _history.IsGiven |= kept && path.IsHeld;
        if (isNormal)
        {
            _history.MayReturnNull |= kept && path.IsHeld && _history.OutParameter is not null && _tracked.MustBeTested && (path.Status & ObjectStatus.Null) != 0;
            _history.StaysInPlace &= _tracked.IsExternal && _tracked.Argument >= 0 && path[_tracked.Argument].IsObject;
            bool? constant = path[ResultSlot].IsConstant ? path[ResultSlot].ConstantValue as bool? : null;
            _history.NoteExit(kept && path.IsHeld ? ObjectStatus.Given : path.Status, constant);
            if (_tracked.IsExternal && _tracked.Argument >= 0)
            {
                _history.Returns.Add(new ReturnFact(exit, path.Status, kept && path.IsHeld, constant));
            }
        }
        else
        {
            _history.ThrowsItself = true;
        }

        if (path.IsHeld && !_tracked.IsExternal && !kept)
        {
            _history.Leaks.Add(exit);
        }
        else if (path.IsHeld && !isNormal && IsInField(path))
        {
            _history.KeptAtThrow.Add(exit);
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
            state = new FlowState(_directions);
            _states.Add(node, state);
        }

        if (state.Add(path) && _queued.Add(node))
        {
            _pending.Enqueue(node);
        }
    }
}
