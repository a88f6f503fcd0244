using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Where a body's paths lead.</summary>
internal sealed class PathOutcome
{
    private PathStates? _returned;
    private PathStates? _thrown;
    private PathStates? _failed;
    private PathStates? _broken;
    private PathStates? _continued;

    /// <summary>To the end.</summary>
    public PathStates Normal { get; set; } = PathStates.None;

    public PathStates Returned => _returned ??= new();

    /// <summary>Out of it by a <c>throw</c> of the program.</summary>
    public PathStates Thrown => _thrown ??= new();

    /// <summary>Out of it because something that was called has thrown.</summary>
    public PathStates Failed => _failed ??= new();

    public PathStates Broken => _broken ??= new();

    public PathStates Continued => _continued ??= new();

    public void AddExits(PathOutcome other)
    {
        _returned = Join(_returned, other._returned);
        _thrown = Join(_thrown, other._thrown);
        _failed = Join(_failed, other._failed);
        _broken = Join(_broken, other._broken);
        _continued = Join(_continued, other._continued);
    }

    private static PathStates? Join(PathStates? states, PathStates? others)
    {
        if (states is null || others is null)
        {
            return states ?? others;
        }

        states.AddAll(others);
        return states;
    }
}

/// <summary>One call that is being followed.</summary>
internal sealed class PathFrame(PathFrame? caller, ISymbol function, IReadOnlyDictionary<ISymbol, Value> arguments)
{
    public PathFrame? Caller { get; } = caller;

    public ISymbol Function { get; } = function;

    public IReadOnlyDictionary<ISymbol, Value> Arguments { get; } = arguments;

    public int Depth { get; } = caller is null ? 0 : caller.Depth + 1;

    public bool Runs(ISymbol function)
    {
        for (PathFrame? frame = this; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(frame.Function, function))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The value as the outermost caller would write it.</summary>
    public Value Resolve(Value value)
    {
        switch (value.Kind)
        {
            case ValueKind.Variable when Arguments.TryGetValue(value.Symbol!, out Value? argument):
                return Caller is null ? argument : Caller.Resolve(argument);
            case ValueKind.Member when value.Instance is { Kind: not ValueKind.This } instance:
                Value resolved = Resolve(instance);
                return resolved == instance ? value : Value.Member(value.Symbol!, resolved, value.Type);
            default:
                return value;
        }
    }
}

/// <summary>
/// Follows all paths through the life of an object, with what is known about one thing: of flags and null tests as well, so that conditions
/// that are tested twice go the same way twice. Calls of the type's own code are followed too. Bounded: where there is too much to follow,
/// <see cref="GaveUp"/> is set, and nothing that was found holds.
/// </summary>
internal abstract partial class PathWalker(INamedTypeSymbol type, TypeFamily family, PathNames names, CancellationToken cancellation)
{
    private const int MaximumStates = 48;
    private const int MaximumSteps = 20_000;
    private const int MaximumCalls = 8;

    private static readonly Dictionary<ISymbol, Value> s_noArguments = new(SymbolEqualityComparer.Default);

    private int _steps;
    private int _tries;

    public bool GaveUp { get; private set; }

    /// <summary>The functions that were followed.</summary>
    public HashSet<ISymbol> Visited { get; } = new(SymbolEqualityComparer.Default);

    protected INamedTypeSymbol Type { get; } = type;

    protected TypeFamily Family { get; } = family;

    protected ContractModel Contracts { get; } = family.Model.Contracts;

    protected PathNames Names { get; } = names;

    /// <summary>In a second round of a loop: another round may be about something else.</summary>
    protected bool Repeats { get; private set; }

    /// <summary>Follows a whole member; what it returns from counts as normal, and keeps its exit.</summary>
    public PathOutcome Follow(ISymbol member, Step step, PathStates states)
    {
        Visited.Add(member);
        return Run(step, states, new PathFrame(null, member, s_noArguments));
    }

    protected abstract PathState? OnLink(LinkStep step, PathState state, PathFrame frame);

    protected abstract PathState OnCreate(CreateStep step, PathState state, PathFrame frame);

    protected abstract PathState OnDestroy(DestroyStep step, PathState state, PathFrame frame);

    protected abstract PathState OnAssign(AssignStep step, PathState state, PathFrame frame);

    /// <summary>What has to be remembered.</summary>
    protected abstract PathRelevance Relevance { get; }

    /// <summary>The function, or one that it calls, may do something about what is followed.</summary>
    public abstract bool Touches(ISymbol function);

    /// <summary>Something may have been done that cannot be followed.</summary>
    private PathState OnUnseen(ISymbol function, PathState state) => Touches(function) ? state.With(Mark.Unknown) : state;

    /// <summary>Code out of sight is called.</summary>
    protected abstract PathState OnForeignCall(CallStep step, PathState state, PathFrame frame);

    /// <summary>
    /// The states in which the test gives the outcome; null if it never does. Where nothing depends on the test that is about what is followed,
    /// it cannot be linked to another one either.
    /// </summary>
    protected abstract PathState? OnTest(Condition test, bool outcome, PathState state, PathFrame frame, bool matters);

    /// <summary>The step, or one in it, may be about what is followed.</summary>
    protected virtual bool Concerns(Step step) => Relevance.Concerns(step);

    /// <summary>Nobody can tell whether the step is about it.</summary>
    protected abstract bool IsVague(Step step, PathFrame frame);

    /// <summary>Something that was called has thrown.</summary>
    protected abstract PathState OnFailed(PathState state);

    private PathOutcome Run(Step step, PathStates states, PathFrame frame)
    {
        var outcome = new PathOutcome();
        Run(step, states, outcome, frame);
        return outcome;
    }

    /// <summary>Adds the exits of the step to those that the outcome has.</summary>
    private void Run(Step step, PathStates states, PathOutcome outcome, PathFrame frame)
    {
        cancellation.ThrowIfCancellationRequested();
        outcome.Normal = PathStates.None;
        if (GaveUp || states.Count == 0)
        {
            return;
        }

        if (++_steps > MaximumSteps || states.Count > MaximumStates)
        {
            GaveUp = true;
            return;
        }

        switch (step)
        {
            case SequenceStep sequence:
                outcome.Normal = states;
                foreach (Step part in sequence.Steps)
                {
                    Run(part, outcome.Normal, outcome, frame);
                }

                break;
            case ChoiceStep choice:
                RunChoice(choice, states, outcome, frame);
                break;
            case LoopStep loop:
                RunLoop(loop, states, outcome, frame);
                break;
            case SwitchStep choice:
                RunSwitch(choice, states, outcome, frame);
                break;
            case TryStep attempt:
                RunTry(attempt, states, outcome, frame);
                break;
            case ExitStep exit:
                RunExit(exit, states, outcome);
                break;
            case UnknownStep:
                GaveUp = true;
                break;
            case LinkStep link:
                if (link.Links && _tries > 0)
                {
                    outcome.Failed.AddAll(states);
                }

                outcome.Normal = states.Select((this, link, frame), static (state, at) => at.Item1.OnLink(at.link, state, at.frame));
                break;
            case CreateStep create:
                outcome.Normal = states.Select((this, create, frame), static (state, at) => at.Item1.OnCreate(at.create, state, at.frame));
                break;
            case DestroyStep destroy:
                outcome.Normal = states.Select((this, destroy, frame), static (state, at) => at.Item1.OnDestroy(at.destroy, state, at.frame));
                break;
            case AssignStep assign:
                outcome.Normal = states.Select((this, assign, frame), static (state, at) => at.Item1.OnAssign(at.assign, at.Item1.Forget(at.assign, state), at.frame));
                break;
            case CallStep call:
                RunCall(call, states, outcome, frame);
                break;
            case LambdaStep lambda:
                outcome.Normal = states.Select((this, lambda), static (state, at) => at.Item1.OnUnseen(at.lambda.Function, state));
                break;
            default:
                outcome.Normal = states;
                break;
        }
    }

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
