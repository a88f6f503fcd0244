using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>What a <see cref="Machine"/> is created with. Immutable.</summary>
public sealed class MachineOptions
{
    /// <summary>The defaults: 4096 bytes of bounce buffers, no tracking, little endian.</summary>
    public static MachineOptions Default { get; } = new();

    /// <summary>
    /// The total size, in bytes, of the bounce buffers that exist at one time. Buffers are accounted in units of 4096 bytes, so that the
    /// default of 4096 allows one at a time (as QEMU's single bounce buffer). 0 forbids them: what cannot be mapped directly cannot be mapped.
    /// </summary>
    public int BounceBufferSize { get; init; } = 4096;

    /// <summary>
    /// Whether acquisitions remember their call stack and all living objects are listed, for <see cref="MachineDiagnostics.FindLeaks"/>.
    /// Costly; meant for tests.
    /// </summary>
    public bool Tracking { get; init; }

    /// <summary>The byte order of devices that declare <see cref="DeviceEndianness.Native"/>.</summary>
    public DeviceEndianness NativeEndianness { get; init; } = DeviceEndianness.Little;

    /// <summary>Whether monitoring tools see the machine as a meter (see <see cref="MachineDiagnostics"/>). Off, machines are created faster.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>Answers reads where there is nothing. <see langword="null"/>: they read 0 and are decode errors.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public UnassignedReadCallback? UnassignedRead { get; init; }

    /// <summary>Answers writes where there is nothing. <see langword="null"/>: they are decode errors.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public UnassignedWriteCallback? UnassignedWrite { get; init; }

    /// <summary>
    /// For tests of the tests: which of the references that flat views take, counted from 1, is left out. 0: none.
    /// </summary>
    internal int ViewReferenceLeftOut { get; init; }
}
