namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>A region whose links are followed.</summary>
internal sealed class LinkSubject(string name, Value region, Slots slots)
{
    /// <summary>See <see cref="PathNames"/>.</summary>
    public string Name { get; } = name;

    public Value Region { get; } = region;

    public Slots Slots { get; } = slots;

    /// <summary>The type made it, and nobody else can have linked it before.</summary>
    public bool IsMade => Name.StartsWith("new", StringComparison.Ordinal);
}
