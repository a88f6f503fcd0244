using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Memory that the guest can only read. References keep it alive by itself, even beyond its owner.</summary>
[Region(RegionKind.Rom)]
public class RomRegion : MemoryRegion
{
    /// <summary>Creates ROM that reads as 0 (<c>memory_region_init_rom</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    public RomRegion([Owner] QomObject? owner, string name, ulong size)
        : this(owner, name, (UInt128)size)
    {
    }

    /// <inheritdoc cref="RomRegion(QomObject?, string, ulong)"/>
    public RomRegion([Owner] QomObject? owner, string name, UInt128 size)
        : base(RegionKind.Rom, owner, name, size, new RamStorage(size))
    {
    }

    /// <inheritdoc cref="RamRegion.GetSpan"/>
    public Span<byte> GetSpan(ulong offset, int length) => Storage!.GetSpan(offset, length);

    /// <summary>Puts an image into the ROM.</summary>
    /// <param name="image">The image.</param>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image does not fit.</exception>
    public void Load(ReadOnlySpan<byte> image, ulong offset = 0) => Storage!.Write(offset, image);
}
