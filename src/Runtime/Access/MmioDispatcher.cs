using System.Buffers.Binary;
using System.Numerics;

namespace MemoryRegions;

/// <summary>Turns guest accesses into calls of a region's callbacks, by the sizes that the device declares (<c>memory_region_dispatch_read</c>, <c>_write</c>).</summary>
internal sealed class MmioDispatcher
{
    private const int DefaultMaxAccessSize = 4;

    private readonly DeviceEndianness _endianness;
    private readonly int _implementedMax;
    private readonly int _implementedMin;
    private readonly bool _implementedUnaligned;
    private readonly MmioReadCallback? _read;
    private readonly int _validMax;
    private readonly int _validMin;
    private readonly bool _validUnaligned;
    private readonly MmioWriteCallback? _write;

    internal MmioDispatcher(MmioOperations operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        _read = operations.Read;
        _write = operations.Write;
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

    /// <summary>One access. The value is a number as the device means it.</summary>
    internal MemoryTransactionResult Read(ulong offset, int size, bool bigEndian, out ulong value)
    {
        value = 0;
        if (!IsValid(offset, size))
        {
            return MemoryTransactionResult.DecodeError;
        }

        if (_read is null)
        {
            return MemoryTransactionResult.Ok;
        }

        int accessSize = Math.Max(Math.Min(size, _implementedMax), _implementedMin);
        ulong mask = Mask(accessSize);
        if (accessSize == size)
        {
            value = _read(offset, size) & mask;
            return MemoryTransactionResult.Ok;
        }

        for (int i = 0; i < size; i += accessSize)
        {
            ulong part = _read(offset + (ulong)i, accessSize) & mask;
            int shift = bigEndian ? (size - accessSize - i) * 8 : i * 8;
            value |= shift >= 0 ? part << shift : part >> -shift;
        }

        value &= Mask(size);
        return MemoryTransactionResult.Ok;
    }

    /// <summary>One access. The value is a number as the device means it.</summary>
    internal MemoryTransactionResult Write(ulong offset, ulong value, int size, bool bigEndian)
    {
        if (!IsValid(offset, size))
        {
            return MemoryTransactionResult.DecodeError;
        }

        if (_write is null)
        {
            return MemoryTransactionResult.Ok;
        }

        int accessSize = Math.Max(Math.Min(size, _implementedMax), _implementedMin);
        ulong mask = Mask(accessSize);
        for (int i = 0; i < size; i += accessSize)
        {
            int shift = bigEndian ? (size - accessSize - i) * 8 : i * 8;
            ulong part = shift >= 0 ? value >> shift : value << -shift;
            _write(offset + (ulong)i, part & mask, accessSize);
        }

        return MemoryTransactionResult.Ok;
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

    private bool IsValid(ulong offset, int size)
    {
        if (!_validUnaligned && (offset & (ulong)(uint)(size - 1)) != 0)
        {
            return false;
        }

        return _validMax == 0 || (size <= _validMax && size >= _validMin);
    }
}
