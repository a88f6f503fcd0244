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

    internal byte[]? Bytes { get; private set; }

    internal int Start { get; private set; }

    internal int Length { get; private set; }

    internal bool IsWrite { get; private set; }

    internal bool IsDirect { get; private set; }

    internal void Set(
        AddressSpace space, MemoryRegion? region, ulong offset, ulong address, byte[] bytes, int start, int length, bool isWrite, bool isDirect)
    {
        Space = space;
        Region = region;
        OffsetInRegion = offset;
        Address = address;
        Bytes = bytes;
        Start = start;
        Length = length;
        IsWrite = isWrite;
        IsDirect = isDirect;
    }

    internal void Clear()
    {
        Space = null;
        Region = null;
        Bytes = null;
        Stack = null;
    }
}
