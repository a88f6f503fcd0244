using System.Buffers.Binary;

namespace MemoryRegions;

/// <content>How loads and stores are done.</content>
public sealed partial class AddressSpace
{
    /// <summary>Loads a number on behalf of somebody (<c>address_space_ldl</c> and its kin). From device registers it is one access of that size.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="size">The size in bytes: 1, 2, 4 or 8.</param>
    /// <param name="endianness">The byte order of the number in memory; <see cref="DeviceEndianness.Native"/> is the machine's.</param>
    /// <param name="attributes">Who makes the access.</param>
    /// <param name="result">Whether all of it could be read.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is another.</exception>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ulong Load(ulong address, int size, DeviceEndianness endianness, MemoryAttributes attributes, out MemoryTransactionResult result)
    {
        CheckAccessSize(size);
        return Load(address, size, IsBigEndian(endianness), attributes, out result);
    }

    /// <summary>Stores a number on behalf of somebody (<c>address_space_stl</c> and its kin). To device registers it is one access of that size.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value; bits beyond the size are ignored.</param>
    /// <param name="size">The size in bytes: 1, 2, 4 or 8.</param>
    /// <param name="endianness">The byte order of the number in memory; <see cref="DeviceEndianness.Native"/> is the machine's.</param>
    /// <param name="attributes">Who makes the access.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is another.</exception>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult Store(ulong address, ulong value, int size, DeviceEndianness endianness, MemoryAttributes attributes)
    {
        CheckAccessSize(size);
        ulong mask = size == 8 ? ulong.MaxValue : (1UL << (size * 8)) - 1;
        return Store(address, value & mask, size, IsBigEndian(endianness), attributes);
    }

    /// <summary>Loads through a view of this address space, which the reader keeps in place.</summary>
    internal ulong LoadFrom(
        ReaderGate.Reader reader, FlatView view, ulong address, int size, bool bigEndian, MemoryAttributes attributes, out MemoryTransactionResult result)
    {
        int index = view.IndexOf(address);
        if (index >= 0)
        {
            ref readonly FlatRange range = ref view.RangeAt(index);
            MemoryRegion region = range.Region;
            ulong offset = range.OffsetInRegion + (address - range.Start);
            if (region.ReadsDirectly)
            {
                if (range.Last - address >= (ulong)(size - 1))
                {
                    Span<byte> bytes = region.Storage!.GetContiguous(offset, size);
                    if (bytes.Length == size)
                    {
                        result = MemoryTransactionResult.Ok;
                        return Decode(bytes, bigEndian);
                    }
                }
            }
            else if (region.Dispatcher is { } dispatcher)
            {
                bool deviceBigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                result = dispatcher.Read(reader, offset, size, deviceBigEndian, attributes, out ulong value);
                return deviceBigEndian == bigEndian ? value : MmioDispatcher.Swap(value, size);
            }
            else if (region is IommuRegion iommu)
            {
                return LoadTranslated(reader, iommu, offset, address, size, bigEndian, attributes, out result);
            }
        }

        Span<byte> buffer = stackalloc byte[8];
        buffer = buffer[..size];
        result = ReadFrom(reader, view, address, buffer, attributes);
        return Decode(buffer, bigEndian);
    }

    /// <summary>Stores through a view of this address space, which the reader keeps in place.</summary>
    internal MemoryTransactionResult StoreTo(
        ReaderGate.Reader reader, FlatView view, ulong address, ulong value, int size, bool bigEndian, MemoryAttributes attributes)
    {
        int index = view.IndexOf(address);
        if (index >= 0)
        {
            ref readonly FlatRange range = ref view.RangeAt(index);
            MemoryRegion region = range.Region;
            ulong offset = range.OffsetInRegion + (address - range.Start);
            if (region.Dispatcher is { } dispatcher)
            {
                bool deviceBigEndian = dispatcher.IsBigEndian(_nativeEndianness);
                ulong deviceValue = deviceBigEndian == bigEndian ? value : MmioDispatcher.Swap(value, size);
                return dispatcher.Write(reader, offset, deviceValue, size, deviceBigEndian, attributes);
            }

            if (region.Storage is { } storage)
            {
                if (region.WritesDirectly && !range.ReadOnly && range.Last - address >= (ulong)(size - 1))
                {
                    Span<byte> bytes = storage.GetContiguous(offset, size);
                    if (bytes.Length == size)
                    {
                        Encode(value, bytes, bigEndian);
                        _dirtyLog.Written(region, offset, (ulong)size);
                        return MemoryTransactionResult.Ok;
                    }
                }
            }
            else if (region is IommuRegion iommu)
            {
                return StoreTranslated(reader, iommu, offset, address, value, size, bigEndian, attributes);
            }
        }

        Span<byte> buffer = stackalloc byte[8];
        buffer = buffer[..size];
        Encode(value, buffer, bigEndian);
        return WriteTo(reader, view, address, buffer, attributes);
    }

    /// <summary>Throws if there are no accesses of that size.</summary>
    internal static void CheckAccessSize(int size)
    {
        if (size is not (1 or 2 or 4 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "an access size is 1, 2, 4 or 8 bytes");
        }
    }

    /// <summary>The number in 1, 2, 4 or 8 bytes.</summary>
    internal static ulong Decode(ReadOnlySpan<byte> bytes, bool bigEndian) => (bytes.Length, bigEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>Puts a number into 1, 2, 4 or 8 bytes.</summary>
    internal static void Encode(ulong value, Span<byte> bytes, bool bigEndian)
    {
        switch (bytes.Length)
        {
            case 1:
                bytes[0] = (byte)value;
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness((ushort)value) : (ushort)value);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness((uint)value) : (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(bytes, bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
                break;
        }
    }

    /// <summary>Whether a byte order is most significant byte first.</summary>
    internal bool IsBigEndian(DeviceEndianness endianness) =>
        (endianness == DeviceEndianness.Native ? _nativeEndianness : endianness) == DeviceEndianness.Big;

    private ulong Load(ulong address, int size, bool bigEndian, MemoryAttributes attributes, out MemoryTransactionResult result)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return LoadFrom(reader, _view, address, size, bigEndian, attributes, out result);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    private MemoryTransactionResult Store(ulong address, ulong value, int size, bool bigEndian, MemoryAttributes attributes)
    {
        ThrowIfDisposed();
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            return StoreTo(reader, _view, address, value, size, bigEndian, attributes);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }
}
