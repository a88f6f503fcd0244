namespace MemoryRegions;

/// <content>Transfers of bytes.</content>
public sealed partial class AddressSpace
{
    /// <summary>
    /// Reads guest memory (<c>address_space_read</c>). What no region answers reads as 0. Transfers from device registers are split into the
    /// accesses that the device allows.
    /// </summary>
    /// <param name="address">The first address. Addresses wrap at 2^64.</param>
    /// <param name="buffer">Receives the bytes.</param>
    /// <returns>Whether all of it could be read.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult Read(ulong address, Span<byte> buffer)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return ReadFrom(_view, address, buffer);
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
    public MemoryTransactionResult Write(ulong address, ReadOnlySpan<byte> data)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return WriteTo(_view, address, data);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    private MemoryTransactionResult ReadFrom(FlatView view, ulong address, Span<byte> buffer)
    {
        var result = MemoryTransactionResult.Ok;
        while (!buffer.IsEmpty)
        {
            int index = view.IndexOf(address);
            int count;
            if (index < 0)
            {
                count = HoleLength(view, ~index, address, buffer.Length);
                buffer[..count].Clear();
                result |= MemoryTransactionResult.DecodeError;
            }
            else
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                ulong offset = range.OffsetInRegion + (address - range.Start);
                if (region.ReadsDirectly)
                {
                    Span<byte> bytes = region.Storage!.GetContiguous(offset, Limit(range.Last - address, buffer.Length));
                    bytes.CopyTo(buffer);
                    count = bytes.Length;
                }
                else
                {
                    MmioDispatcher dispatcher = region.Dispatcher!;
                    bool bigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                    count = dispatcher.AccessSize(buffer.Length, offset);
                    result |= dispatcher.Read(offset, count, bigEndian, out ulong value);
                    MmioDispatcher.Encode(value, buffer[..count], bigEndian);
                }
            }

            buffer = buffer[count..];
            address += (ulong)count;
        }

        return result;
    }

    private MemoryTransactionResult WriteTo(FlatView view, ulong address, ReadOnlySpan<byte> data)
    {
        var result = MemoryTransactionResult.Ok;
        while (!data.IsEmpty)
        {
            int index = view.IndexOf(address);
            int count;
            if (index < 0)
            {
                count = HoleLength(view, ~index, address, data.Length);
                result |= MemoryTransactionResult.DecodeError;
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
                    result |= dispatcher.Write(offset, MmioDispatcher.Decode(data[..count], bigEndian), count, bigEndian);
                }
                else
                {
                    count = Limit(range.Last - address, data.Length);
                    if (range.ReadOnly || !region.WritesDirectly)
                    {
                        result |= MemoryTransactionResult.DecodeError;
                    }
                    else
                    {
                        Span<byte> bytes = region.Storage!.GetContiguous(offset, count);
                        count = bytes.Length;
                        data[..count].CopyTo(bytes);
                    }
                }
            }

            data = data[count..];
            address += (ulong)count;
        }

        return result;
    }

    /// <summary>How much of a transfer falls before the next range.</summary>
    private static int HoleLength(FlatView view, int next, ulong address, int length) =>
        Limit((next < view.Count ? view.RangeAt(next).Start - 1 : ulong.MaxValue) - address, length);

    /// <summary>The length, or the number of bytes up to and including the given last one if that is less.</summary>
    private static int Limit(ulong last, int length) => last < (ulong)length ? (int)last + 1 : length;
}
