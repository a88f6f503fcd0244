namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// What may be spent on one body, for all objects in it together. Code that people write stays far below; generated code may not, and
/// must not keep a compiler or an editor busy.
/// </summary>
internal sealed class BodyBudget
{
    /// <summary>More objects in one body than this are not followed.</summary>
    public const int MaxObjects = 64;

    /// <summary>Functions in functions deeper than this are not followed: for each, all inside it are searched for its variables.</summary>
    public const int MaxNestedFunctions = 32;

    /// <summary>Operations walked, each as often as it is walked, and variables copied for it.</summary>
    private const int MaxSteps = 4_000_000;

    /// <summary>Why the body, or the rest of it, is not analysed; <see langword="null"/> while it is.</summary>
    public string? Excess { get; private set; }

    /// <summary>What was spent so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Takes note of work that is about to be done. False if there has been too much of it.</summary>
    public bool TrySpend(int steps)
    {
        Steps += steps;
        if (Steps > MaxSteps)
        {
            Exceed("has too many paths");
        }

        return Excess is null;
    }

    public void Exceed(string reason) => Excess ??= reason;
}
