namespace MemoryRegions;

/// <content>Typed loads and stores.</content>
public sealed partial class AddressSpace
{
    /// <summary>Loads 8 bits. From device registers it is one access of 1 byte.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public byte LoadUInt8(ulong address) => (byte)Load(address, 1, false, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt8(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public byte LoadUInt8(ulong address, out MemoryTransactionResult result) => (byte)Load(address, 1, false, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 8 bits. To device registers it is one access of 1 byte.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt8(ulong address, byte value) => Store(address, value, 1, false, MemoryAttributes.Unspecified);

    /// <summary>Loads 16 bits, least significant byte first. From device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ushort LoadUInt16LittleEndian(ulong address) => (ushort)Load(address, 2, false, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt16LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ushort LoadUInt16LittleEndian(ulong address, out MemoryTransactionResult result) => (ushort)Load(address, 2, false, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 16 bits, least significant byte first. To device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt16LittleEndian(ulong address, ushort value) => Store(address, value, 2, false, MemoryAttributes.Unspecified);

    /// <summary>Loads 16 bits, most significant byte first. From device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ushort LoadUInt16BigEndian(ulong address) => (ushort)Load(address, 2, true, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt16BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ushort LoadUInt16BigEndian(ulong address, out MemoryTransactionResult result) => (ushort)Load(address, 2, true, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 16 bits, most significant byte first. To device registers it is one access of 2 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt16BigEndian(ulong address, ushort value) => Store(address, value, 2, true, MemoryAttributes.Unspecified);

    /// <summary>Loads 32 bits, least significant byte first. From device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public uint LoadUInt32LittleEndian(ulong address) => (uint)Load(address, 4, false, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt32LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public uint LoadUInt32LittleEndian(ulong address, out MemoryTransactionResult result) => (uint)Load(address, 4, false, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 32 bits, least significant byte first. To device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt32LittleEndian(ulong address, uint value) => Store(address, value, 4, false, MemoryAttributes.Unspecified);

    /// <summary>Loads 32 bits, most significant byte first. From device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public uint LoadUInt32BigEndian(ulong address) => (uint)Load(address, 4, true, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt32BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public uint LoadUInt32BigEndian(ulong address, out MemoryTransactionResult result) => (uint)Load(address, 4, true, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 32 bits, most significant byte first. To device registers it is one access of 4 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt32BigEndian(ulong address, uint value) => Store(address, value, 4, true, MemoryAttributes.Unspecified);

    /// <summary>Loads 64 bits, least significant byte first. From device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ulong LoadUInt64LittleEndian(ulong address) => Load(address, 8, false, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt64LittleEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ulong LoadUInt64LittleEndian(ulong address, out MemoryTransactionResult result) => Load(address, 8, false, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 64 bits, least significant byte first. To device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt64LittleEndian(ulong address, ulong value) => Store(address, value, 8, false, MemoryAttributes.Unspecified);

    /// <summary>Loads 64 bits, most significant byte first. From device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <returns>The value; what no region answers reads as 0.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public ulong LoadUInt64BigEndian(ulong address) => Load(address, 8, true, MemoryAttributes.Unspecified, out _);

    /// <inheritdoc cref="LoadUInt64BigEndian(ulong)"/>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="result">Whether all of it could be read.</param>
    public ulong LoadUInt64BigEndian(ulong address, out MemoryTransactionResult result) => Load(address, 8, true, MemoryAttributes.Unspecified, out result);

    /// <summary>Stores 64 bits, most significant byte first. To device registers it is one access of 8 bytes.</summary>
    /// <param name="address">The address; it need not be aligned.</param>
    /// <param name="value">The value.</param>
    /// <returns>Whether all of it could be written.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryTransactionResult StoreUInt64BigEndian(ulong address, ulong value) => Store(address, value, 8, true, MemoryAttributes.Unspecified);
}
