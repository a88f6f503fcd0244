namespace MemoryRegions.Contracts;

/// <summary>The kinds of memory region, which decide what references keep alive and when one may be created or destroyed.</summary>
public enum RegionKind
{
    /// <summary>RAM: references keep the region itself alive.</summary>
    Ram = 0,

    /// <summary>ROM: references keep the region itself alive.</summary>
    Rom = 1,

    /// <summary>ROM device: mapped like ROM, but references keep the owner alive.</summary>
    RomDevice = 2,

    /// <summary>Memory-mapped I/O: references keep the owner alive.</summary>
    Mmio = 3,

    /// <summary>IOMMU: references keep the owner alive.</summary>
    Iommu = 4,

    /// <summary>Container of other regions. May be created and destroyed at any time.</summary>
    Container = 5,

    /// <summary>Window onto another region, of which it holds no reference. May be created and destroyed at any time.</summary>
    Alias = 6,

    /// <summary>Address range that is reserved for another agent; references keep the owner alive.</summary>
    Reservation = 7,

    /// <summary>A region of any kind: said of the abstract base class.</summary>
    Any = 8,
}
