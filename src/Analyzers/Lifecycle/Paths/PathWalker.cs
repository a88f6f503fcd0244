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
}
