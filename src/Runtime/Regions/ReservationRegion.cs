using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A range that somebody else answers, such as the host's kernel: it hides what is behind it, and an access that comes here all the same
/// is answered as one to nothing. References keep the owner alive.
/// </summary>
[Region(RegionKind.Reservation)]
public class ReservationRegion : MemoryRegion
{
    /// <summary>Creates a reservation (<c>memory_region_init_reservation</c>, <c>memory_region_init_io</c> without callbacks).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    public ReservationRegion([Owner] QomObject? owner, string name, ulong size)
        : this(owner, name, (UInt128)size)
    {
    }

    /// <inheritdoc cref="ReservationRegion(QomObject?, string, ulong)"/>
    public ReservationRegion([Owner] QomObject? owner, string name, UInt128 size)
        : base(RegionKind.Reservation, owner, name, size)
    {
    }
}
