using System.Threading;

namespace MemoryRegions;

/// <summary>
/// The bytes behind RAM: managed arrays of up to 1 GiB that are allocated when they are first touched. A span of them can outlive the region
/// without ever pointing to freed memory. Growing adds pieces and leaves those that are there where they are, so that mappings stay valid.
/// </summary>
internal sealed class RamStorage
{
    internal const int MaxPiece = 1 << 30;
    private const int MaxPieces = 1 << 24;

    private readonly Lock _growth = new();
    private volatile Piece[] _pieces = [];
    private UInt128 _capacity;

    internal RamStorage(UInt128 size) => EnsureCapacity(size);

    /// <summary>The number of bytes.</summary>
    internal UInt128 Capacity => _capacity;

    /// <summary>Makes room for at least the given size.</summary>
    internal void EnsureCapacity(UInt128 size)
    {
        lock (_growth)
        {
            if (size <= _capacity)
            {
                return;
            }

            UInt128 count = ((size - _capacity) + (MaxPiece - 1)) / MaxPiece;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (UInt128)MaxPieces, nameof(size));
            Piece[] pieces = _pieces;
            int next = pieces.Length;
            Array.Resize(ref pieces, next + (int)count);
            for (UInt128 start = _capacity; next < pieces.Length; next++)
            {
                int length = (int)UInt128.Min(size - start, MaxPiece);
                pieces[next] = new Piece((ulong)start, length);
                start += (UInt128)(uint)length;
            }

            _pieces = pieces;
            _capacity = size;
        }
    }

    /// <summary>The array that holds an offset, and where in it.</summary>
    internal byte[] GetArray(ulong offset, out int start)
    {
        Piece piece = Find(offset);
        start = (int)(offset - piece.Start);
        return piece.Bytes ?? Allocate(piece);
    }

    /// <summary>The bytes at an offset, as many as are in one piece and at most the given number.</summary>
    internal Span<byte> GetContiguous(ulong offset, int length)
    {
        byte[] bytes = GetArray(offset, out int start);
        return bytes.AsSpan(start, Math.Min(length, bytes.Length - start));
    }

    internal Span<byte> GetSpan(ulong offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        CheckRange(offset, length);
        if (length == 0)
        {
            return default;
        }

        byte[] bytes = GetArray(offset, out int start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, bytes.Length - start);
        return bytes.AsSpan(start, length);
    }

    internal void Read(ulong offset, Span<byte> buffer)
    {
        CheckRange(offset, buffer.Length);
        while (!buffer.IsEmpty)
        {
            Span<byte> bytes = GetContiguous(offset, buffer.Length);
            bytes.CopyTo(buffer);
            buffer = buffer[bytes.Length..];
            offset += (ulong)bytes.Length;
        }
    }

    internal void Write(ulong offset, ReadOnlySpan<byte> data)
    {
        CheckRange(offset, data.Length);
        while (!data.IsEmpty)
        {
            Span<byte> bytes = GetContiguous(offset, data.Length);
            data[..bytes.Length].CopyTo(bytes);
            data = data[bytes.Length..];
            offset += (ulong)bytes.Length;
        }
    }

    private void CheckRange(ulong offset, int length) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThan((UInt128)offset + (UInt128)(uint)length, _capacity, nameof(length));

    private Piece Find(ulong offset)
    {
        Piece[] pieces = _pieces;
        int low = 0;
        int high = pieces.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (pieces[middle].Start <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return pieces[low];
    }

    private byte[] Allocate(Piece piece)
    {
        lock (_growth)
        {
            return piece.Bytes ??= new byte[piece.Length];
        }
    }

    private sealed class Piece(ulong start, int length)
    {
        private byte[]? _bytes;

        internal ulong Start { get; } = start;

        internal int Length { get; } = length;

        internal byte[]? Bytes
        {
            get => Volatile.Read(ref _bytes);
            set => Volatile.Write(ref _bytes, value);
        }
    }
}
