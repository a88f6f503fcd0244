using System.Threading;

namespace MemoryRegions;

/// <summary>A part of RAM that was added at one time, and never moves: arrays that are allocated when they are touched, the caller's array, or foreign memory.</summary>
internal sealed unsafe class RamExtent
{
    private const int PieceBits = 30;
    private const int MaxPiece = 1 << PieceBits;
    private const int TableBits = 17;
    private const int TableMask = (1 << TableBits) - 1;

    private readonly byte* _address;
    private readonly int _arrayStart;
    private readonly Lock _allocation = new();
    private readonly byte[]?[]?[]? _tables;
    private byte[]? _array;

    /// <summary>Managed memory of at least 1 byte.</summary>
    internal RamExtent(ulong start, UInt128 length)
    {
        Start = start;
        Last = start + (ulong)(length - 1);
        if (length > MaxPiece)
        {
            // Up to 2^34 pieces: only those that are touched exist, and of the tables too.
            _tables = new byte[]?[]?[(int)((ulong)(length - 1) >> (PieceBits + TableBits)) + 1];
        }
    }

    /// <summary>The caller's array.</summary>
    internal RamExtent(ArraySegment<byte> array)
    {
        _array = array.Array;
        _arrayStart = array.Offset;
        Last = (ulong)(array.Count - 1);
    }

    /// <summary>Memory outside the managed heap.</summary>
    internal RamExtent(byte* address, ulong length)
    {
        _address = address;
        Last = length - 1;
    }

    /// <summary>The offset of the first byte in the RAM.</summary>
    internal ulong Start { get; }

    /// <summary>The offset of the last byte.</summary>
    internal ulong Last { get; }

    /// <summary>The array, if it is one, touched already, and nothing but this extent.</summary>
    internal byte[]? WholeArray => _array is { } array && _arrayStart == 0 && (ulong)array.Length - 1 == Last - Start ? array : null;

    /// <summary>The bytes at an offset in this extent, as many as there are on end and at most the given number.</summary>
    internal RamBytes Get(ulong offset, int length)
    {
        ulong inside = offset - Start;
        ulong left = Last - offset;
        int available = left < (ulong)length ? (int)left + 1 : length;
        if (Volatile.Read(ref _array) is { } array)
        {
            return new RamBytes(array, _arrayStart + (int)inside, available);
        }

        if (_address is not null)
        {
            return new RamBytes(_address + inside, available);
        }

        array = Allocate(inside);
        int start = (int)inside & (MaxPiece - 1);
        return new RamBytes(array, start, Math.Min(available, array.Length - start));
    }

    private byte[] Allocate(ulong inside)
    {
        ulong size = Last - Start;
        if (_tables is null)
        {
            lock (_allocation)
            {
                byte[] array = _array ?? new byte[(int)size + 1];
                Volatile.Write(ref _array, array);
                return array;
            }
        }

        ulong index = inside >> PieceBits;
        ref byte[]?[]? table = ref _tables[(int)(index >> TableBits)];
        if (Volatile.Read(ref table) is { } pieces && Volatile.Read(ref pieces[(int)index & TableMask]) is { } known)
        {
            return known;
        }

        lock (_allocation)
        {
            pieces = table ?? new byte[TableMask + 1][];
            Volatile.Write(ref table, pieces);
            ref byte[]? piece = ref pieces[(int)index & TableMask];
            byte[] array = piece ?? new byte[(int)Math.Min(size - (index << PieceBits), MaxPiece - 1) + 1];
            Volatile.Write(ref piece, array);
            return array;
        }
    }
}
