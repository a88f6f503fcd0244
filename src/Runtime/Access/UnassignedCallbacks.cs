namespace MemoryRegions;

/// <summary>Answers reads where there is nothing. Runs on the thread that makes the access, without any lock.</summary>
/// <param name="space">The address space.</param>
/// <param name="address">The first address.</param>
/// <param name="buffer">Receives the bytes; 0 before. All of it is where nothing answers.</param>
/// <param name="attributes">Who makes the access.</param>
/// <returns>The outcome; without a handler it is <see cref="MemoryTransactionResult.DecodeError"/>.</returns>
public delegate MemoryTransactionResult UnassignedReadCallback(AddressSpace space, ulong address, Span<byte> buffer, MemoryAttributes attributes);

/// <summary>Answers writes where there is nothing. Runs on the thread that makes the access, without any lock.</summary>
/// <param name="space">The address space.</param>
/// <param name="address">The first address.</param>
/// <param name="data">The bytes. All of it is where nothing answers.</param>
/// <param name="attributes">Who makes the access.</param>
/// <returns>The outcome; without a handler it is <see cref="MemoryTransactionResult.DecodeError"/>.</returns>
public delegate MemoryTransactionResult UnassignedWriteCallback(AddressSpace space, ulong address, ReadOnlySpan<byte> data, MemoryAttributes attributes);
