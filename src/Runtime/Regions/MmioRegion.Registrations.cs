using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Event notifiers, coalescing and the guard against re-entrance.</content>
public partial class MmioRegion
{
    private bool _allowsReentrance;

    /// <summary>
    /// Whether the device may reach its own regions by DMA in the middle of an access (QEMU's <c>disable_reentrancy_guard</c>). By default such an
    /// access is answered with <see cref="MemoryTransactionResult.AccessError"/>. It concerns accesses on one thread, to regions whose owner is
    /// a <see cref="Device"/>.
    /// </summary>
    public bool AllowsReentrance
    {
        [DoesNotThrow]
        get => _allowsReentrance;
        set
        {
            _allowsReentrance = value;
            Dispatcher!.Guarded = value ? null : Owner as Device;
        }
    }

    /// <summary>
    /// Whether writes that an accelerator has put off are delivered before any access to this region (<c>memory_region_set_flush_coalesced</c>). Set by
    /// <see cref="AddCoalescing"/>.
    /// </summary>
    public bool FlushesCoalesced
    {
        [DoesNotThrow]
        get => Dispatcher!.Registrations?.Flushes == true;
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            Registrations.Flushes = value;
        }
    }

    /// <summary>What is registered. Guarded by the lock; accesses read it without.</summary>
    private MmioRegistrations Registrations => Dispatcher!.Registrations ??= new MmioRegistrations(this);

    /// <summary>
    /// Lets a write signal an event instead of calling the device (<c>memory_region_add_eventfd</c>). It goes with the region.
    /// </summary>
    /// <param name="offset">The offset in the region, in bytes.</param>
    /// <param name="size">The size of the write in bytes; 0 for any.</param>
    /// <param name="signal">What the write does. Runs on the thread that writes, without any lock.</param>
    /// <param name="value">The value that is written, as the device means it; <see langword="null"/> for any.</param>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    [RequiresAlive]
    public void AddEventNotifier(ulong offset, int size, [LifecyclePhase(LifecyclePhase.Runtime)] Action signal, ulong? value = null)
    {
        ArgumentNullException.ThrowIfNull(signal);
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDead();
        Registrations.Add(new EventNotifier(offset, size, value, signal));
        Topology?.UpdateEventNotifiers(Enabled);
    }

    /// <summary>Takes back <see cref="AddEventNotifier"/> with the same arguments (<c>memory_region_del_eventfd</c>).</summary>
    /// <param name="offset">The offset in the region, in bytes.</param>
    /// <param name="size">The size of the write in bytes.</param>
    /// <param name="signal">What the write does.</param>
    /// <param name="value">The value that is written.</param>
    /// <exception cref="MemoryRegionException">There is none like that.</exception>
    public void RemoveEventNotifier(ulong offset, int size, Action signal, ulong? value = null)
    {
        using TopologyScope scope = TopologyScope.Enter(Topology);
        if (Dispatcher!.Registrations?.Remove(new EventNotifier(offset, size, value, signal)) != true)
        {
            throw Error(MemoryRegionErrorCode.NotHeld, $"there is no event notifier at 0x{offset:x} like that", "MRL304");
        }

        Topology?.UpdateEventNotifiers(Enabled);
    }

    /// <summary>
    /// Allows an accelerator to put off writes to a part of the region (<c>memory_region_add_coalescing</c>). Listeners hear of it; the runtime itself
    /// puts nothing off.
    /// </summary>
    /// <param name="offset">The offset in the region, in bytes.</param>
    /// <param name="length">The length in bytes, at least 1.</param>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    [RequiresAlive]
    public void AddCoalescing(ulong offset, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length - 1, ulong.MaxValue - offset, nameof(length));
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDead();
        var added = new AddressRange(offset, offset + (length - 1));
        Registrations.Coalesced = [.. Registrations.Coalesced, added];
        Registrations.Flushes = true;
        Topology?.NotifyCoalesced(this, [added], add: true);
    }

    /// <summary>Forbids to put off writes to the region, after those that were put off are delivered (<c>memory_region_clear_coalescing</c>).</summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public void ClearCoalescing()
    {
        if (Dispatcher!.Registrations is null or { Coalesced.Length: 0 })
        {
            return;
        }

        MachineOrNull?.FlushCoalescedMmio?.Invoke();
        using TopologyScope scope = TopologyScope.Enter(Topology);
        ThrowIfDead();
        AddressRange[] removed = Registrations.Coalesced;
        Registrations.Coalesced = [];
        Registrations.Flushes = false;
        Topology?.NotifyCoalesced(this, removed, add: false);
    }
}
