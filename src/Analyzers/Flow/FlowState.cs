namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The state at a program point: at most one disjunct for each status of the object, and what was looked at of it. Paths on which these are
/// the same are joined, others are kept apart, so that conditions that go with the status stay known (property simulation, as in ESP).
/// </summary>
internal sealed class FlowState
{
    private readonly List<PathState> _paths = new(2);

    public IReadOnlyList<PathState> Paths => _paths;

    /// <summary>The disjuncts as they are now; a loop may add to them while they are walked.</summary>
    public PathState[] Snapshot() => _paths.ToArray();

    /// <summary>Adds a path. True if the state grew. The path must not be changed afterwards.</summary>
    public bool Add(PathState path)
    {
        foreach (PathState existing in _paths)
        {
            if (existing.Status == path.Status && (existing.Unchecked == path.Unchecked || !path.IsHeld))
            {
                return existing.Join(path);
            }
        }

        _paths.Add(path.Clone());
        return true;
    }
}
