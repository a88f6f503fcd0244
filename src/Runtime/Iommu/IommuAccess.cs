namespace MemoryRegions;

/// <summary>What an IOMMU is asked for, or allows (QEMU's <c>IOMMUAccessFlags</c>).</summary>
[Flags]
public enum IommuAccess
{
    /// <summary>Nothing. Asked for by a replay, which wants to know what is there without meaning to access it.</summary>
    None = 0,

    /// <summary>Reading.</summary>
    Read = 1,

    /// <summary>Writing.</summary>
    Write = 2,

    /// <summary>Both.</summary>
    ReadWrite = Read | Write,
}
