using System.IO.MemoryMappedFiles;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Hears that RAM was resized.</summary>
/// <param name="region">The RAM.</param>
/// <param name="size">Its new size in bytes.</param>
public delegate void RamResizedCallback(RamRegion region, UInt128 size);

/// <summary>Memory that the guest reads and writes. References keep it alive by itself, even beyond its owner.</summary>
/// <remarks>Memory that the region makes itself is managed and is allocated when it is first touched, in pieces of up to 1 GiB.</remarks>
[Region(RegionKind.Ram)]
public class RamRegion : MemoryRegion
{
    private readonly RamResizedCallback? _resized;

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

    /// <summary>Creates RAM that reads as 0 and can be resized up to a maximum (<c>memory_region_init_resizeable_ram</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes to begin with.</param>
    /// <param name="maxSize">The largest size, in bytes, that <see cref="MemoryRegion.Size"/> can be set to. It is not allocated before it is touched.</param>
    /// <param name="resized">
    /// Called when the size has changed, under the machine's lock; what it throws leaves the operation after it is complete.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is larger than the maximum, or that is larger than 2^64.</exception>
    public RamRegion(
        [Owner] QomObject? owner,
        string name,
        UInt128 size,
        UInt128 maxSize,
        [LifecyclePhase(LifecyclePhase.Runtime)] RamResizedCallback? resized = null)
        : base(RegionKind.Ram, owner, name, size, new RamStorage(size, maxSize)) => _resized = resized;

    /// <summary>Creates RAM of memory that the caller has (<c>memory_region_init_ram_ptr</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="memory">
    /// The memory, whose length is the size. It stays the caller's, who leaves it in place until the region is finalized; until then it is pinned
    /// unless it is an array.
    /// </param>
    public RamRegion([Owner] QomObject? owner, string name, Memory<byte> memory)
        : base(RegionKind.Ram, owner, name, (UInt128)memory.Length, new RamStorage(memory))
    {
    }

    /// <summary>Creates RAM of a part of a file (<c>memory_region_init_ram_from_file</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="file">The file, which stays the caller's, who may dispose it at any time: the region has a view of its own until it is finalized.</param>
    /// <param name="offset">Where the part begins in the file, in bytes.</param>
    /// <param name="size">The size in bytes, at least 1.</param>
    /// <param name="isPrivate">Whether what is written stays in the region instead of going to the file.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is 0, or no file is that large.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is not open for that access, or is shorter.</exception>
    public RamRegion([Owner] QomObject? owner, string name, MemoryMappedFile file, ulong offset, ulong size, bool isPrivate = false)
        : base(RegionKind.Ram, owner, name, size, new RamStorage(file, offset, size, isPrivate))
    {
    }

    /// <summary>The largest size in bytes: 2^64, unless the region was created with a maximum, or with memory that cannot grow.</summary>
    [DoesNotThrow]
    public UInt128 MaximumSize => Storage!.MaxCapacity;

    /// <summary>
    /// The memory itself, for the owner. Managed memory stays valid after the region is gone, though nobody looks at it then; memory of the
    /// caller or of a file must not be used after that.
    /// </summary>
    /// <param name="offset">The offset in bytes.</param>
    /// <param name="length">The length in bytes. The range must not cross a multiple of 1 GiB, nor a size from which the region was grown.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the region, or is not on end.</exception>
    /// <exception cref="MemoryRegionException">The region is finalized and its memory was not managed.</exception>
    public Span<byte> GetSpan(ulong offset, int length) => Storage!.GetSpan(offset, length);

    /// <inheritdoc/>
    private protected override void AfterResize(UInt128 size) => _resized?.Invoke(this, size);
}
