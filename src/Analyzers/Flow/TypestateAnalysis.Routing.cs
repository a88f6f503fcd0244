using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Flow;

/// <content>
/// Where paths go: along branches, through the finally regions that they leave, and from what throws to the handlers that take it.
/// </content>
internal sealed partial class TypestateAnalysis
{
    private void Follow(ControlFlowBranch branch, PathState path, Continuation? pending)
    {
        switch (branch.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                // A switch expression without a match throws too, but that is not the user's.
                if (BodyGraph.Unwrap(branch.Source.BranchValue) is not { IsImplicit: true })
                {
                    Raise(branch.Source.EnclosingRegion, branch.Source.EnclosingRegion, pending, path, branch.Source, branch.Source.EnclosingRegion);
                }

                break;

            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                Resume(branch.Source, path, pending);
                break;

            case ControlFlowBranchSemantics.ProgramTermination or ControlFlowBranchSemantics.Error or ControlFlowBranchSemantics.None:
                break;

            default:
                // No valid code jumps out of a finally block; while it is typed it may, and what was pending is forgotten then.
                while (pending is not null && branch.Destination is { } destination && !Contains(pending.Finally, destination))
                {
                    pending = pending.Outer;
                }

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
            Raise(around, block.EnclosingRegion, pending.Outer, path, pending.Thrower, pending.Origin ?? around);
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
    /// <param name="region">Where the search begins.</param>
    /// <param name="source">The region that the path leaves.</param>
    /// <param name="pending">What is pending there.</param>
    /// <param name="path">The state of the path.</param>
    /// <param name="thrower">The block that throws; null if a call does.</param>
    /// <param name="origin">Where the exception comes from: what the handlers between there and <paramref name="region"/> have let pass is not of their types.</param>
    private void Raise(ControlFlowRegion region, ControlFlowRegion source, Continuation? pending, PathState path, BasicBlock? thrower, ControlFlowRegion origin)
    {
        PassedHandlers passed = PassedHandlers.Between(origin, region);
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
                Flow(new Node(_body.Graph.Blocks[@finally.FirstBlockOrdinal], _continuations.OfException(pending, @finally, thrower, passed.IsEmpty ? null : origin)), path);
                return;
            }

            foreach (ControlFlowRegion handler in statement.NestedRegions)
            {
                if (handler == current)
                {
                    continue;
                }

                HandlerMatch match = passed.Cover(handler) ? HandlerMatch.Never : HandlerMatching.Match(handler, thrower);
                if (match == HandlerMatch.Never)
                {
                    continue;
                }

                passed.Add(handler);

                PathState caught = path.Clone();
                caught.Raiser = null;
                Forget(caught, source, handler);
                LoseUnreachable(caught, ExitPoint.Caught(_body.Graph, handler, thrower));
                Flow(new Node(_body.Graph.Blocks[handler.FirstBlockOrdinal], pending), caught);
                if (match == HandlerMatch.Always)
                {
                    return;
                }
            }
        }

        // The exception leaves the body.
        if (thrower is not null)
        {
            Exit(path, ExitPoint.Thrown(_body.Graph, thrower), isNormal: false);
        }
        else
        {
            LeaveByCall(path);
        }
    }

    private void Arrive(ControlFlowBranch branch, BasicBlock destination, PathState path, Continuation? pending)
    {
        if (destination.Kind == BasicBlockKind.Exit)
        {
            Exit(path, ExitPoint.Branch(_body.Graph, branch), isNormal: true);
            return;
        }

        bool hadFormer = path.HasFormerObject(_body.Slots);
        Forget(path, branch.Source.EnclosingRegion, destination.EnclosingRegion);
        LoseUnreachable(path, ExitPoint.Branch(_body.Graph, branch));
        if (hadFormer && !path.HasFormerObject())
        {
            LoseFormer(ExitPoint.Branch(_body.Graph, branch));
        }

        Flow(new Node(destination, pending), path);
    }

    /// <summary>Forgets the variables of the regions that are left on the way from one region to another.</summary>
    private void Forget(PathState path, ControlFlowRegion from, ControlFlowRegion to)
    {
        for (ControlFlowRegion? region = from; region is not null && region.Kind != ControlFlowRegionKind.Root && !Contains(region, to); region = region.EnclosingRegion)
        {
            // Of handlers in handlers each takes what all inner ones let go: the budget is not for blocks alone.
            _body.Budget.TrySpend(1);
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

        path.LoseIndex(_body.Slots[slot], _body.Slots);
        path.ForgetElements(_body.Slots[slot]);
        path[slot] = AbstractValue.Unknown;
        if (_body.Slots[slot].Dependents is { } dependents)
        {
            foreach (int predicate in dependents)
            {
                path[predicate] = AbstractValue.Unknown;
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

    private static bool Contains(ControlFlowRegion region, BasicBlock block)
    {
        return region.FirstBlockOrdinal <= block.Ordinal && block.Ordinal <= region.LastBlockOrdinal;
    }

    private static bool Contains(ControlFlowRegion region, ControlFlowRegion other)
    {
        // By the blocks, since code may nest deeply. A path goes to the innermost region of a block, or to a handler beside the region.
        return region.FirstBlockOrdinal <= other.FirstBlockOrdinal && other.LastBlockOrdinal <= region.LastBlockOrdinal;
    }
}
