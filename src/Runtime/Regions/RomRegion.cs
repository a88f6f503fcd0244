using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Memory that the guest can only read. References keep it alive by itself, even beyond its owner.</summary>
[Region(RegionKind.Rom)]
public class RomRegion : MemoryRegion
{
    private readonly RamStorage _storage;

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
        : base(RegionKind.Rom, owner, name, size)
    {
        _storage = new RamStorage(size);
        ReadOnly = true;
    }

    /// <inheritdoc/>
    internal override RamStorage Storage => _storage;

    /// <inheritdoc cref="RamRegion.GetSpan"/>
    public Span<byte> GetSpan(ulong offset, int length) => _storage.GetSpan(offset, length);

    /// <summary>Puts an image into the ROM.</summary>
    /// <param name="image">The image.</param>
    /// <param name="offset">Where it begins, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image does not fit.</exception>
    public void Load(ReadOnlySpan<byte> image, ulong offset = 0) => _storage.Write(offset, image);

    /// <inheritdoc/>
    private protected override void BeforeResize(UInt128 size) => _storage.EnsureCapacity(size);
}
