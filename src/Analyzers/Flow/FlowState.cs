namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The state at a program point: a disjunct for each status of the object, for each set of variables that hold it, and for what was looked
/// at of it. Paths on which these are the same are joined, others are kept apart, so that conditions that go with the status stay known
/// (property simulation, as in ESP).
/// </summary>
/// <param name="directions">Variables that say what the object is acquired for: paths on which they differ are kept apart too.</param>
internal sealed class FlowState(ImmutableArray<int> directions)
{
    /// <summary>How many sets of variables are told apart for one status; beyond that paths are joined after all.</summary>
    private const int MaxPerStatus = 3;

    private readonly List<PathState> _paths = new(2);

    public IReadOnlyList<PathState> Paths => _paths;

    /// <summary>The disjuncts as they are now; a loop may add to them while they are walked.</summary>
    public PathState[] Snapshot() => _paths.ToArray();

    /// <summary>Adds a path. True if the state grew. The path must not be changed afterwards.</summary>
    public bool Add(PathState path)
    {
        int alike = 0;
        PathState? last = null;
        foreach (PathState existing in _paths)
        {
            if (existing.Status == path.Status && (existing.Unchecked == path.Unchecked || !path.IsHeld))
            {
                if (existing.IsHeldAlike(path) && existing.IsForTheSame(path, directions))
                {
                    return existing.Join(path);
                }

                alike++;
                last = existing;
            }
        }

        if (alike == MaxPerStatus)
        {
            return last!.Join(path);
        }

        _paths.Add(path.Clone());
        return true;
    }
}
