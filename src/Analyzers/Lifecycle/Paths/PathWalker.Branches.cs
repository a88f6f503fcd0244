using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <content>Decisions, loops and handlers.</content>
internal abstract partial class PathWalker
{
    private void RunChoice(ChoiceStep choice, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        (PathStates whenTrue, PathStates whenFalse) = Decide(choice.Condition, states, outcome, frame, Relevance.IsRelevant(choice), Relevance.IsRelevant(choice));
        if (!Concerns(choice))
        {
            // Where it goes does not matter.
        }
        else if (IsVague(choice, frame))
        {
            whenTrue = whenTrue.Select(static state => state.With(Mark.Unknown));
            whenFalse = whenFalse.Select(static state => state.With(Mark.Unknown));
        }
        else if (IsOpaque(choice.Condition, frame))
        {
            // A second decision about the same thing that is not understood either may be linked to this one.
            whenTrue = whenTrue.Select(static state => state.Loosened());
            whenFalse = whenFalse.Select(static state => state.Loosened());
        }

        Run(choice.WhenTrue, whenTrue, outcome, frame);
        PathStates first = outcome.Normal;
        Run(choice.WhenFalse, whenFalse, outcome, frame);
        outcome.Normal = Union(first, outcome.Normal);
    }

    private static void RunExit(ExitStep exit, PathStates states, PathOutcome outcome)
    {
        PathStates leaving = exit.Kind switch
        {
            ExitKind.Return => outcome.Returned,
            ExitKind.Throw => outcome.Thrown,
            ExitKind.Break => outcome.Broken,
            _ => outcome.Continued,
        };
        leaving.AddAll(exit.Kind is ExitKind.Return or ExitKind.Throw
            ? states.Select(exit, static (state, exit) => state.With(state.Exit is { Kind: ExitKind.Throw } && exit.Exception is null && exit.Kind == ExitKind.Throw ? state.Exit : exit))
            : states);
    }

    private void RunLoop(LoopStep loop, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        bool outer = Repeats;
        var after = new PathStates();
        PathStates entry = states;
        var seen = new PathStates();
        for (int round = 0; round < 4 && entry.Count > 0 && !GaveUp; round++)
        {
            PathStates inside = entry;
            if (loop.TestsFirst || round > 0)
            {
                if (loop.Condition is { } condition)
                {
                    (inside, PathStates outside) = Decide(condition, entry, outcome, frame, isRemembered: false, matters: true);
                    after.AddAll(Skipped(outside, round));
                }
                else if (!loop.IsEndless)
                {
                    after.AddAll(Skipped(entry, round));
                }
            }

            Repeats = outer || round > 0;
            PathOutcome body = Run(loop.Body, inside, frame);
            Repeats = outer;
            after.AddAll(body.Broken);
            outcome.Returned.AddAll(body.Returned);
            outcome.Thrown.AddAll(body.Thrown);
            outcome.Failed.AddAll(body.Failed);
            var ends = new PathStates();
            ends.AddAll(body.Normal);
            ends.AddAll(body.Continued);
            PathOutcome next = Run(loop.Next, ends, frame);
            outcome.Failed.AddAll(next.Failed);
            outcome.Thrown.AddAll(next.Thrown);
            entry = new PathStates();
            foreach (PathState state in next.Normal.All)
            {
                if (seen.Add(state))
                {
                    entry.Add(state);
                }
            }
        }

        // What a last round has left.
        if (loop.Condition is not null)
        {
            after.AddAll(Decide(loop.Condition, entry, outcome, frame, isRemembered: false, matters: true).WhenFalse);
        }
        else if (!loop.IsEndless)
        {
            after.AddAll(entry);
        }

        outcome.Normal = after;

        // Nobody writes a loop for nothing.
        PathStates Skipped(PathStates skipping, int round) => round == 0 && Concerns(loop) ? skipping.Select(static state => state.With(Mark.Unknown)) : skipping;
    }

    private void RunSwitch(SwitchStep choice, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        PathStates entry = states.Select(state => OnTest(Condition.Opaque, true, state, frame, matters: true));
        if (Concerns(choice))
        {
            entry = entry.Select(static state => state.Loosened());
        }

        var after = new PathStates();
        if (!choice.IsExhaustive)
        {
            after.AddAll(entry);
        }

        foreach (Step section in choice.Sections)
        {
            PathOutcome body = Run(section, entry, frame);
            after.AddAll(body.Normal);
            after.AddAll(body.Broken);
            outcome.Returned.AddAll(body.Returned);
            outcome.Thrown.AddAll(body.Thrown);
            outcome.Failed.AddAll(body.Failed);
            outcome.Continued.AddAll(body.Continued);
        }

        outcome.Normal = after;
    }

    private void RunTry(TryStep attempt, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        _tries++;
        PathOutcome body = Run(attempt.Body, states, frame);
        _tries--;

        var left = new PathOutcome { Normal = body.Normal };
        left.Returned.AddAll(body.Returned);
        left.Broken.AddAll(body.Broken);
        left.Continued.AddAll(body.Continued);
        PathStates thrown = body.Thrown, failed = body.Failed.Select(OnFailed);
        foreach (Handler handler in attempt.Handlers)
        {
            var caught = new PathStates();
            PathStates passedOn = new();
            foreach (PathState state in thrown.All)
            {
                bool? matches = Matches(state.Exit?.Exception, handler);
                if (matches != false)
                {
                    caught.Add(state);
                }

                if (matches != true)
                {
                    passedOn.Add(state);
                }
            }

            thrown = passedOn;
            caught.AddAll(failed);
            if (handler is { Caught: null, IsFiltered: false })
            {
                failed = PathStates.None;
            }

            PathStates unharmed = left.Normal;
            Run(handler.Body, caught, left, frame);
            left.Normal = Union(unharmed, left.Normal.Select(static state => state.With((ExitStep?)null)));
        }

        left.Thrown.AddAll(thrown);
        left.Failed.AddAll(failed);
        if (attempt.Final is not { } final)
        {
            outcome.AddExits(left);
            outcome.Normal = left.Normal;
            return;
        }

        PathStates normal = Finish(left.Normal);
        outcome.Returned.AddAll(Finish(left.Returned));
        outcome.Thrown.AddAll(Finish(left.Thrown));
        outcome.Failed.AddAll(Finish(left.Failed));
        outcome.Broken.AddAll(Finish(left.Broken));
        outcome.Continued.AddAll(Finish(left.Continued));
        outcome.Normal = normal;

        PathStates Finish(PathStates pending)
        {
            PathOutcome ended = Run(final, pending, frame);
            outcome.Thrown.AddAll(ended.Thrown);
            outcome.Failed.AddAll(ended.Failed);
            return ended.Normal;
        }
    }

    /// <summary>Whether the handler catches the exception: surely, never, or (null) perhaps.</summary>
    private static bool? Matches(ITypeSymbol? exception, Handler handler)
    {
        if (handler.Caught is null)
        {
            return handler.IsFiltered ? null : true;
        }

        if (exception is null)
        {
            return null;
        }

        if (Derives(exception, handler.Caught))
        {
            return handler.IsFiltered ? null : true;
        }

        return Derives(handler.Caught, exception) ? null : false;
    }

    private static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current, from))
            {
                return true;
            }
        }

        return false;
    }
}
