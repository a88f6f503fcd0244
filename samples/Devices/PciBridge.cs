namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A PCI-to-PCI bridge: a function of one bus that makes another, of whose memory it shows a part. The guest says which part by writing the window's
/// base and limit.
/// </summary>
/// <remarks>
/// The window is an alias at one address of both buses. It is made and linked once, into the function's own container; the guest only moves, resizes
/// and enables it.
/// </remarks>
public sealed class PciBridge : PciFunction
{
    /// <summary>Configuration register: the numbers of the primary bus, of the bus behind the bridge and of the last one behind that, a byte each.</summary>
    public const int BusNumbers = 0x18;

    /// <summary>Configuration register: the first and the last MiB of the window, twelve bits in the upper part of each half.</summary>
    public const int MemoryWindow = 0x20;

    private const ulong Megabyte = 1UL << 20;

    private readonly AliasRegion _memoryWindow;
    private readonly PciBus _primary;

    /// <summary>Creates a bridge with its bus.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The bus it sits on.</param>
    /// <param name="slot">Where on the bus.</param>
    public PciBridge(Machine machine, string name, PciBus bus, int slot)
        : base(machine, name, bus, slot, vendorId: 0x1b36, deviceId: 0x0001, classCode: 0x060400)
    {
        _primary = bus;
        SecondaryBus = new PciBus(machine);
        AddChild("pci.1", SecondaryBus);
        SecondaryBus.Unref();

        _memoryWindow = new AliasRegion(this, "bridge-window", SecondaryBus.Memory, 0, Megabyte);
        AddWindow(_memoryWindow);
        Configuration.SetWritable(BusNumbers, 0x00ff_ffff);
        Configuration.SetWritable(MemoryWindow, 0xfff0_fff0);
    }

    /// <summary>The bus behind the bridge.</summary>
    public PciBus SecondaryBus { get; }

    /// <summary>The number of the bus behind the bridge; 0 until the guest gives it one.</summary>
    public int SecondaryNumber => (int)(Configuration[BusNumbers] >> 8) & 0xff;

    /// <summary>Whether the bus of the given number is the one behind the bridge, or one behind that.</summary>
    public bool Claims(int number) => SecondaryNumber != 0 && number >= SecondaryNumber && number <= (int)((Configuration[BusNumbers] >> 16) & 0xff);

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _primary.AttachBridge(this);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _primary.DetachBridge(this);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnDecodingChanged(bool decodes)
    {
        base.OnDecodingChanged(decodes);
        ulong first = (Configuration[MemoryWindow] & 0xfff0) << 16;
        ulong last = (Configuration[MemoryWindow] & 0xfff0_0000) | (Megabyte - 1);

        // A limit below the base is how the guest closes the window.
        if (decodes && first != 0 && first <= last)
        {
            _memoryWindow.Address = first;
            _memoryWindow.AliasOffset = first;
            _memoryWindow.Size = last - first + 1;
            _memoryWindow.Enabled = true;
        }
        else
        {
            _memoryWindow.Enabled = false;
        }
    }
}
