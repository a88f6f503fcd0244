using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Transfers of bytes.</content>
public sealed partial class AddressSpace
{
    /// <summary>
    /// Reads guest memory (<c>address_space_read</c>). What no region answers reads as 0, unless the machine has a handler for it. Transfers
    /// from device registers are split into the accesses that the device allows.
    /// </summary>
    /// <param name="address">The first address. Addresses wrap at 2^64.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <returns>Whether all of it could be read.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult Read(ulong address, [Writes] Span<byte> buffer) => Read(address, buffer, MemoryAttributes.Unspecified);

    /// <inheritdoc cref="Read(ulong, Span{byte})"/>
    /// <param name="address">The first address. Addresses wrap at 2^64.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="attributes">Who makes the access.</param>
    public MemoryTransactionResult Read(ulong address, [Writes] Span<byte> buffer, MemoryAttributes attributes)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return ReadFrom(reader, _view, address, buffer, attributes);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    /// <summary>
    /// Writes guest memory (<c>address_space_write</c>). What no region answers, or is read-only, is left out. Transfers to device registers
    /// are split into the accesses that the device allows.
    /// </summary>
    /// <param name="address">The first address. Addresses wrap at 2^64.</param>
    /// <param name="data">The bytes.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult Write(ulong address, ReadOnlySpan<byte> data) => Write(address, data, MemoryAttributes.Unspecified);

    /// <inheritdoc cref="Write(ulong, ReadOnlySpan{byte})"/>
    /// <param name="address">The first address. Addresses wrap at 2^64.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="attributes">Who makes the access.</param>
    public MemoryTransactionResult Write(ulong address, ReadOnlySpan<byte> data, MemoryAttributes attributes)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return WriteTo(reader, _view, address, data, attributes);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    /// <summary>Reads through a view of this address space, which the reader keeps in place.</summary>
    internal MemoryTransactionResult ReadFrom(
        ReaderGate.Reader reader, FlatView view, ulong address, Span<byte> buffer, MemoryAttributes attributes)
    {
        var result = MemoryTransactionResult.Ok;
        while (!buffer.IsEmpty)
        {
            int index = view.IndexOf(address);
            int count;
            if (index < 0)
            {
                count = HoleLength(view, ~index, address, buffer.Length);
                result |= ReadUnassigned(address, buffer[..count], attributes);
            }
            else
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                ulong offset = range.OffsetInRegion + (address - range.Start);
                if (region.ReadsDirectly)
                {
                    Span<byte> bytes = region.Storage!.GetContiguous(offset, Limit(range.Last - address, buffer.Length));
                    count = bytes.Length;
                    bytes.CopyTo(buffer);
                }
                else
                {
                    count = Limit(range.Last - address, buffer.Length);
                    result |= region.Dispatcher is { } dispatcher
                        ? ReadDevice(reader, dispatcher, offset, buffer, attributes, out count)
                        : ReadIndirectly(reader, region, offset, address, buffer[..count], attributes);
                }
            }

            buffer = buffer[count..];
            address += (ulong)count;
        }

        return result;
    }

    /// <summary>Writes through a view of this address space, which the reader keeps in place.</summary>
    internal MemoryTransactionResult WriteTo(
        ReaderGate.Reader reader, FlatView view, ulong address, ReadOnlySpan<byte> data, MemoryAttributes attributes)
    {
        var result = MemoryTransactionResult.Ok;
        while (!data.IsEmpty)
        {
            int index = view.IndexOf(address);
            int count;
            if (index < 0)
            {
                count = HoleLength(view, ~index, address, data.Length);
                result |= WriteUnassigned(address, data[..count], attributes);
            }
            else
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                ulong offset = range.OffsetInRegion + (address - range.Start);
                if (region.Dispatcher is { } dispatcher)
                {
                    bool bigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                    count = dispatcher.AccessSize(data.Length, offset);
                    result |= dispatcher.Write(reader, offset, MmioDispatcher.Decode(data[..count], bigEndian), count, bigEndian, attributes);
                }
                else
                {
                    count = Limit(range.Last - address, data.Length);
                    if (region.Storage is not { } storage)
                    {
                        result |= WriteIndirectly(reader, region, offset, address, data[..count], attributes);
                    }
                    else if (range.ReadOnly || !region.WritesDirectly)
                    {
                        result |= MemoryTransactionResult.DecodeError;
                    }
                    else
                    {
                        Span<byte> bytes = storage.GetContiguous(offset, count);
                        count = bytes.Length;
                        data[..count].CopyTo(bytes);
                        _dirtyLog.Written(region, offset, (ulong)count);
                    }
                }
            }

            data = data[count..];
            address += (ulong)count;
        }

        return result;
    }

    private MemoryTransactionResult ReadDevice(
        ReaderGate.Reader reader, MmioDispatcher dispatcher, ulong offset, Span<byte> buffer, MemoryAttributes attributes, out int count)
    {
        bool bigEndian = dispatcher.IsBigEndian(_nativeEndianness);
        count = dispatcher.AccessSize(buffer.Length, offset);
        MemoryTransactionResult result = dispatcher.Read(reader, offset, count, bigEndian, attributes, out ulong value);
        MmioDispatcher.Encode(value, buffer[..count], bigEndian);
        return result;
    }

    private MemoryTransactionResult ReadUnassigned(ulong address, Span<byte> buffer, MemoryAttributes attributes)
    {
        buffer.Clear();
        return Machine.Options.UnassignedRead?.Invoke(this, address, buffer, attributes) ?? MemoryTransactionResult.DecodeError;
    }

    private MemoryTransactionResult WriteUnassigned(ulong address, ReadOnlySpan<byte> data, MemoryAttributes attributes) =>
        Machine.Options.UnassignedWrite?.Invoke(this, address, data, attributes) ?? MemoryTransactionResult.DecodeError;

    /// <summary>How much of a transfer falls before the next range.</summary>
    private static int HoleLength(FlatView view, int next, ulong address, int length) =>
        Limit((next < view.Count ? view.RangeAt(next).Start - 1 : ulong.MaxValue) - address, length);

    /// <summary>The length, or the number of bytes up to and including the given last one if that is less.</summary>
    private static int Limit(ulong last, int length) => last < (ulong)length ? (int)last + 1 : length;
}
