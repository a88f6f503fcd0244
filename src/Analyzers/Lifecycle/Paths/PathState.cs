using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;

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

    private string? _key;

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

    /// <summary>Equal for equal states.</summary>
    public string Key => _key ??= MakeKey();

    public PathState With(Mark mark, Fact? cause = null, Value? place = null) => new() { Mark = mark, Cause = cause, Place = place, Facts = Facts, Exit = Exit, IsLoose = IsLoose };

    public PathState With(ImmutableSortedDictionary<string, bool> facts) => facts == Facts ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = facts, Exit = Exit, IsLoose = IsLoose };

    public PathState With(ExitStep? exit) => exit == Exit ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = Facts, Exit = exit, IsLoose = IsLoose };

    public PathState Loosened() => IsLoose ? this : new() { Mark = Mark, Cause = Cause, Place = Place, Facts = Facts, Exit = Exit, IsLoose = true };

    /// <summary>Whatever was in doubt before, this is certain.</summary>
    public PathState Tightened(Mark mark, Fact cause, Value? place) => new() { Mark = mark, Cause = cause, Place = place, Facts = Facts, Exit = Exit };

    private string MakeKey()
    {
        var key = new StringBuilder();
        key.Append((int)Mark).Append(IsLoose ? '!' : ' ');
        key.Append(Cause is null ? 0 : RuntimeHelpers.GetHashCode(Cause)).Append(' ');
        key.Append(Exit is null ? -1 : Exit.Syntax.SpanStart);
        foreach (KeyValuePair<string, bool> fact in Facts)
        {
            key.Append(' ').Append(fact.Key).Append(fact.Value ? '+' : '-');
        }

        return key.ToString();
    }
}

/// <summary>The states of all paths that come to a point.</summary>
internal sealed class PathStates
{
    public static readonly PathStates None = new();

    private readonly Dictionary<string, PathState> _states = new(StringComparer.Ordinal);

    public PathStates(params PathState[] states)
    {
        foreach (PathState state in states)
        {
            Add(state);
        }
    }

    public int Count => _states.Count;

    public IEnumerable<PathState> All => _states.Values;

    public bool Add(PathState state)
    {
        if (_states.ContainsKey(state.Key))
        {
            return false;
        }

        _states.Add(state.Key, state);
        return true;
    }

    public bool AddAll(PathStates states)
    {
        bool any = false;
        foreach (PathState state in states.All.ToList())
        {
            any |= Add(state);
        }

        return any;
    }

    public PathStates Select(Func<PathState, PathState?> change)
    {
        var result = new PathStates();
        foreach (PathState state in _states.Values)
        {
            if (change(state) is { } changed)
            {
                result.Add(changed);
            }
        }

        return result;
    }
}
