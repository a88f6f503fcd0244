namespace MemoryRegions.Samples.Devices;

/// <summary>
/// The owner of one page of doorbells: an object that is made for the page and goes with it.
/// </summary>
/// <remarks>
/// References on a region that is not RAM keep its owner alive, not the region. Were the device the owner, a page could not be destroyed while a
/// processor may be in it. With an owner for each page, what keeps the owner keeps the page: both go when the last user is done.
/// </remarks>
internal sealed class DoorbellPage : QomObject
{
    private readonly Action<int> _ring;
    private readonly int _context;

    internal DoorbellPage(Machine machine, int context, Action<int> ring)
        : base(machine, $"context{context}")
    {
        _context = context;
        _ring = ring;
        Region = new MmioRegion(this, "doorbells", DoorbellContexts.PageSize, null, WriteDoorbell);
    }

    internal MmioRegion Region { get; }

    private void WriteDoorbell(ulong offset, ulong value, int size) => _ring(_context);
}
