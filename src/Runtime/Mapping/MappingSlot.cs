namespace MemoryRegions;

/// <summary>What a <see cref="MemoryMapping"/> stands for.</summary>
internal sealed class MappingSlot : ResourceSlot
{
    internal AddressSpace? Space { get; private set; }

    /// <summary>The region; <see langword="null"/> if no region answers the address.</summary>
    internal MemoryRegion? Region { get; private set; }

    /// <summary>The offset in the region; of a bounced mapping, of its first byte.</summary>
    internal ulong OffsetInRegion { get; private set; }

    internal ulong Address { get; private set; }

    /// <summary>The bytes that are mapped, all of them.</summary>
    internal RamBytes Bytes { get; private set; }

    internal int Length => Bytes.Length;

    internal bool IsWrite { get; private set; }

    internal bool IsDirect { get; private set; }

    internal void Set(
        AddressSpace space, MemoryRegion? region, ulong offset, ulong address, in RamBytes bytes, bool isWrite, bool isDirect)
    {
        Space = space;
        Region = region;
        OffsetInRegion = offset;
        Address = address;
        Bytes = bytes;
        IsWrite = isWrite;
        IsDirect = isDirect;
    }

    internal void Clear()
    {
        Space = null;
        Region = null;
        Bytes = default;
        Stack = null;
    }
}
