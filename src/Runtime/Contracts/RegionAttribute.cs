namespace MemoryRegions.Contracts;

/// <summary>The class is a memory region of the given kind. Derived classes inherit it unless they say otherwise.</summary>
/// <param name="kind">The kind.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class RegionAttribute(RegionKind kind) : Attribute
{
    /// <summary>The kind.</summary>
    public RegionKind Kind { get; } = kind;
}
