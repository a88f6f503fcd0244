namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A PCI host bridge: it makes the bus, shows it to the processors through windows that move when its registers are written, and gives access to
/// configuration registers through ports and through a memory window (ECAM).
/// </summary>
/// <remarks>
/// All windows are put into one container, which is as large as the memory and lies in front of the RAM: where no window is, the RAM shows.
/// So one link crosses owners for any number of windows.
/// </remarks>
public sealed class PciHostBridge : Device
{
    /// <summary>Configuration register: base of the ECAM window, a multiple of 1 MiB; bit 0 enables it.</summary>
    public const int EcamBase = 0x60;

    /// <summary>Configuration registers, seven bytes: two attribute bits for each segment of the legacy area, in nibbles.</summary>
    public const int PamFirst = 0x90;

    /// <summary>Configuration register: where the window onto PCI memory begins, a multiple of 1 MiB; it ends at <see cref="MemoryWindowEnd"/>.</summary>
    public const int MemoryWindowBase = 0x98;

    /// <summary>The end of the window onto PCI memory.</summary>
    public const ulong MemoryWindowEnd = 0xfec0_0000;

    /// <summary>The I/O port of the configuration address; four ports on are those of the data.</summary>
    public const ulong ConfigurationPort = 0xcf8;

    private const ulong EcamSize = 0x10_0000;
    private const uint EcamEnable = 1;
    private const int SegmentCount = 13;
    private const uint MegabyteMask = 0xfff0_0000;
    private const uint PortEnable = 0x8000_0000;
    private const uint DefaultMemoryWindowBase = 0xc000_0000;

    private readonly ContainerRegion _windows;
    private readonly AliasRegion _memoryWindow;
    private readonly MmioRegion _ecam;
    private readonly MmioRegion _ports;
    private readonly PamSegment[] _segments = new PamSegment[SegmentCount];
    private readonly PciConfigurationSpace _configuration;
    private uint _configurationAddress;

    /// <summary>Creates a bridge with its bus.</summary>
    /// <param name="machine">The machine, in whose system memory and I/O space the bridge appears.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="ram">The RAM behind the legacy area; it must outlive the bridge.</param>
    public PciHostBridge(Machine machine, string name, MemoryRegion ram)
        : base(machine, name)
    {
        // Children go in the order in which they came: the windows before the bus that they show.
        _windows = new ContainerRegion(this, "pci-windows", MemoryRegion.MaxSize);
        Bus = new PciBus(machine);
        AddChild("pci.0", Bus);
        Bus.Unref();

        _memoryWindow = new AliasRegion(this, "pci-window", Bus.Memory, DefaultMemoryWindowBase, MemoryWindowEnd - DefaultMemoryWindowBase);
        _ecam = new MmioRegion(this, "pci-ecam", EcamSize, ReadEcam, WriteEcam) { Enabled = false };
        _ports = new MmioRegion(this, "pci-ports", 8, ReadPort, WritePort);
        _windows.AddSubregion(DefaultMemoryWindowBase, _memoryWindow);
        _windows.AddSubregion(0, _ecam, priority: 2);
        for (int i = 0; i < SegmentCount; i++)
        {
            // Twelve segments of 16 KiB, and the last 64 KiB in one.
            ulong start = 0xc_0000 + ((ulong)i * 0x4000);
            _segments[i] = new PamSegment(this, _windows, ram, start, i == SegmentCount - 1 ? 0x1_0000UL : 0x4000);
        }

        _configuration = new PciConfigurationSpace(vendorId: 0x8086, deviceId: 0x29c0, classCode: 0x060000, written: OnConfigurationWritten);
        _configuration.SetWritable(EcamBase, MegabyteMask | EcamEnable);
        _configuration.SetWritable(PamFirst, 0x3333_3330);
        _configuration.SetWritable(PamFirst + 4, 0x0033_3333);
        _configuration.SetWritable(MemoryWindowBase, MegabyteMask);
        SetDefaults();
    }

    /// <summary>The bus behind the bridge.</summary>
    public PciBus Bus { get; }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        Bus.Attach(0, _configuration);
        Machine.SystemMemory.AddSubregion(0, _windows, priority: 1);
        try
        {
            Machine.IoSpace.AddSubregion(ConfigurationPort, _ports);
        }
        catch
        {
            // OnUnrealize does not run for a device that was not realized.
            Machine.SystemMemory.DelSubregion(_windows);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        using (TopologyTransaction transaction = Machine.BeginTransaction())
        {
            Machine.IoSpace.DelSubregion(_ports);
            Machine.SystemMemory.DelSubregion(_windows);
        }

        Bus.Detach(0);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _configurationAddress = 0;
        _configuration.Reset();
        SetDefaults();
    }

    private void SetDefaults()
    {
        _configuration[MemoryWindowBase] = DefaultMemoryWindowBase;
        PlaceWindows();
    }

    private void OnConfigurationWritten(int offset)
    {
        if (offset >= EcamBase)
        {
            PlaceWindows();
        }
    }

    private void PlaceWindows()
    {
        // A window that moves is gone in one place and there in the other at once; no processor sees it half moved.
        using TopologyTransaction transaction = Machine.BeginTransaction();
        uint ecam = _configuration[EcamBase];
        _ecam.Address = ecam & MegabyteMask;
        _ecam.Enabled = (ecam & EcamEnable) != 0;

        ulong start = Math.Min(_configuration[MemoryWindowBase], MemoryWindowEnd);
        _memoryWindow.Address = start;
        _memoryWindow.AliasOffset = start;
        _memoryWindow.Size = MemoryWindowEnd - start;

        // The first register holds the last segment in its upper nibble, the others two segments each.
        _segments[SegmentCount - 1].Select(_configuration.Read(PamFirst, 1) >> 4);
        for (int i = 0; i < SegmentCount - 1; i++)
        {
            _segments[i].Select(_configuration.Read(PamFirst + 1 + (i / 2), 1) >> (4 * (i % 2)));
        }
    }

    private ulong ReadEcam(ulong offset, int size) => Bus.ReadConfiguration(SlotOf(offset), RegisterOf(offset), size);

    private void WriteEcam(ulong offset, ulong value, int size) => Bus.WriteConfiguration(SlotOf(offset), RegisterOf(offset), (uint)value, size);

    private ulong ReadPort(ulong offset, int size)
    {
        if (offset < 4)
        {
            return _configurationAddress;
        }

        return (_configurationAddress & PortEnable) == 0 || SelectedBus is not { } bus
            ? ulong.MaxValue
            : bus.ReadConfiguration((int)(_configurationAddress >> 11) & 31, PortRegister(offset), size);
    }

    private void WritePort(ulong offset, ulong value, int size)
    {
        if (offset < 4)
        {
            _configurationAddress = (uint)value & (PortEnable | 0xff_fffc);
        }
        else if ((_configurationAddress & PortEnable) != 0)
        {
            SelectedBus?.WriteConfiguration((int)(_configurationAddress >> 11) & 31, PortRegister(offset), (uint)value, size);
        }
    }

    /// <summary>The bus whose number is in the configuration address; the one behind this bridge has the number 0.</summary>
    private PciBus? SelectedBus => ((_configurationAddress >> 16) & 0xff) is var number && number == 0 ? Bus : Bus.FindBehind((int)number);

    private int PortRegister(ulong offset) => (int)((_configurationAddress & 0xfc) + (offset & 3));

    private static int SlotOf(ulong offset) => (int)(offset >> 15) & 31;

    private static int RegisterOf(ulong offset) => (int)(offset & 0xfff);
}
