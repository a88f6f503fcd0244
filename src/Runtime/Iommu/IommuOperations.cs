using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>Translates an address.</summary>
/// <param name="address">The offset in the IOMMU region, in bytes.</param>
/// <param name="access">What it is wanted for.</param>
/// <param name="index">Which of the IOMMU's translations is meant (<see cref="IommuOperations.AttributesToIndex"/>).</param>
/// <returns>The page that contains the address. Without the permission that is needed the access is answered as one to nothing.</returns>
public delegate IommuTlbEntry IommuTranslateCallback(ulong address, IommuAccess access, int index);

/// <summary>
/// What an IOMMU does (QEMU's <c>IOMMUMemoryRegionClass</c>). Immutable; one object may serve many regions.
/// </summary>
/// <remarks>Callbacks for accesses run on the thread that makes the access, without any lock; the owner of the region is alive while they run.</remarks>
public sealed class IommuOperations
{
    /// <summary>Translates an address.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public required IommuTranslateCallback Translate { get; init; }

    /// <summary>Which translation accesses with the given attributes use. <see langword="null"/>: 0, whatever they are.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public Func<MemoryAttributes, int>? AttributesToIndex { get; init; }

    /// <summary>How many translations there are.</summary>
    public int IndexCount { get; init; } = 1;

    /// <summary>The size, in bytes, of the smallest page: the step of a replay that the IOMMU does not do itself.</summary>
    public ulong MinPageSize { get; init; } = 4096;

    /// <summary>
    /// Called, under the machine's lock, with the events that any notifier wanted and wants, when they change. If it throws, the registration is
    /// refused; a release is not.
    /// </summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public Action<IommuEvents, IommuEvents>? NotifiedEventsChanged { get; init; }

    /// <summary>Tells a notifier of all mappings there are. <see langword="null"/>: each page is translated to find them.</summary>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    public Action<IommuNotifier>? Replay { get; init; }
}
