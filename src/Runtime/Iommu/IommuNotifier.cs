using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>What a notifier wants to hear of (QEMU's <c>IOMMUNotifierFlag</c>).</summary>
[Flags]
public enum IommuEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A mapping is gone.</summary>
    Unmap = 1,

    /// <summary>There is a mapping.</summary>
    Map = 2,

    /// <summary>A mapping is gone from a device's own translation cache. Only the part in the notifier's range is told.</summary>
    DeviceTlbUnmap = 4,
}

/// <summary>
/// Hears of changes of an IOMMU's mappings, from <see cref="Register"/> to <see cref="Unregister"/> (QEMU's <c>IOMMUNotifier</c>).
/// </summary>
/// <remarks>
/// It keeps neither the region nor its owner alive; after the region's end it hears nothing, and still has to be unregistered. The
/// callback runs on the thread that notifies.
/// </remarks>
public sealed class IommuNotifier
{
    private readonly Action<IommuNotifier, IommuTlbEntry> _callback;

    /// <summary>Creates a notifier, which hears nothing yet (<c>iommu_notifier_init</c>).</summary>
    /// <param name="callback">Called with each mapping that changes.</param>
    /// <param name="events">What to hear of.</param>
    /// <param name="start">The first offset in the region, in bytes, to hear of.</param>
    /// <param name="last">The last one.</param>
    /// <param name="index">Which of the IOMMU's translations to hear of.</param>
    /// <exception cref="ArgumentOutOfRangeException">No events, or nothing in the range.</exception>
    public IommuNotifier(
        [LifecyclePhase(LifecyclePhase.Runtime)] Action<IommuNotifier, IommuTlbEntry> callback,
        IommuEvents events,
        ulong start = 0,
        ulong last = ulong.MaxValue,
        int index = 0)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ArgumentOutOfRangeException.ThrowIfEqual(events, IommuEvents.None);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, last);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        _callback = callback;
        Events = events;
        Start = start;
        Last = last;
        Index = index;
    }

    /// <summary>What it hears of.</summary>
    [DoesNotThrow]
    public IommuEvents Events { get; }

    /// <summary>The first offset in the region, in bytes.</summary>
    [DoesNotThrow]
    public ulong Start { get; }

    /// <summary>The last offset in the region, in bytes.</summary>
    [DoesNotThrow]
    public ulong Last { get; }

    /// <summary>Which of the IOMMU's translations it hears of.</summary>
    [DoesNotThrow]
    public int Index { get; }

    /// <summary>The region that it is registered with, or <see langword="null"/>.</summary>
    [DoesNotThrow]
    public IommuRegion? Region { get; private set; }

    /// <summary>Where it was registered, if acquisitions are tracked.</summary>
    internal string? AcquisitionStack { get; private set; }

    /// <summary>Begins to hear of a region's mappings, from now on (<c>memory_region_register_iommu_notifier</c>). See <see cref="IommuRegion.Replay"/> for those that there are.</summary>
    /// <param name="region">The region.</param>
    /// <exception cref="ArgumentOutOfRangeException">The region has no translation of that index.</exception>
    /// <exception cref="MemoryRegionException">It is registered already, or the region is finalized or is not part of a machine.</exception>
    [Acquires("notifier")]
    public void Register([RequiresAlive] IommuRegion region)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Index, region.Operations.IndexCount, nameof(region));
        MachineTopology topology = ((QomObject)region).Machine.Topology;
        using TopologyScope scope = TopologyScope.Enter(topology);
        region.ThrowIfDead();
        if (Region is not null)
        {
            throw Region.Error(MemoryRegionErrorCode.AlreadyRegistered, "the notifier is registered already", "MRL310");
        }

        region.AddNotifier(this);
        Region = region;
        AcquisitionStack = topology.Machine.Registry.CaptureStack();
        topology.Notifiers.Add(this);
    }

    /// <summary>Hears nothing more (<c>memory_region_unregister_iommu_notifier</c>).</summary>
    /// <exception cref="MemoryRegionException">It is not registered.</exception>
    [Releases("notifier")]
    [DoesNotThrow]
    public void Unregister()
    {
        IommuRegion region = Region ?? throw NotRegistered();
        MachineTopology topology = region.Topology!;
        using TopologyScope scope = TopologyScope.Enter(topology);
        if (!topology.Notifiers.Remove(this))
        {
            throw NotRegistered();
        }

        Region = null;
        AcquisitionStack = null;
        region.RemoveNotifier(this);
    }

    /// <summary>Tells of one mapping, as far as the notifier wants to hear of it (<c>memory_region_notify_iommu_one</c>).</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="entry">The mapping. Of one that is gone, the permission is <see cref="IommuAccess.None"/>.</param>
    /// <exception cref="ArgumentException">A mapping that is gone has a permission; or it is only partly in the notifier's range.</exception>
    public void Notify(IommuEvents kind, IommuTlbEntry entry)
    {
        if (kind == IommuEvents.Unmap && entry.Permission != IommuAccess.None)
        {
            throw new ArgumentException("a mapping that is gone permits nothing", nameof(entry));
        }

        ulong last = entry.Iova + entry.AddressMask;
        if (Start > last || Last < entry.Iova)
        {
            return;
        }

        if ((Events & IommuEvents.DeviceTlbUnmap) != 0)
        {
            ulong start = Math.Max(entry.Iova, Start);
            entry = entry with { Iova = start, AddressMask = Math.Min(last, Last) - start };
        }
        else if (entry.Iova < Start || last > Last)
        {
            throw new ArgumentException("the mapping is only partly in the range of the notifier", nameof(entry));
        }

        if ((Events & kind) != 0)
        {
            _callback(this, entry);
        }
    }

    private static MemoryRegionException NotRegistered() =>
        new(MemoryRegionErrorCode.NotHeld, "(notifier)", "the notifier is not registered", "MRL304");
}
