using System.Collections.Generic;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// What a processor or a device sees of a region (QEMU's <c>AddressSpace</c>): its flat view, accesses, and mappings for DMA.
/// </summary>
/// <remarks>
/// Reads, writes, loads, stores and mappings take no lock and may be made from any thread. What an access looks at stays alive until it is
/// done. The address space holds the policy reference of its root.
/// </remarks>
[RequiresHeld]
public sealed partial class AddressSpace : IDisposable
{
    private readonly DirtyLog _dirtyLog;
    private readonly ReaderGate _readers;
    private readonly MachineTopology _topology;
    private readonly DeviceEndianness _nativeEndianness;
    private volatile FlatView _view;
    private volatile MemoryRegion? _root;

    /// <summary>Creates an address space that shows a region (<c>address_space_init</c>).</summary>
    /// <remarks>A root that is itself linked into a container is shown at its <see cref="MemoryRegion.Address"/> there, as in QEMU; roots usually are not linked.</remarks>
    /// <param name="machine">The machine.</param>
    /// <param name="root">The region to show. A region without an owner becomes part of the machine.</param>
    /// <param name="name">The name, for diagnostics.</param>
    /// <exception cref="MemoryRegionException">The root is finalized or belongs to another machine, or the machine is disposed.</exception>
    [Acquires("address space")]
    public AddressSpace(Machine machine, [Root, RequiresAlive] MemoryRegion root, string name)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(root);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Machine = machine;
        Name = name;
        _topology = machine.Topology;
        _readers = _topology.Readers;
        _dirtyLog = _topology.DirtyLog;
        _nativeEndianness = machine.Options.NativeEndianness;
        _view = _topology.EmptyView;
        using TopologyScope scope = TopologyScope.Enter(_topology);
        machine.ThrowIfDisposed();
        root.ThrowIfDead();
        root.CheckMachine(machine);
        if (root.PolicyTarget is { } target && !target.TryObjectRef())
        {
            throw root.Error(MemoryRegionErrorCode.ObjectFinalized, "the owner of the region is finalized", "MRL106");
        }

        root.Bind(machine);
        _root = root;
        AcquisitionStack = machine.Registry.CaptureStack();
        _topology.AddSpace(this);
    }

    /// <summary>The machine.</summary>
    [DoesNotThrow]
    public Machine Machine { get; }

    /// <summary>The name.</summary>
    [DoesNotThrow]
    public string Name { get; }

    /// <summary>The region that is shown.</summary>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public MemoryRegion Root => _root ?? throw Disposed();

    /// <summary>Whether the address space is disposed.</summary>
    public bool IsDisposed
    {
        [DoesNotThrow]
        get => _root is null;
    }

    /// <summary>What is shown now. A snapshot: changes of the topology make another one.</summary>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public FlatView FlatView
    {
        get
        {
            ThrowIfDisposed();
            return _view;
        }
    }

    /// <summary>The root, or <see langword="null"/> once the address space is disposed.</summary>
    internal MemoryRegion? RootOrNull => _root;

    /// <summary>The view in force. Set under the lock.</summary>
    internal FlatView CurrentView
    {
        get => _view;
        set => _view = value;
    }

    /// <summary>Who listens, by ascending priority. Guarded by the lock; replaced as a whole.</summary>
    internal MemoryListener[] Listeners { get; set; } = [];

    /// <summary>The event notifiers that the listeners know of. Guarded by the lock.</summary>
    internal List<SeenEventNotifier> EventNotifiers { get; set; } = [];

    /// <summary>Where the address space was created, if acquisitions are tracked.</summary>
    internal string? AcquisitionStack { get; }

    /// <summary>
    /// Ends the address space: drops its view and the reference to its root (<c>address_space_destroy</c>). Mappings stay valid; what is
    /// written to a bounced one afterwards is lost. Does nothing the second time.
    /// </summary>
    [Releases("address space", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose()
    {
        using TopologyScope scope = TopologyScope.Enter(_topology);
        if (_root is { } root)
        {
            _root = null;
            _topology.RemoveSpace(this, root);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private MemoryRegionException Disposed() =>
        new(MemoryRegionErrorCode.AddressSpaceDisposed, Name, "the address space is disposed", "MRL305");

    /// <summary>Throws if the address space is disposed.</summary>
    internal void ThrowIfDisposed()
    {
        if (_root is null)
        {
            throw Disposed();
        }
    }
}
