using System.Buffers.Binary;

namespace MemoryRegions;

/// <content>Typed loads and stores.</content>
public sealed partial class AddressSpace
{
    /// <summary>Loads 8 bits. From device registers it is one access of 1 byte.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public byte LoadUInt8(ulong address) => (byte)Load(address, 1, false, out _);

    /// <inheritdoc cref="LoadUInt8(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public byte LoadUInt8(ulong address, out MemoryTransactionResult result) => (byte)Load(address, 1, false, out result);

    /// <summary>Stores 8 bits. To device registers it is one access of 1 byte.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt8(ulong address, byte value) => Store(address, value, 1, false);

    /// <summary>Loads 16 bits, least significant byte first. From device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ushort LoadUInt16LittleEndian(ulong address) => (ushort)Load(address, 2, false, out _);

    /// <inheritdoc cref="LoadUInt16LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ushort LoadUInt16LittleEndian(ulong address, out MemoryTransactionResult result) => (ushort)Load(address, 2, false, out result);

    /// <summary>Stores 16 bits, least significant byte first. To device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt16LittleEndian(ulong address, ushort value) => Store(address, value, 2, false);

    /// <summary>Loads 16 bits, most significant byte first. From device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ushort LoadUInt16BigEndian(ulong address) => (ushort)Load(address, 2, true, out _);

    /// <inheritdoc cref="LoadUInt16BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ushort LoadUInt16BigEndian(ulong address, out MemoryTransactionResult result) => (ushort)Load(address, 2, true, out result);

    /// <summary>Stores 16 bits, most significant byte first. To device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt16BigEndian(ulong address, ushort value) => Store(address, value, 2, true);

    /// <summary>Loads 32 bits, least significant byte first. From device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public uint LoadUInt32LittleEndian(ulong address) => (uint)Load(address, 4, false, out _);

    /// <inheritdoc cref="LoadUInt32LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public uint LoadUInt32LittleEndian(ulong address, out MemoryTransactionResult result) => (uint)Load(address, 4, false, out result);

    /// <summary>Stores 32 bits, least significant byte first. To device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt32LittleEndian(ulong address, uint value) => Store(address, value, 4, false);

    /// <summary>Loads 32 bits, most significant byte first. From device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public uint LoadUInt32BigEndian(ulong address) => (uint)Load(address, 4, true, out _);

    /// <inheritdoc cref="LoadUInt32BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public uint LoadUInt32BigEndian(ulong address, out MemoryTransactionResult result) => (uint)Load(address, 4, true, out result);

    /// <summary>Stores 32 bits, most significant byte first. To device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt32BigEndian(ulong address, uint value) => Store(address, value, 4, true);

    /// <summary>Loads 64 bits, least significant byte first. From device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ulong LoadUInt64LittleEndian(ulong address) => Load(address, 8, false, out _);

    /// <inheritdoc cref="LoadUInt64LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ulong LoadUInt64LittleEndian(ulong address, out MemoryTransactionResult result) => Load(address, 8, false, out result);

    /// <summary>Stores 64 bits, least significant byte first. To device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt64LittleEndian(ulong address, ulong value) => Store(address, value, 8, false);

    /// <summary>Loads 64 bits, most significant byte first. From device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ulong LoadUInt64BigEndian(ulong address) => Load(address, 8, true, out _);

    /// <inheritdoc cref="LoadUInt64BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ulong LoadUInt64BigEndian(ulong address, out MemoryTransactionResult result) => Load(address, 8, true, out result);

    /// <summary>Stores 64 bits, most significant byte first. To device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt64BigEndian(ulong address, ulong value) => Store(address, value, 8, true);

    private ulong Load(ulong address, int size, bool bigEndian, out MemoryTransactionResult result)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            FlatView view = _view;
            int index = view.IndexOf(address);
            if (index >= 0)
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                ulong offset = range.OffsetInRegion + (address - range.Start);
                if (!region.ReadsDirectly)
                {
                    MmioDispatcher dispatcher = region.Dispatcher!;
                    bool deviceBigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                    result = dispatcher.Read(offset, size, deviceBigEndian, out ulong value);
                    return deviceBigEndian == bigEndian ? value : MmioDispatcher.Swap(value, size);
                }

                if (range.Last - address >= (ulong)(size - 1))
                {
                    Span<byte> bytes = region.Storage!.GetContiguous(offset, size);
                    if (bytes.Length == size)
                    {
                        result = MemoryTransactionResult.Ok;
                        return LoadFrom(bytes, bigEndian);
                    }
                }
            }

            Span<byte> buffer = stackalloc byte[8];
            buffer = buffer[..size];
            result = ReadFrom(view, address, buffer);
            return LoadFrom(buffer, bigEndian);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    private MemoryTransactionResult Store(ulong address, ulong value, int size, bool bigEndian)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            FlatView view = _view;
            int index = view.IndexOf(address);
            if (index >= 0)
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                ulong offset = range.OffsetInRegion + (address - range.Start);
                if (range.Region.Dispatcher is { } dispatcher)
                {
                    bool deviceBigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                    ulong deviceValue = deviceBigEndian == bigEndian ? value : MmioDispatcher.Swap(value, size);
                    return dispatcher.Write(offset, deviceValue, size, deviceBigEndian);
                }
            }

            Span<byte> buffer = stackalloc byte[8];
            buffer = buffer[..size];
            MmioDispatcher.Encode(value, buffer, bigEndian);
            return WriteTo(view, address, buffer);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    private static ulong LoadFrom(ReadOnlySpan<byte> bytes, bool bigEndian) => (bytes.Length, bigEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };
}
