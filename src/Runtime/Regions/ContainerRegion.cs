using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>A range that other regions are put into; where there are none, it shows nothing. May be created and destroyed at any time.</summary>
[Region(RegionKind.Container)]
public class ContainerRegion : MemoryRegion
{
    /// <summary>Creates an empty container (<c>memory_region_init</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes; what reaches beyond it cannot be seen.</param>
    public ContainerRegion([Owner] QomObject? owner, string name, ulong size)
        : this(owner, name, (UInt128)size)
    {
    }

    /// <inheritdoc cref="ContainerRegion(QomObject?, string, ulong)"/>
    public ContainerRegion([Owner] QomObject? owner, string name, UInt128 size)
        : base(RegionKind.Container, owner, name, size)
    {
    }
}
