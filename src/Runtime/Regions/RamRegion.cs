using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Memory that the guest reads and writes. References keep it alive by itself, even beyond its owner.</summary>
/// <remarks>The memory is managed and is allocated when it is first touched, in pieces of up to 1 GiB.</remarks>
[Region(RegionKind.Ram)]
public class RamRegion : MemoryRegion
{
    /// <summary>Creates RAM that reads as 0 (<c>memory_region_init_ram</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    public RamRegion([Owner] QomObject? owner, string name, ulong size)
        : this(owner, name, (UInt128)size)
    {
    }

    /// <inheritdoc cref="RamRegion(QomObject?, string, ulong)"/>
    public RamRegion([Owner] QomObject? owner, string name, UInt128 size)
        : base(RegionKind.Ram, owner, name, size, new RamStorage(size))
    {
    }

    /// <summary>
    /// The memory itself, for the owner. It stays valid memory after the region is gone, but nobody looks at it then.
    /// </summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes. The range must not cross a multiple of 1 GiB.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region, or crosses a multiple of 1 GiB.</exception>
    public Span<byte> GetSpan(ulong offset, int length) => Storage!.GetSpan(offset, length);
}
