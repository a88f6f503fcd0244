namespace MemoryRegions.Samples.Devices;

/// <summary>
/// The owner of one page of doorbells: an object that is made for the page and goes with it.
/// </summary>
/// <remarks>
/// References on a region that is not RAM keep its owner alive, not the region. Were the device the owner, a page could not be destroyed while a
/// processor may be in it. With an owner for each page, what keeps the owner keeps the page: both go when the last user is done.
/// </remarks>
public sealed class DoorbellPage : QomObject
{
    private readonly Action<int> _ring;
    private readonly int _context;

    /// <summary>Creates an owner with its page.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="context">The number of the context.</param>
    /// <param name="ring">Called with the number when the guest writes to the page.</param>
    public DoorbellPage(Machine machine, int context, Action<int> ring)
        : base(machine, $"context{context}")
    {
        _context = context;
        _ring = ring;
        Region = new MmioRegion(this, "doorbells", DoorbellContexts.PageSize, null, WriteDoorbell);
    }

    /// <summary>The page.</summary>
    public MmioRegion Region { get; }

    private void WriteDoorbell(ulong offset, ulong value, int size) => _ring(_context);
}
