using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// The root of everything: the object tree, the system memory and the I/O space. Machines in one process do not know each other.
/// </summary>
public sealed class Machine : QomObject, IDisposable
{
    private const ulong IoSpaceSize = 0x1_0000;

    private ObjectContainer? _objects;
    private bool _disposed;
    private bool _disposing;

    /// <summary>Creates an empty machine. Dispose it to take it down.</summary>
    /// <param name="name">The first part of the path of every object in it.</param>
    /// <param name="options">Limits and diagnostics, or <see langword="null"/> for the defaults.</param>
    public Machine(string name = "machine", MachineOptions? options = null)
        : base(name, creatorHoldsReference: true)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Options = options ?? MachineOptions.Default;
        ArgumentOutOfRangeException.ThrowIfNegative(Options.BounceBufferSize);
        Registry = new ObjectRegistry(Options.Tracking);
        Metrics = new MachineMetrics(this);
        Topology = new MachineTopology(this);
        Diagnostics = new MachineDiagnostics(this);
        SetMachine(this);
        Unattached = new ObjectContainer(this, "unattached");
        AdoptUnderUniqueName(Unattached);
        Unattached.Unref();
        SystemMemory = new ContainerRegion(null, "system-memory", MemoryRegion.MaxSize);
        IoSpace = new ContainerRegion(null, "io-space", IoSpaceSize);
        Adopt(SystemMemory);
        Adopt(IoSpace);
        Memory = new AddressSpace(this, SystemMemory, "memory");
        Io = new AddressSpace(this, IoSpace, "io");
    }

    /// <summary>The options that the machine was created with.</summary>
    [DoesNotThrow]
    public MachineOptions Options { get; }

    /// <summary>What the processors see: a container of 2^64 bytes without an owner.</summary>
    [DoesNotThrow]
    public ContainerRegion SystemMemory { get; }

    /// <summary>The port I/O space: a container of 64 KiB without an owner.</summary>
    [DoesNotThrow]
    public ContainerRegion IoSpace { get; }

    /// <summary>The address space of <see cref="SystemMemory"/>.</summary>
    [DoesNotThrow]
    public AddressSpace Memory { get; }

    /// <summary>The address space of <see cref="IoSpace"/>.</summary>
    [DoesNotThrow]
    public AddressSpace Io { get; }

    /// <summary>Leaks and events.</summary>
    [DoesNotThrow]
    public MachineDiagnostics Diagnostics { get; }

    /// <summary>
    /// Delivers the writes to devices that an accelerator has put off (<c>qemu_flush_coalesced_mmio_buffer</c>). Called before accesses to regions
    /// that ask for it (<see cref="MmioRegion.FlushesCoalesced"/>), on the thread that makes the access.
    /// </summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public Action? FlushCoalescedMmio { get; set; }

    /// <summary>The lock, the transactions and the views.</summary>
    internal new MachineTopology Topology { get; }

    /// <summary>What monitoring sees.</summary>
    internal MachineMetrics Metrics { get; }

    /// <summary>All living objects.</summary>
    internal ObjectRegistry Registry { get; }

    /// <summary>The parent of devices and regions that have none (QEMU's <c>/machine/unattached</c>).</summary>
    [DoesNotThrow]
    public QomObject Unattached { get; }

    /// <summary>
    /// The parent of what a user creates beside the machine, such as the memory behind its RAM (QEMU's <c>/objects</c>). Its children go with
    /// the machine.
    /// </summary>
    /// <exception cref="MemoryRegionException">It was not used before, and the machine is disposed.</exception>
    public QomObject Objects
    {
        get
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            return _objects ??= new ObjectContainer(this, "objects", isTreeRoot: true);
        }
    }

    /// <inheritdoc/>
    internal override bool IsTreeRoot => true;

    /// <summary>Realized devices in the order of their realization.</summary>
    internal List<Device> RealizedDevices { get; } = [];

    /// <summary>Whether the machine is going or gone, so that devices with its lifetime may go.</summary>
    internal bool IsDisposing => _disposing;

    /// <summary>
    /// Begins a change of the topology that takes effect as a whole. Transactions nest; the views change when the outermost one is committed.
    /// </summary>
    /// <remarks>The machine's lock is held until then: commit soon, on the same thread, and neither block nor await before.</remarks>
    /// <returns>The transaction. Commit or dispose it.</returns>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    [return: Acquires("transaction")]
    public TopologyTransaction BeginTransaction()
    {
        ThrowIfDisposed();
        return new TopologyTransaction(Topology.BeginOpenTransaction());
    }

    /// <summary>
    /// Makes a region without an owner part of this machine, which holds it for its lifetime. Linking it there, or making it the root of an
    /// address space, does it too. Nothing happens if it is part of this machine already.
    /// </summary>
    /// <param name="region">The region.</param>
    /// <exception cref="MemoryRegionException">The region is finalized or belongs to another machine, or the machine is disposed.</exception>
    public void Adopt([RequiresAlive] MemoryRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDisposed();
        region.ThrowIfDead();
        region.CheckMachine(this);
        region.Bind(this);
    }

    /// <summary>
    /// Begins to log the writes to all RAM for a client (<c>memory_global_dirty_log_start</c>). Counted: each call needs one of
    /// <see cref="StopDirtyLog"/>.
    /// </summary>
    /// <param name="clients">The client, or several.</param>
    /// <exception cref="MemoryRegionException">The machine is disposed.</exception>
    public void StartDirtyLog(DirtyClients clients)
    {
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDisposed();
        Topology.DirtyLog.CountGlobal(clients, 1);
    }

    /// <summary>Ends to log the writes to all RAM for a client (<c>memory_global_dirty_log_stop</c>).</summary>
    /// <param name="clients">The client, or several.</param>
    /// <exception cref="MemoryRegionException">One of them does not log all RAM.</exception>
    public void StopDirtyLog(DirtyClients clients)
    {
        using TopologyScope scope = TopologyScope.Enter(Topology);
        Topology.DirtyLog.CountGlobal(clients, -1);
    }

    /// <summary>Resets the realized devices in the order of their realization.</summary>
    public void Reset()
    {
        ThrowIfDisposed();
        Device[] devices;
        using (TopologyScope.Enter(Topology))
        {
            devices = [.. RealizedDevices];
        }

        foreach (Device device in devices)
        {
            if (device.IsRealized)
            {
                device.Reset();
            }
        }
    }

    /// <summary>
    /// Takes the machine down: unrealizes its devices, the last realized first, releases its objects in the order of their creation, and drops
    /// the references that creators still hold. What the program holds beyond that stays, for <see cref="MachineDiagnostics.FindLeaks"/> to report.
    /// </summary>
    public void Dispose()
    {
        using (TopologyScope.Enter(Topology))
        {
            if (_disposing)
            {
                return;
            }

            _disposing = true;
        }

        List<ExceptionDispatchInfo> failures = UnrealizeAll();
        using TopologyScope scope = TopologyScope.Enter(Topology);
        failures.ForEach(Topology.Defer);
        _disposed = true;
        Memory.Dispose();
        Io.Dispose();
        foreach (QomObject o in Registry.Snapshot())
        {
            if (o != this)
            {
                o.SurrenderCreatorReference();
            }
        }

        SurrenderCreatorReference();
        Metrics.Dispose();
    }

    /// <summary>Throws if the machine is disposed.</summary>
    internal void ThrowIfDisposed()
    {
        if (_disposed)
        {
            throw Error(MemoryRegionErrorCode.MachineDisposed, "the machine is disposed");
        }
    }

    /// <summary>Unrealizes the devices, the last realized first, all of them whatever they throw.</summary>
    private List<ExceptionDispatchInfo> UnrealizeAll()
    {
        var failures = new List<ExceptionDispatchInfo>();
        while (true)
        {
            Device device;
            using (TopologyScope.Enter(Topology))
            {
                if (RealizedDevices.Count == 0)
                {
                    return failures;
                }

                device = RealizedDevices[^1];
            }

            try
            {
                device.ForceUnrealize();
            }
            catch (Exception e)
            {
                failures.Add(ExceptionDispatchInfo.Capture(e));
            }
        }
    }
}
