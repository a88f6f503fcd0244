using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Accesses. Offsets are in the cache, in bytes.</content>
public sealed partial class MemoryRegionCache
{
    /// <summary>The guest's memory itself; empty if it is not direct. Not to be used after the cache is disposed. Who writes there calls <see cref="MarkDirty"/>.</summary>
    /// <exception cref="MemoryRegionException">The cache was disposed.</exception>
    [RequiresHeld]
    public Span<byte> Span
    {
        [DoesNotThrow]
        get
        {
            ThrowIfReleased();
            return _bytes.Span;
        }
    }

    /// <summary>Reads (<c>address_space_read_cached</c>).</summary>
    /// <param name="offset">The offset in the cache, in bytes.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <returns>Whether all of it could be read.</returns>
    /// <exception cref="MemoryRegionException">The cache was disposed, or is shorter.</exception>
    public MemoryTransactionResult Read(int offset, [Writes] Span<byte> buffer)
    {
        Check(offset, buffer.Length);
        ReaderGate.Reader reader = _topology.Readers.Enter();
        try
        {
            ThrowIfReleased();
            if (IsDirect)
            {
                _bytes.Span.Slice(offset, buffer.Length).CopyTo(buffer);
                return MemoryTransactionResult.Ok;
            }

            if (IsDead)
            {
                buffer.Clear();
                return MemoryTransactionResult.DecodeError;
            }

            return AddressSpace.ReadFrom(reader, _view, Address + (ulong)offset, buffer, MemoryAttributes.Unspecified);
        }
        finally
        {
            _topology.Readers.Exit(reader);
        }
    }

    /// <summary>Writes (<c>address_space_write_cached</c>).</summary>
    /// <param name="offset">The offset in the cache, in bytes.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The cache was disposed, is shorter, or is one for reading.</exception>
    public MemoryTransactionResult Write(int offset, ReadOnlySpan<byte> data)
    {
        CheckWrite(offset, data.Length);
        ReaderGate.Reader reader = _topology.Readers.Enter();
        try
        {
            ThrowIfReleased();
            if (IsDirect)
            {
                data.CopyTo(_bytes.Span[offset..]);
                Written(offset, data.Length);
                return MemoryTransactionResult.Ok;
            }

            return IsDead
                ? MemoryTransactionResult.DecodeError
                : AddressSpace.WriteTo(reader, _view, Address + (ulong)offset, data, MemoryAttributes.Unspecified);
        }
        finally
        {
            _topology.Readers.Exit(reader);
        }
    }

    /// <summary>Notes that the device has written through <see cref="Span"/> (<c>address_space_cache_invalidate</c>).</summary>
    /// <param name="offset">The offset in the cache, in bytes.</param>
    /// <param name="length">The length in bytes.</param>
    /// <exception cref="MemoryRegionException">The cache was disposed, is shorter, or is one for reading.</exception>
    public void MarkDirty(int offset, int length)
    {
        CheckWrite(offset, length);
        ThrowIfReleased();
        if (IsDirect && length > 0)
        {
            Written(offset, length);
        }
    }

    /// <summary>Loads a number (<c>address_space_ldl_cached</c> and its kin).</summary>
    /// <param name="offset">The offset in the cache, in bytes.</param>
    /// <param name="size">The size in bytes: 1, 2, 4 or 8.</param>
    /// <param name="endianness">The byte order of the number in memory.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is another.</exception>
    /// <exception cref="MemoryRegionException">The cache was disposed, or is shorter.</exception>
    public ulong Load(int offset, int size, DeviceEndianness endianness = DeviceEndianness.Little)
    {
        AddressSpace.CheckAccessSize(size);
        Check(offset, size);
        bool bigEndian = AddressSpace.IsBigEndian(endianness);
        ReaderGate.Reader reader = _topology.Readers.Enter();
        try
        {
            ThrowIfReleased();
            if (IsDirect)
            {
                return AddressSpace.Decode(_bytes.Span.Slice(offset, size), bigEndian);
            }

            return IsDead
                ? 0
                : AddressSpace.LoadFrom(reader, _view, Address + (ulong)offset, size, bigEndian, MemoryAttributes.Unspecified, out _);
        }
        finally
        {
            _topology.Readers.Exit(reader);
        }
    }

    /// <summary>Stores a number (<c>address_space_stl_cached</c> and its kin).</summary>
    /// <param name="offset">The offset in the cache, in bytes.</param>
    /// <param name="value">The value; bits beyond the size are ignored.</param>
    /// <param name="size">The size in bytes: 1, 2, 4 or 8.</param>
    /// <param name="endianness">The byte order of the number in memory.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is another.</exception>
    /// <exception cref="MemoryRegionException">The cache was disposed, is shorter, or is one for reading.</exception>
    public MemoryTransactionResult Store(int offset, ulong value, int size, DeviceEndianness endianness = DeviceEndianness.Little)
    {
        AddressSpace.CheckAccessSize(size);
        CheckWrite(offset, size);
        bool bigEndian = AddressSpace.IsBigEndian(endianness);
        ReaderGate.Reader reader = _topology.Readers.Enter();
        try
        {
            ThrowIfReleased();
            if (IsDirect)
            {
                MmioDispatcher.Encode(value, _bytes.Span.Slice(offset, size), bigEndian);
                Written(offset, size);
                return MemoryTransactionResult.Ok;
            }

            ulong masked = size == 8 ? value : value & ((1UL << (size * 8)) - 1);
            return IsDead
                ? MemoryTransactionResult.DecodeError
                : AddressSpace.StoreTo(reader, _view, Address + (ulong)offset, masked, size, bigEndian, MemoryAttributes.Unspecified);
        }
        finally
        {
            _topology.Readers.Exit(reader);
        }
    }

    // A reference keeps only the owner of what is not RAM.
    private bool IsDead => Region is { IsAlive: false };

    private void Written(int offset, int length)
    {
        ref readonly FlatRange range = ref _view.RangeAt(0);
        _topology.DirtyLog.Written(range.Region, range.OffsetInRegion + (ulong)offset, (ulong)length);
    }

    private void CheckWrite(int offset, int length)
    {
        Check(offset, length);
        if (Access != MapAccess.Write)
        {
            throw new MemoryRegionException(MemoryRegionErrorCode.WrongKind, ToString(), "the region cache is one for reading");
        }
    }

    private void Check(int offset, int length)
    {
        if ((uint)offset > (uint)Length || length < 0 || length > Length - offset)
        {
            throw new MemoryRegionException(
                MemoryRegionErrorCode.LengthOutOfRange, ToString(), $"0x{length:x} bytes at 0x{offset:x} are not in the region cache", "MRL308");
        }
    }
}
