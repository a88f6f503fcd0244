using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Registers of a device: accesses call back. References keep the owner alive.</summary>
[Region(RegionKind.Mmio)]
public partial class MmioRegion : MemoryRegion
{
    /// <summary>Creates an MMIO region (<c>memory_region_init_io</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="operations">The callbacks, and how they may be called.</param>
    public MmioRegion([Owner] QomObject? owner, string name, ulong size, MmioOperations operations)
        : this(owner, name, (UInt128)size, operations)
    {
    }

    /// <inheritdoc cref="MmioRegion(QomObject?, string, ulong, MmioOperations)"/>
    public MmioRegion([Owner] QomObject? owner, string name, UInt128 size, MmioOperations operations)
        : base(RegionKind.Mmio, owner, name, size, storage: null, new MmioDispatcher(operations)) => Dispatcher!.Guarded = owner as Device;

    /// <summary>Creates an MMIO region whose registers are little endian and take accesses of all sizes.</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="read">Called for reads, or <see langword="null"/>: reads return 0.</param>
    /// <param name="write">Called for writes, or <see langword="null"/>: writes do nothing.</param>
    public MmioRegion(
        [Owner] QomObject? owner,
        string name,
        ulong size,
        [LifecyclePhase(LifecyclePhase.Runtime)] MmioReadCallback? read,
        [LifecyclePhase(LifecyclePhase.Runtime)] MmioWriteCallback? write)
        : this(owner, name, (UInt128)size, read, write)
    {
    }

    /// <inheritdoc cref="MmioRegion(QomObject?, string, ulong, MmioReadCallback?, MmioWriteCallback?)"/>
    public MmioRegion(
        [Owner] QomObject? owner,
        string name,
        UInt128 size,
        [LifecyclePhase(LifecyclePhase.Runtime)] MmioReadCallback? read,
        [LifecyclePhase(LifecyclePhase.Runtime)] MmioWriteCallback? write)
        : this(owner, name, size, new MmioOperations { Read = read, Write = write })
    {
    }
}
