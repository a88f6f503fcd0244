using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Reads from a device.</summary>
/// <param name="offset">The offset in the region, in bytes.</param>
/// <param name="size">The size of the access in bytes: 1, 2, 4 or 8.</param>
/// <returns>The value; bits beyond the size are ignored.</returns>
public delegate ulong MmioReadCallback(ulong offset, int size);

/// <summary>Writes to a device.</summary>
/// <param name="offset">The offset in the region, in bytes.</param>
/// <param name="value">The value; bits beyond the size are 0.</param>
/// <param name="size">The size of the access in bytes: 1, 2, 4 or 8.</param>
public delegate void MmioWriteCallback(ulong offset, ulong value, int size);

/// <summary>Reads from a device that wants to know who asks, and may answer with an error (QEMU's <c>read_with_attrs</c>).</summary>
/// <param name="offset">The offset in the region, in bytes.</param>
/// <param name="value">The value; bits beyond the size are ignored.</param>
/// <param name="size">The size of the access in bytes: 1, 2, 4 or 8.</param>
/// <param name="attributes">Who makes the access.</param>
/// <returns>The outcome.</returns>
public delegate MemoryTransactionResult MmioReadWithAttributesCallback(ulong offset, out ulong value, int size, MemoryAttributes attributes);

/// <summary>Writes to a device that wants to know who does, and may answer with an error (QEMU's <c>write_with_attrs</c>).</summary>
/// <param name="offset">The offset in the region, in bytes.</param>
/// <param name="value">The value; bits beyond the size are 0.</param>
/// <param name="size">The size of the access in bytes: 1, 2, 4 or 8.</param>
/// <param name="attributes">Who makes the access.</param>
/// <returns>The outcome.</returns>
public delegate MemoryTransactionResult MmioWriteWithAttributesCallback(ulong offset, ulong value, int size, MemoryAttributes attributes);

/// <summary>Says whether a device accepts an access (QEMU's <c>valid.accepts</c>).</summary>
/// <param name="offset">The offset in the region, in bytes.</param>
/// <param name="size">The size of the access in bytes.</param>
/// <param name="isWrite">Whether it is a write.</param>
/// <param name="attributes">Who makes the access.</param>
/// <returns>Whether it is valid. If not, it is a decode error.</returns>
public delegate bool MmioAcceptsCallback(ulong offset, int size, bool isWrite, MemoryAttributes attributes);

/// <summary>The byte order of a device's registers.</summary>
public enum DeviceEndianness
{
    /// <summary>Least significant byte first.</summary>
    Little = 0,

    /// <summary>Most significant byte first.</summary>
    Big = 1,

    /// <summary>The byte order of the machine (<see cref="MachineOptions.NativeEndianness"/>).</summary>
    Native = 2,
}

/// <summary>
/// The callbacks of an MMIO region and how they may be called (QEMU's <c>MemoryRegionOps</c>). Immutable; one object may serve many regions.
/// </summary>
/// <remarks>
/// <para><em>Valid</em> sizes are those that the guest may use: an access of another size, or an unaligned one, is answered with
/// <see cref="MemoryTransactionResult.DecodeError"/> and the device does not see it. <em>Implemented</em> sizes are those that the callbacks
/// know: valid accesses are split into, or widened to, these.</para>
/// <para>Callbacks run on the thread that makes the access, without any lock; the owner of the region is alive while they run.</para>
/// </remarks>
public sealed class MmioOperations
{
    /// <summary>Called for reads. <see langword="null"/>: reads return 0.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public MmioReadCallback? Read { get; init; }

    /// <summary>Called for writes. <see langword="null"/>: writes do nothing.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public MmioWriteCallback? Write { get; init; }

    /// <summary>Called for reads in place of <see cref="Read"/>, if that is <see langword="null"/>.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public MmioReadWithAttributesCallback? ReadWithAttributes { get; init; }

    /// <summary>Called for writes in place of <see cref="Write"/>, if that is <see langword="null"/>.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public MmioWriteWithAttributesCallback? WriteWithAttributes { get; init; }

    /// <summary>Called before each access. <see langword="null"/>: the sizes and alignments below decide alone.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public MmioAcceptsCallback? Accepts { get; init; }

    /// <summary>The byte order of the device.</summary>
    public DeviceEndianness Endianness { get; init; }

    /// <summary>The smallest access that is valid, in bytes. 0 and 1: any.</summary>
    public int ValidMinAccessSize { get; init; }

    /// <summary>The largest access that is valid, in bytes. 0: all sizes are valid, and long transfers are split into accesses of 4 bytes.</summary>
    public int ValidMaxAccessSize { get; init; }

    /// <summary>Whether accesses at offsets that are no multiple of their size are valid.</summary>
    public bool ValidUnaligned { get; init; }

    /// <summary>The smallest access that the callbacks implement, in bytes. 0: 1.</summary>
    public int ImplementedMinAccessSize { get; init; }

    /// <summary>The largest access that the callbacks implement, in bytes. 0: 4.</summary>
    public int ImplementedMaxAccessSize { get; init; }

    /// <summary>Whether the callbacks implement accesses at offsets that are no multiple of their size.</summary>
    public bool ImplementedUnaligned { get; init; }
}
