using System.Runtime.ExceptionServices;
using System.Threading;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A range whose accesses go on in another address space, where an IOMMU sends them (QEMU's <c>IOMMUMemoryRegion</c>). References keep the
/// owner alive.
/// </summary>
[Region(RegionKind.Iommu)]
public class IommuRegion : MemoryRegion
{
    // Replaced as a whole, so that who notifies needs no lock. The last one registered is first.
    private IommuNotifier[] _notifiers = [];

    /// <summary>Creates an IOMMU region (<c>memory_region_init_iommu</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="operations">What the IOMMU does.</param>
    public IommuRegion([Owner] QomObject? owner, string name, ulong size, IommuOperations operations)
        : this(owner, name, (UInt128)size, operations)
    {
    }

    /// <inheritdoc cref="IommuRegion(QomObject?, string, ulong, IommuOperations)"/>
    public IommuRegion([Owner] QomObject? owner, string name, UInt128 size, IommuOperations operations)
        : base(RegionKind.Iommu, Check(owner, operations), name, size) => Operations = operations;

    /// <summary>Creates an IOMMU region with one translation.</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="translate">Translates an address.</param>
    public IommuRegion(
        [Owner] QomObject? owner, string name, UInt128 size, [LifecyclePhase(LifecyclePhase.Runtime)] IommuTranslateCallback translate)
        : this(owner, name, size, new IommuOperations { Translate = translate })
    {
    }

    /// <summary>What the IOMMU does.</summary>
    [DoesNotThrow]
    public IommuOperations Operations { get; }

    /// <summary>What any of the registered notifiers wants to hear of.</summary>
    public IommuEvents NotifiedEvents
    {
        [DoesNotThrow]
        get;
        private set;
    }

    /// <summary>
    /// Tells the registered notifiers of a mapping that has changed (<c>memory_region_notify_iommu</c>). The callbacks run on this thread,
    /// without any lock, those that were registered last first.
    /// </summary>
    /// <param name="index">Which of the IOMMU's translations it is.</param>
    /// <param name="kind">What happened.</param>
    /// <param name="entry">The mapping.</param>
    /// <exception cref="ArgumentException">A mapping that is gone has a permission; or it is only partly in the range of a notifier.</exception>
    public void Notify(int index, IommuEvents kind, IommuTlbEntry entry)
    {
        foreach (IommuNotifier notifier in Volatile.Read(ref _notifiers))
        {
            if (notifier.Index == index)
            {
                notifier.Notify(kind, entry);
            }
        }
    }

    /// <summary>Tells a notifier of all mappings that there are (<c>memory_region_iommu_replay</c>).</summary>
    /// <param name="notifier">The notifier.</param>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    [RequiresAlive]
    public void Replay(IommuNotifier notifier)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        ThrowIfDead();
        if (Operations.Replay is { } replay)
        {
            replay(notifier);
            return;
        }

        for (UInt128 address = 0; address < Size; address += Operations.MinPageSize)
        {
            IommuTlbEntry entry = Operations.Translate((ulong)address, IommuAccess.None, notifier.Index);
            if (entry.Permission != IommuAccess.None)
            {
                notifier.Notify(IommuEvents.Map, entry);
            }
        }
    }

    /// <summary>Adds a notifier; if the IOMMU refuses it, nothing has changed. Under the lock.</summary>
    internal void AddNotifier(IommuNotifier notifier)
    {
        IommuNotifier[] before = _notifiers;
        Volatile.Write(ref _notifiers, [notifier, .. before]);
        try
        {
            UpdateNotifiedEvents();
        }
        catch
        {
            Volatile.Write(ref _notifiers, before);
            throw;
        }
    }

    /// <summary>Removes a notifier. Under the lock.</summary>
    internal void RemoveNotifier(IommuNotifier notifier)
    {
        Volatile.Write(ref _notifiers, Array.FindAll(_notifiers, other => other != notifier));
        try
        {
            UpdateNotifiedEvents();
        }
        catch (Exception e)
        {
            Topology!.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <inheritdoc/>
    private protected override void ReleaseStorage()
    {
        Volatile.Write(ref _notifiers, []);
        NotifiedEvents = IommuEvents.None;
    }

    private void UpdateNotifiedEvents()
    {
        var events = IommuEvents.None;
        foreach (IommuNotifier notifier in _notifiers)
        {
            events |= notifier.Events;
        }

        if (events != NotifiedEvents)
        {
            Operations.NotifiedEventsChanged?.Invoke(NotifiedEvents, events);
            NotifiedEvents = events;
        }
    }

    // Runs before the base constructor makes the region a child of its owner: a refused region must leave nothing behind.
    private static QomObject? Check(QomObject? owner, IommuOperations operations)
    {
        ArgumentNullException.ThrowIfNull(operations);
        ArgumentNullException.ThrowIfNull(operations.Translate);
        ArgumentOutOfRangeException.ThrowIfLessThan(operations.IndexCount, 1, nameof(operations));
        ArgumentOutOfRangeException.ThrowIfZero(operations.MinPageSize, nameof(operations));
        return owner;
    }
}
