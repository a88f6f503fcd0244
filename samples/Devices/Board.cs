namespace MemoryRegions.Samples.Devices;

/// <summary>A small machine that shows the devices together.</summary>
/// <remarks>
/// <code>
///   0000_0000  RAM
///   c000_0000  window onto PCI memory
///   fed0_0000  scatter-gather DMA engine
///   fed1_0000  memory slots, registers
///   fed2_0000  IOMMU
///   fed3_0000  scatter-gather DMA engine behind the IOMMU
///   fed4_0000  display
///   fff0_0000  flash
/// 1_0000_0000  memory slots, memory
/// </code>
/// Board code has no life-cycle phases: what it makes without an owner lives as long as the machine.
/// </remarks>
public sealed class Board : IDisposable
{
    /// <summary>The size of the RAM in bytes.</summary>
    public const ulong RamSize = 64UL << 20;

    /// <summary>Where the DMA engine's registers are.</summary>
    public const ulong DmaAddress = 0xfed0_0000;

    /// <summary>Where the registers of the memory slots are.</summary>
    public const ulong SlotRegistersAddress = 0xfed1_0000;

    /// <summary>Where the IOMMU's registers are.</summary>
    public const ulong IommuAddress = 0xfed2_0000;

    /// <summary>Where the registers of the DMA engine behind the IOMMU are.</summary>
    public const ulong TranslatedDmaAddress = 0xfed3_0000;

    /// <summary>Where the display's registers are.</summary>
    public const ulong DisplayAddress = 0xfed4_0000;

    /// <summary>Where hot-plugged memory begins.</summary>
    public const ulong HotplugAddress = 0x1_0000_0000;

    /// <summary>Where the flash is; it ends at 4 GiB.</summary>
    public const ulong FlashAddress = 0xfff0_0000;

    /// <summary>Builds the board.</summary>
    /// <param name="options">What the machine is created with.</param>
    /// <param name="interrupt">Called with the name of a device and the new level of its interrupt line.</param>
    /// <param name="sent">Called with the number of a serial port and each byte that the guest sends there.</param>
    /// <param name="time">Where the clock takes the time from.</param>
    public Board(MachineOptions? options = null, Action<string, bool>? interrupt = null, Action<int, byte>? sent = null, TimeProvider? time = null)
    {
        Machine = new Machine("board", options);
        Ram = new RamRegion(null, "ram", RamSize);
        Machine.SystemMemory.AddSubregion(0, Ram);

        HostBridge = new PciHostBridge(Machine, "pci-host", Ram);
        HostBridge.Realize();
        Flash = new ParallelFlash(Machine, "flash", Machine.SystemMemory, FlashAddress, blocks: 16);
        Flash.Realize();
        Dma = new ScatterGatherDma(Machine, "dma", Machine.SystemMemory, DmaAddress, Machine.Memory, level => interrupt?.Invoke("dma", level));
        Dma.Realize();
        SharedMemory = new SharedMemoryServer(Machine, "shared-memory-server", 1UL << 20);
        FirstPeer = new InterVmSharedMemory(Machine, "peer0", HostBridge.Bus, 3, SharedMemory, level => interrupt?.Invoke("peer0", level));
        FirstPeer.Realize();
        SecondPeer = new InterVmSharedMemory(Machine, "peer1", HostBridge.Bus, 4, SharedMemory, level => interrupt?.Invoke("peer1", level));
        SecondPeer.Realize();
        SuperIo = new SuperIo(
            Machine,
            "superio",
            time ?? TimeProvider.System,
            (port, value) => sent?.Invoke(port, value),
            (line, level) => interrupt?.Invoke($"irq{line}", level));
        SuperIo.Realize();
        Slots = new MemorySlots(Machine, "slots", Machine.SystemMemory, SlotRegistersAddress, HotplugAddress);
        Slots.Realize();
        Iommu = new PageTableIommu(Machine, "iommu", Machine.SystemMemory, IommuAddress);
        Iommu.Realize();
        TranslatedDma = new ScatterGatherDma(
            Machine, "translated-dma", Machine.SystemMemory, TranslatedDmaAddress, Iommu.DeviceSpace, level => interrupt?.Invoke("translated-dma", level));
        TranslatedDma.Realize();
        Bridge = new PciBridge(Machine, "bridge", HostBridge.Bus, 5);
        Bridge.Realize();
        Doorbells = new DoorbellContexts(Machine, "doorbells", Bridge.SecondaryBus, 1);
        Doorbells.Realize();
        Display = new FrameBufferDisplay(Machine, "display", Machine.SystemMemory, DisplayAddress);
        Display.Realize();
        Machine.Reset();
    }

    /// <summary>The machine.</summary>
    public Machine Machine { get; }

    /// <summary>The RAM.</summary>
    public RamRegion Ram { get; }

    /// <summary>The PCI host bridge.</summary>
    public PciHostBridge HostBridge { get; }

    /// <summary>The flash.</summary>
    public ParallelFlash Flash { get; }

    /// <summary>The DMA engine.</summary>
    public ScatterGatherDma Dma { get; }

    /// <summary>What the two peers share.</summary>
    public SharedMemoryServer SharedMemory { get; }

    /// <summary>A shared memory device, in slot 3.</summary>
    public InterVmSharedMemory FirstPeer { get; }

    /// <summary>Another, in slot 4.</summary>
    public InterVmSharedMemory SecondPeer { get; }

    /// <summary>The serial ports and the clock.</summary>
    public SuperIo SuperIo { get; }

    /// <summary>Where memory is plugged in.</summary>
    public MemorySlots Slots { get; }

    /// <summary>The IOMMU.</summary>
    public PageTableIommu Iommu { get; }

    /// <summary>The DMA engine behind the IOMMU.</summary>
    public ScatterGatherDma TranslatedDma { get; }

    /// <summary>A bridge to a second PCI bus, in slot 5.</summary>
    public PciBridge Bridge { get; }

    /// <summary>The device with doorbell pages, in slot 1 of the second bus.</summary>
    public DoorbellContexts Doorbells { get; }

    /// <summary>The display.</summary>
    public FrameBufferDisplay Display { get; }

    /// <summary>Pulls a device: unrealizes it, takes it from its parent, and drops the reference of the one who made it.</summary>
    public static void Unplug(Device device)
    {
        device.Unparent();
        device.Unref();
    }

    /// <summary>Takes the machine down.</summary>
    public void Dispose() => Machine.Dispose();
}
