namespace MemoryRegions;

/// <summary>Where an IOMMU sends an address (QEMU's <c>IOMMUTLBEntry</c>).</summary>
/// <param name="TargetSpace">The address space in which to go on; may be <see langword="null"/> if nothing is allowed.</param>
/// <param name="Iova">The first untranslated address of the page.</param>
/// <param name="TranslatedAddress">The address of the page in the target space.</param>
/// <param name="AddressMask">The size of the page in bytes, less 1: a power of 2, less 1.</param>
/// <param name="Permission">What is allowed.</param>
public readonly record struct IommuTlbEntry(
    AddressSpace? TargetSpace, ulong Iova, ulong TranslatedAddress, ulong AddressMask, IommuAccess Permission);
