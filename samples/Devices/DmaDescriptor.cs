using System.Buffers.Binary;

namespace MemoryRegions.Samples.Devices;

/// <summary>One entry of the ring of <see cref="ScatterGatherDma"/>, as it lies in guest memory, little endian.</summary>
/// <param name="Source">Where to copy from.</param>
/// <param name="Destination">Where to copy to.</param>
/// <param name="Length">How many bytes.</param>
/// <param name="Flags">See the constants.</param>
public readonly record struct DmaDescriptor(ulong Source, ulong Destination, uint Length, uint Flags)
{
    /// <summary>The size of an entry in bytes.</summary>
    public const int Size = 32;

    /// <summary>Flag: the engine may process the entry; it clears the flag when it is done.</summary>
    public const uint Owned = 1 << 0;

    /// <summary>Flag: raise an interrupt when the entry is done.</summary>
    public const uint Interrupt = 1 << 1;

    /// <summary>Flag, set by the engine: the entry failed; <see cref="TransferredOffset"/> says how far it came.</summary>
    public const uint Failed = 1 << 2;

    /// <summary>Where in the entry the flags are.</summary>
    public const ulong FlagsOffset = 20;

    /// <summary>Where in the entry the engine writes the number of bytes that it copied.</summary>
    public const ulong TransferredOffset = 24;

    /// <summary>Takes an entry apart.</summary>
    public static DmaDescriptor Parse(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]));

    /// <summary>Puts an entry together, with nothing transferred yet.</summary>
    public void Format(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Source);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Destination);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[20..], Flags);
    }
}
