using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>What a range of a flat view is, as QEMU's <c>info mtree -f</c> names it.</summary>
public enum FlatRangeKind
{
    /// <summary>RAM that can be written.</summary>
    Ram = 0,

    /// <summary>Anything that is seen read-only.</summary>
    Rom = 1,

    /// <summary>A ROM device in ROM mode.</summary>
    RomDevice = 2,

    /// <summary>Callbacks.</summary>
    Io = 3,
}

/// <summary>A range of addresses that one region answers. Immutable.</summary>
public readonly struct FlatRange
{
    internal FlatRange(ulong start, ulong last, MemoryRegion region, ulong offsetInRegion, bool readOnly, bool romMode, DirtyClients dirtyClients)
    {
        Start = start;
        Last = last;
        Region = region;
        OffsetInRegion = offsetInRegion;
        ReadOnly = readOnly;
        RomMode = romMode;
        DirtyClients = dirtyClients;
    }

    /// <summary>The first address.</summary>
    [DoesNotThrow]
    public ulong Start { get; }

    /// <summary>The last address, inclusive.</summary>
    [DoesNotThrow]
    public ulong Last { get; }

    /// <summary>The size in bytes, 1 to 2^64.</summary>
    [DoesNotThrow]
    public UInt128 Size => (UInt128)Last - Start + 1;

    /// <summary>The region that answers: never a container or an alias.</summary>
    [DoesNotThrow]
    public MemoryRegion Region { get; }

    /// <summary>The offset in the region, in bytes, of the first address.</summary>
    [DoesNotThrow]
    public ulong OffsetInRegion { get; }

    /// <summary>Whether the region, or a container or alias on the way to it, is read-only.</summary>
    [DoesNotThrow]
    public bool ReadOnly { get; }

    /// <summary>Who logs writes to the range.</summary>
    [DoesNotThrow]
    public DirtyClients DirtyClients { get; }

    /// <summary>What the range is.</summary>
    public FlatRangeKind Kind =>
        ReadOnly ? FlatRangeKind.Rom :
        RomMode ? FlatRangeKind.RomDevice :
        Region.IsRam ? FlatRangeKind.Ram :
        FlatRangeKind.Io;

    internal bool RomMode { get; }

    /// <summary>Whether a listener sees the same range, apart from who logs it (<c>flatrange_equal</c>).</summary>
    internal bool IsSameAs(in FlatRange other) =>
        Start == other.Start && Last == other.Last && Region == other.Region && OffsetInRegion == other.OffsetInRegion
        && ReadOnly == other.ReadOnly && RomMode == other.RomMode;

    /// <inheritdoc/>
    public override string ToString() => $"0x{Start:x}-0x{Last:x} {Region.Name}+0x{OffsetInRegion:x} {Kind}";
}
