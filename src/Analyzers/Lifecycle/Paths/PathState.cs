using System.Linq;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

internal enum Mark
{
    /// <summary>Nothing is known.</summary>
    Unknown,

    /// <summary>A region that is not linked; a slot that holds no living region.</summary>
    Off,

    /// <summary>A region that is linked; a slot that holds a living region.</summary>
    On,
}

/// <summary>What is known at one point of one path. Immutable.</summary>
internal sealed class PathState
{
    public static readonly PathState Unknown = new() { Mark = Mark.Unknown };

    public Mark Mark { get; private init; }

    /// <summary>What made it so, if a step did.</summary>
    public Fact? Cause { get; private init; }

    /// <summary>Where the region is linked.</summary>
    public Value? Place { get; private init; }

    /// <summary>The flags and null tests that are known, by their keys.</summary>
    public ImmutableSortedDictionary<string, bool> Facts { get; private init; } = ImmutableSortedDictionary<string, bool>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The exit that is being taken.</summary>
    public ExitStep? Exit { get; private init; }

    /// <summary>The mark depends on something that is not understood: any test may be about the same thing.</summary>
    public bool IsLoose { get; private init; }

    public PathState With(Mark mark, Fact? cause = null, Value? place = null) => new() { Mark = mark, Cause = cause, Place = place, Facts = Facts, Exit = Exit, IsLoose = IsLoose };

    public PathState With(ImmutableSortedDictionary<string, bool> facts) => facts == Facts ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = facts, Exit = Exit, IsLoose = IsLoose };

    public PathState With(ExitStep? exit) => exit == Exit ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = Facts, Exit = exit, IsLoose = IsLoose };

    public PathState Loosened() => IsLoose ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = Facts, Exit = Exit, IsLoose = true };

    /// <summary>Whatever was in doubt before, this is certain.</summary>
    public PathState Tightened(Mark mark, Fact cause, Value? place) => new() { Mark = mark, Cause = cause, Place = place, Facts = Facts, Exit = Exit };

    /// <summary>The two tell the same, and were caused by the same.</summary>
    public bool Equals(PathState other)
    {
        return this == other
            || (Mark == other.Mark && IsLoose == other.IsLoose && Cause == other.Cause && Exit?.Syntax.SpanStart == other.Exit?.Syntax.SpanStart
                && (Facts == other.Facts || (Facts.Count == other.Facts.Count && Facts.SequenceEqual(other.Facts))));
    }
}

/// <summary>The states of all paths that come to a point, each once. There are few, if not one.</summary>
internal sealed class PathStates
{
    public static readonly PathStates None = new();

    private readonly List<PathState> _states;

    public PathStates(params PathState[] states)
    {
        _states = new List<PathState>(states);
    }

    public int Count => _states.Count;

    public IReadOnlyList<PathState> All => _states;

    public bool Add(PathState state)
    {
        foreach (PathState known in _states)
        {
            if (known.Equals(state))
            {
                return false;
            }
        }

        _states.Add(state);
        return true;
    }

    public void AddAll(PathStates states)
    {
        if (states == this)
        {
            return;
        }

        foreach (PathState state in states._states)
        {
            Add(state);
        }
    }

    public PathStates Select(Func<PathState, PathState?> change) => Select(change, static (state, change) => change(state));

    /// <param name="argument">Given to the function, which so needs no closure.</param>
    /// <param name="change">What becomes of a state; <see langword="null"/> if no path has it any more.</param>
    public PathStates Select<T>(T argument, Func<PathState, T, PathState?> change)
    {
        PathStates? result = null;
        for (int i = 0; i < _states.Count; i++)
        {
            PathState state = _states[i];
            PathState? changed = change(state, argument);
            if (result is null && changed != state)
            {
                result = new PathStates();
                for (int same = 0; same < i; same++)
                {
                    result.Add(_states[same]);
                }
            }

            if (changed is not null)
            {
                result?.Add(changed);
            }
        }

        // Most steps change nothing.
        return result ?? this;
    }
}
