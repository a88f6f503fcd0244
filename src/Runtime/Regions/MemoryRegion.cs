using System.Runtime.ExceptionServices;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A range of guest-visible memory: RAM, ROM, device registers, a container of other regions, or a window onto another region
/// (QEMU's <c>MemoryRegion</c>).
/// </summary>
/// <remarks>
/// <para>A region is a child of its owner, which holds the only reference to begin with: it is destroyed with its owner, or by
/// <see cref="QomObject.Unparent"/>. A region without an owner is kept by the machine that it is linked into.</para>
/// <para><em>The reference policy.</em> <see cref="Ref"/>, <see cref="Find"/>, the root of an address space, mappings and flat views keep
/// alive: nothing, if the region has no owner; the region itself, if it is RAM or ROM; its owner otherwise. A link between a container and
/// a subregion of the same owner references the subregion itself, so that it makes no cycle; a link across owners follows the policy.</para>
/// <para>All changes are made under the lock of the machine. A region that has no owner and is not yet part of a machine must be used by one
/// thread at a time. Sizes, offsets and addresses are in bytes.</para>
/// </remarks>
[Region(RegionKind.Any)]
public abstract partial class MemoryRegion : QomObject
{
    private UInt128 _size;
    private ulong _address;
    private int _priority;
    private bool _enabled = true;
    private volatile bool _readOnly;
    private volatile bool _readsDirectly;
    private bool _heldByMachine;

    /// <summary>Creates a region, which becomes a child of its owner.</summary>
    private protected MemoryRegion(
        RegionKind kind, QomObject? owner, string name, UInt128 size, RamStorage? storage = null, MmioDispatcher? dispatcher = null)
        : base(name, creatorHoldsReference: false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        Kind = kind;
        Owner = owner;
        Storage = storage;
        Dispatcher = dispatcher;
        _readOnly = kind == RegionKind.Rom;
        _readsDirectly = storage is not null;
        _size = size;
        PolicyTarget = owner is null ? null : IsRam ? this : owner;
        if (owner is null)
        {
            _heldByMachine = true;
            return;
        }

        using TopologyScope scope = TopologyScope.Enter(owner.Topology);
        if (!owner.IsAlive)
        {
            storage?.Release();
            owner.ThrowIfDead();
        }

        SetMachine(owner.Machine);
        owner.AdoptWithReference(this);
    }

    /// <summary>The largest size: 2^64 bytes.</summary>
    [DoesNotThrow]
    public static UInt128 MaxSize { get; } = UInt128.One << 64;

    /// <summary>The object that the region belongs to; <see langword="null"/> if the machine keeps it. Never changes, not even when the owner dies before its RAM.</summary>
    [Owner]
    [DoesNotThrow]
    public QomObject? Owner { get; }

    /// <summary>The machine; <see langword="null"/> for a region without an owner until it is linked, made a root, or adopted.</summary>
    [DoesNotThrow]
    public new Machine? Machine => MachineOrNull;

    /// <summary>The kind of region.</summary>
    [DoesNotThrow]
    public RegionKind Kind { get; }

    /// <summary>
    /// The size in bytes, up to 2^64. Setting it changes what the guest sees; the memory behind RAM that is cut off stays, and memory that is
    /// added reads as 0 (<c>memory_region_set_size</c>).
    /// </summary>
    /// <exception cref="MemoryRegionException">The region is finalized, or more memory is asked for than the region can have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More than 2^64.</exception>
    public UInt128 Size
    {
        [DoesNotThrow]
        get => _size;
        [RequiresAlive]
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxSize);
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value == _size)
            {
                return;
            }

            if (Storage is { } storage)
            {
                if (value > storage.MaxCapacity)
                {
                    throw Error(MemoryRegionErrorCode.SizeOutOfRange, $"the memory of the region cannot have more than 0x{storage.MaxCapacity:x} bytes");
                }

                storage.Grow(value);
                storage.MarkAllDirty();
            }

            _size = value;
            Topology?.Update(true);
            NotifyResized(value);
        }
    }

    /// <summary>
    /// The offset in the container. Setting another one moves the region to the front of those of its priority; setting the same does nothing
    /// (<c>memory_region_set_address</c>).
    /// </summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public ulong Address
    {
        [DoesNotThrow]
        get => _address;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != _address)
            {
                _address = value;
                Relink();
            }
        }
    }

    /// <summary>
    /// Which of overlapping regions the guest sees: the one of highest priority, and of equals the one that was added or moved last. Setting
    /// another one moves the region to the front of those of that priority.
    /// </summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public int Priority
    {
        [DoesNotThrow]
        get => _priority;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != _priority)
            {
                _priority = value;
                Relink();
            }
        }
    }

    /// <summary>Whether the region and what is inside it can be seen (<c>memory_region_set_enabled</c>). True to begin with.</summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public bool Enabled
    {
        [DoesNotThrow]
        get => _enabled;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != _enabled)
            {
                _enabled = value;
                Topology?.Update(true);
            }
        }
    }

    /// <summary>Whether what is seen through this region cannot be written by the guest (<c>memory_region_set_readonly</c>). Device registers stay writable.</summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public bool ReadOnly
    {
        [DoesNotThrow]
        get => _readOnly;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != _readOnly)
            {
                _readOnly = value;
                Topology?.Update(_enabled);
            }
        }
    }

    /// <summary>Whether the region is RAM or ROM, which references keep alive by themselves.</summary>
    internal bool IsRam => Kind is RegionKind.Ram or RegionKind.Rom;

    /// <summary>Whether the region answers accesses itself, where none of its subregions does.</summary>
    internal bool Terminates => Kind is not (RegionKind.Container or RegionKind.Alias);

    /// <summary>What references to the region keep alive: the region, its owner, or nothing.</summary>
    internal QomObject? PolicyTarget { get; }

    /// <summary>The memory behind RAM, ROM and ROM devices.</summary>
    internal RamStorage? Storage { get; }

    /// <summary>What calls back for accesses that do not go to memory; <see langword="null"/> if there are no callbacks.</summary>
    internal MmioDispatcher? Dispatcher { get; }

    /// <summary>Whether reads see the memory.</summary>
    internal bool ReadsDirectly
    {
        get => _readsDirectly;
        private protected set => _readsDirectly = value;
    }

    /// <summary>Whether writes go to the memory.</summary>
    internal bool WritesDirectly => IsRam && !_readOnly;

    /// <summary>Whether the region has no owner and the machine (or, before it is part of one, its creator) still keeps it.</summary>
    internal bool HeldByMachine => _heldByMachine;

    /// <inheritdoc/>
    internal override bool HasParentReference => base.HasParentReference || _heldByMachine;

    /// <summary>How many flat views that are not released yet show the region. Guarded by the lock.</summary>
    internal int ViewCount { get; set; }

    /// <summary>
    /// Takes the policy reference: keeps the region alive if it is RAM or ROM, its owner otherwise, and nothing if it has none
    /// (<c>memory_region_ref</c>).
    /// </summary>
    /// <exception cref="MemoryRegionException">The region or its owner is finalized.</exception>
    [Acquires("reference")]
    [RequiresAlive]
    public override void Ref()
    {
        ThrowIfDead();
        if (PolicyTarget is { } target && !target.TryObjectRef())
        {
            throw Error(MemoryRegionErrorCode.ObjectFinalized, "the owner of the region is finalized", "MRL106");
        }

        AddProgramReference();
    }

    /// <summary>Drops a policy reference (<c>memory_region_unref</c>). Allowed on a region that was destroyed meanwhile.</summary>
    /// <exception cref="MemoryRegionException">The program holds no reference to the region.</exception>
    [Releases("reference")]
    [DoesNotThrow]
    public override void Unref()
    {
        if (RemoveProgramReference())
        {
            PolicyTarget?.ObjectUnref();
        }
    }

    /// <summary>Throws if the region is part of another machine.</summary>
    internal void CheckMachine(Machine machine)
    {
        if (MachineOrNull is not null)
        {
            if (MachineOrNull != machine)
            {
                throw Error(MemoryRegionErrorCode.DifferentMachines, "the region belongs to another machine");
            }

            return;
        }

        // What is linked with it would become part of the machine too.
        foreach (MemoryRegion subregion in SubregionList)
        {
            subregion.CheckMachine(machine);
        }

        AliasTarget?.CheckMachine(machine);
    }

    /// <summary>Makes a region without an owner, and everything linked with it, part of a machine.</summary>
    internal void Bind(Machine machine)
    {
        if (MachineOrNull is not null)
        {
            return;
        }

        SetMachine(machine);
        if (_heldByMachine && Parent is null)
        {
            // The reference that stood for the machine becomes its.
            machine.Unattached.AdoptWithReference(this);
        }

        Container?.Bind(machine);
        foreach (MemoryRegion subregion in SubregionList)
        {
            subregion.Bind(machine);
        }

        AliasTarget?.Bind(machine);
    }

    /// <inheritdoc/>
    internal override void Detach()
    {
        _heldByMachine = false;
        base.Detach();
    }

    /// <summary>Tells who wants to know that the size has changed. Under the lock.</summary>
    private protected virtual void AfterResize(UInt128 size)
    {
    }

    private void NotifyResized(UInt128 size)
    {
        try
        {
            AfterResize(size);
        }
        catch (Exception e) when (Topology is not null)
        {
            Topology.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <summary>Notes the address and priority of a link that is being made.</summary>
    private void SetPlace(ulong address, int priority)
    {
        _address = address;
        _priority = priority;
    }

    /// <summary>Clears the flag without any consequence: the region is dying.</summary>
    private void DisableSilently() => _enabled = false;
}
