using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>What a callee does to the elements of an array or list that it is handed, which it does not keep.</summary>
internal sealed class ElementEffect
{
    /// <summary>It takes care of elements: of all, or of those before <see cref="Limit"/>.</summary>
    public bool Takes { get; init; }

    /// <summary>The ordinal of the parameter whose value is the index of the first element that it leaves alone; -1 if there is none.</summary>
    public int Limit { get; init; } = -1;

    /// <summary>It puts resources into it, which the caller must release.</summary>
    public Acquisition? Fills { get; init; }
}
