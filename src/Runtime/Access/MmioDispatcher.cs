using System.Buffers.Binary;
using System.Numerics;

namespace MemoryRegions;

/// <summary>Turns guest accesses into calls of a region's callbacks, by the sizes that the device declares (<c>memory_region_dispatch_read</c>, <c>_write</c>).</summary>
internal sealed class MmioDispatcher
{
    private const int DefaultMaxAccessSize = 4;

    private readonly MmioAcceptsCallback? _accepts;
    private readonly DeviceEndianness _endianness;
    private readonly int _implementedMax;
    private readonly int _implementedMin;
    private readonly bool _implementedUnaligned;
    private readonly MmioReadCallback? _read;
    private readonly MmioReadWithAttributesCallback? _readWithAttributes;
    private readonly int _validMax;
    private readonly int _validMin;
    private readonly bool _validUnaligned;
    private readonly MmioWriteCallback? _write;
    private readonly MmioWriteWithAttributesCallback? _writeWithAttributes;

    internal MmioDispatcher(MmioOperations operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        _read = operations.Read;
        _readWithAttributes = operations.ReadWithAttributes;
        _write = operations.Write;
        _writeWithAttributes = operations.WriteWithAttributes;
        _accepts = operations.Accepts;
        _endianness = operations.Endianness;
        _validMin = CheckSize(operations.ValidMinAccessSize, nameof(operations.ValidMinAccessSize), 1);
        _validMax = CheckSize(operations.ValidMaxAccessSize, nameof(operations.ValidMaxAccessSize), 0);
        _validUnaligned = operations.ValidUnaligned;
        _implementedMin = CheckSize(operations.ImplementedMinAccessSize, nameof(operations.ImplementedMinAccessSize), 1);
        _implementedMax = CheckSize(operations.ImplementedMaxAccessSize, nameof(operations.ImplementedMaxAccessSize), DefaultMaxAccessSize);
        _implementedUnaligned = operations.ImplementedUnaligned;
        if ((_validMax != 0 && _validMin > _validMax) || _implementedMin > Math.Max(_implementedMax, DefaultMaxAccessSize))
        {
            throw new ArgumentException("the smallest access size is larger than the largest", nameof(operations));
        }
    }

    /// <summary>How much of a transfer one access takes (<c>memory_access_size</c>).</summary>
    internal int AccessSize(int length, ulong offset)
    {
        int max = _validMax == 0 ? DefaultMaxAccessSize : _validMax;
        if (!_implementedUnaligned)
        {
            ulong alignment = offset & (0 - offset);
            if (alignment != 0 && alignment < (ulong)max)
            {
                max = (int)alignment;
            }
        }

        return 1 << BitOperations.Log2((uint)Math.Min(length, max));
    }

    /// <summary>Whether the guest sees the registers most significant byte first.</summary>
    internal bool IsBigEndian(DeviceEndianness native) =>
        (_endianness == DeviceEndianness.Native ? native : _endianness) == DeviceEndianness.Big;

    /// <summary>Event notifiers and coalescing of the region; <see langword="null"/> if there never were any.</summary>
    internal MmioRegistrations? Registrations { get; set; }

    /// <summary>The device that is not to reach itself by DMA in the middle of an access; <see langword="null"/> if that is allowed.</summary>
    internal Device? Guarded { get; set; }

    /// <summary>One access. The value is a number as the device means it.</summary>
    internal MemoryTransactionResult Read(
        ReaderGate.Reader reader, ulong offset, int size, bool bigEndian, MemoryAttributes attributes, out ulong value)
    {
        if (!IsValid(offset, size, isWrite: false, attributes))
        {
            value = 0;
            return MemoryTransactionResult.DecodeError;
        }

        Registrations?.FlushCoalesced();
        if (Guarded is not { } device)
        {
            return CallRead(offset, size, bigEndian, attributes, out value);
        }

        if (!reader.TryEngage(device))
        {
            value = 0;
            return Refuse(device, offset);
        }

        try
        {
            return CallRead(offset, size, bigEndian, attributes, out value);
        }
        finally
        {
            reader.Disengage();
        }
    }

    /// <summary>One access. The value is a number as the device means it.</summary>
    internal MemoryTransactionResult Write(
        ReaderGate.Reader reader, ulong offset, ulong value, int size, bool bigEndian, MemoryAttributes attributes)
    {
        if (!IsValid(offset, size, isWrite: true, attributes))
        {
            return MemoryTransactionResult.DecodeError;
        }

        if (Registrations is { } registrations)
        {
            registrations.FlushCoalesced();
            if (registrations.TryNotify(offset, value, size))
            {
                return MemoryTransactionResult.Ok;
            }
        }

        if (Guarded is not { } device)
        {
            return CallWrite(offset, value, size, bigEndian, attributes);
        }

        if (!reader.TryEngage(device))
        {
            return Refuse(device, offset);
        }

        try
        {
            return CallWrite(offset, value, size, bigEndian, attributes);
        }
        finally
        {
            reader.Disengage();
        }
    }

    /// <summary>A number as the bytes that the guest sees.</summary>
    internal static void Encode(ulong value, Span<byte> bytes, bool bigEndian)
    {
        Span<byte> all = stackalloc byte[8];
        if (bigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(all, value);
            all[(8 - bytes.Length)..].CopyTo(bytes);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(all, value);
            all[..bytes.Length].CopyTo(bytes);
        }
    }

    /// <summary>The bytes that the guest sees, as a number.</summary>
    internal static ulong Decode(ReadOnlySpan<byte> bytes, bool bigEndian)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            value |= (ulong)bytes[i] << (8 * (bigEndian ? bytes.Length - 1 - i : i));
        }

        return value;
    }

    /// <summary>A number of the given size with its bytes in the other order.</summary>
    internal static ulong Swap(ulong value, int size) => BinaryPrimitives.ReverseEndianness(value) >> (64 - (size * 8));

    private static int CheckSize(int size, string name, int ifZero) => size switch
    {
        0 => ifZero,
        1 or 2 or 4 or 8 => size,
        _ => throw new ArgumentOutOfRangeException(name, size, "an access size is 1, 2, 4 or 8 bytes"),
    };

    private static ulong Mask(int size) => size >= 8 ? ulong.MaxValue : (1UL << (size * 8)) - 1;

    private static MemoryTransactionResult Refuse(Device device, ulong offset)
    {
        device.Machine.Metrics.AccessRefused(device, offset);
        return MemoryTransactionResult.AccessError;
    }

    /// <summary>Reads by accesses of the sizes that the callbacks implement (<c>access_with_adjusted_size</c>).</summary>
    private MemoryTransactionResult CallRead(ulong offset, int size, bool bigEndian, MemoryAttributes attributes, out ulong value)
    {
        int accessSize = Math.Max(Math.Min(size, _implementedMax), _implementedMin);
        if (accessSize == size)
        {
            if (_read is { } read)
            {
                value = read(offset, size) & Mask(size);
                return MemoryTransactionResult.Ok;
            }

            MemoryTransactionResult single = ReadOnce(offset, size, attributes, out value);
            value &= Mask(size);
            return single;
        }

        value = 0;
        var result = MemoryTransactionResult.Ok;
        for (int i = 0; i < size; i += accessSize)
        {
            result |= ReadOnce(offset + (ulong)i, accessSize, attributes, out ulong part);
            part &= Mask(accessSize);
            int shift = bigEndian ? (size - accessSize - i) * 8 : i * 8;
            value |= shift >= 0 ? part << shift : part >> -shift;
        }

        value &= Mask(size);
        return result;
    }

    private MemoryTransactionResult CallWrite(ulong offset, ulong value, int size, bool bigEndian, MemoryAttributes attributes)
    {
        int accessSize = Math.Max(Math.Min(size, _implementedMax), _implementedMin);
        ulong mask = Mask(accessSize);
        var result = MemoryTransactionResult.Ok;
        for (int i = 0; i < size; i += accessSize)
        {
            int shift = bigEndian ? (size - accessSize - i) * 8 : i * 8;
            ulong part = shift >= 0 ? value >> shift : value << -shift;
            result |= WriteOnce(offset + (ulong)i, part & mask, accessSize, attributes);
        }

        return result;
    }

    private MemoryTransactionResult ReadOnce(ulong offset, int size, MemoryAttributes attributes, out ulong value)
    {
        if (_read is { } read)
        {
            value = read(offset, size);
            return MemoryTransactionResult.Ok;
        }

        if (_readWithAttributes is { } readWithAttributes)
        {
            return readWithAttributes(offset, out value, size, attributes);
        }

        value = 0;
        return MemoryTransactionResult.Ok;
    }

    private MemoryTransactionResult WriteOnce(ulong offset, ulong value, int size, MemoryAttributes attributes)
    {
        if (_write is { } write)
        {
            write(offset, value, size);
            return MemoryTransactionResult.Ok;
        }

        return _writeWithAttributes?.Invoke(offset, value, size, attributes) ?? MemoryTransactionResult.Ok;
    }

    /// <summary>Whether the device takes the access (<c>memory_region_access_valid</c>).</summary>
    private bool IsValid(ulong offset, int size, bool isWrite, MemoryAttributes attributes)
    {
        if (_accepts is not null && !_accepts(offset, size, isWrite, attributes))
        {
            return false;
        }

        if (!_validUnaligned && (offset & (ulong)(uint)(size - 1)) != 0)
        {
            return false;
        }

        return _validMax == 0 || (size <= _validMax && size >= _validMin);
    }
}
