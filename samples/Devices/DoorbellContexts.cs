namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A PCI device with a page of doorbells for each context that the guest opens, as accelerators have them: BAR 0 holds the registers, BAR 2 the
/// pages.
/// </summary>
/// <remarks>
/// Here regions really come and go while the guest runs. Each gets an owner of its own (<see cref="DoorbellPage"/>, the umbrella object of QEMU's dynamic
/// mappings), so that closing a context is safe even while a processor writes to its page.
/// </remarks>
public sealed class DoorbellContexts : PciFunction
{
    /// <summary>The size of a page in bytes.</summary>
    public const ulong PageSize = 4096;

    /// <summary>The number of contexts.</summary>
    public const int ContextCount = 16;

    /// <summary>Register: reading opens a context and gives its number, or all ones if there is none left.</summary>
    public const ulong Open = 0x00;

    /// <summary>Register: writing the number of a context closes it.</summary>
    public const ulong Close = 0x04;

    /// <summary>Register: reading gives the contexts whose doorbells rang, a bit each, and clears them.</summary>
    public const ulong Rung = 0x08;

    private const ulong RegisterWindowSize = 0x100;
    private const uint NoContext = 0xffff_ffff;

    private readonly MmioRegion _registers;
    private readonly ContainerRegion _pages;
    private readonly DoorbellPage?[] _open = new DoorbellPage?[ContextCount];
    private uint _rung;

    /// <summary>Creates the device, with no context open.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The bus it sits on.</param>
    /// <param name="slot">Where on the bus.</param>
    public DoorbellContexts(Machine machine, string name, PciBus bus, int slot)
        : base(machine, name, bus, slot, vendorId: 0x1b36, deviceId: 0x0100, classCode: 0x120000)
    {
        _registers = new MmioRegion(this, "doorbell-registers", RegisterWindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 4,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
        _pages = new ContainerRegion(this, "doorbell-pages", ContextCount * PageSize);
        AddBar(0, _registers);
        AddBar(2, _pages);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        CloseAll();
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        CloseAll();
        _rung = 0;
    }

    private ulong ReadRegister(ulong offset, int size)
    {
        switch (offset)
        {
            case Open:
                return OpenContext();
            case Rung:
                uint rung = _rung;
                _rung = 0;
                return rung;
            default:
                return 0;
        }
    }

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        if (offset == Close && value < ContextCount)
        {
            CloseContext((int)value);
        }
    }

    private uint OpenContext()
    {
        int context = Array.IndexOf(_open, null);
        if (context < 0)
        {
            return NoContext;
        }

        var page = new DoorbellPage(Machine, context, number => _rung |= 1u << number);
        _pages.AddSubregion((ulong)context * PageSize, page.Region);
        _open[context] = page;
        return (uint)context;
    }

    private void CloseContext(int context)
    {
        if (_open[context] is { } page)
        {
            _open[context] = null;
            _pages.DelSubregion(page.Region);

            // The reference of the one who made it. A view that still shows the page holds another.
            page.Unref();
        }
    }

    private void CloseAll()
    {
        for (int context = 0; context < ContextCount; context++)
        {
            CloseContext(context);
        }
    }
}
