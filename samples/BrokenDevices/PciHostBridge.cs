namespace MemoryRegions.Samples.BrokenDevices;

/// <summary>A PCI host bridge whose windows move, but not always all the way, and never leave.</summary>
public sealed class PciHostBridge : Device
{
    private const ulong WindowEnd = 0xfec0_0000;
    private const ulong EcamSize = 0x10_0000;
    private const int SegmentCount = 13;

    private readonly AliasRegion _memoryWindow;
    private readonly MmioRegion _ports;
    private readonly AliasRegion[] _segments = new AliasRegion[SegmentCount];
    private MmioRegion _ecam = null!;
    private bool _isEcamEnabled;
    private ulong _configurationAddress;

    public PciHostBridge(Machine machine, RamRegion ram)
        : base(machine, "pci-host")
    {
        Bus = new PciBus(machine);
        AddChild("pci.0", Bus);
        Bus.Unref();
        _memoryWindow = new AliasRegion(this, "pci-window", Bus.Memory, 0xc000_0000, WindowEnd - 0xc000_0000);
        _ports = new MmioRegion(this, "pci-ports", 8, null, WritePort);
        for (int i = 0; i < SegmentCount; i++)
        {
            ulong start = 0xc_0000 + ((ulong)i * 0x4000);
            _segments[i] = new AliasRegion(this, "pam", ram, start, 0x4000);
        }
    }

    /// <summary>The bus behind the bridge.</summary>
    public PciBus Bus { get; }

    /// <summary>Whether RAM answers an address.</summary>
    public bool IsRam(ulong address)
    {
        // As in QEMU's kvm_get_xen_state: what was found is looked at, and the reference that came with it is dropped on no path.
        MemorySection section = Machine.SystemMemory.Find(address, 1); // expect: MRL301
        return !section.IsNull && section.Region is RamRegion;
    }

    /// <summary>Whether all the segments of the legacy area are shadowed.</summary>
    public bool IsShadowed()
    {
        foreach (AliasRegion segment in _segments)
        {
            MemorySection section = Machine.SystemMemory.Find(segment.Address, 1); // expect: MRL302
            if (section.IsNull)
            {
                return false;
            }

            // As in QEMU's memory_region_present: the answer is known, and the way out forgets the reference.
            if (section.Region is not RamRegion)
            {
                return false;
            }

            section.Unref();
        }

        return true;
    }

    /// <summary>What a processor would read from the bus if there were no windows.</summary>
    public uint Peek(ulong address)
    {
        // As in QEMU before commit 300a87c5 (CPU address spaces): each look makes an address space, and none is ever destroyed.
        AddressSpace space = new(Machine, Bus.Memory, "pci-peek"); // expect: MRL301
        return space.LoadUInt32LittleEndian(address);
    }

    protected override void OnRealize()
    {
        base.OnRealize();

        // As in QEMU before commit c53598ed: an alias that shows the bus to the processors stays in the machine's memory, and keeps the bridge alive.
        Machine.SystemMemory.AddSubregion(0xc000_0000, _memoryWindow, priority: 1); // expect: MRL201
        Machine.IoSpace.AddSubregion(0xcf8, _ports); // expect: MRL201
        foreach (AliasRegion segment in _segments)
        {
            segment.Enabled = false;
            Machine.SystemMemory.AddSubregion(segment.AliasOffset, segment, priority: 2); // expect: MRL201
        }
    }

    private void WritePort(ulong offset, ulong value, int size)
    {
        if (offset < 4)
        {
            _configurationAddress = value;
            return;
        }

        switch (_configurationAddress & 0xfc)
        {
            case 0x60:
                MoveEcam(value & ~1UL, (value & 1) != 0);
                break;
            case 0x90:
                SelectSegments((uint)value);
                break;
            case 0x98:
                MoveMemoryWindow(value);
                break;
        }
    }

    private void MoveMemoryWindow(ulong start)
    {
        // A way out between begin and commit: the transaction stays open, and no view ever changes again.
        TopologyTransaction transaction = Machine.BeginTransaction(); // expect: MRL302
        _memoryWindow.Enabled = false;
        if (start >= WindowEnd)
        {
            return;
        }

        _memoryWindow.Address = start;
        _memoryWindow.AliasOffset = start;
        _memoryWindow.Size = WindowEnd - start;
        _memoryWindow.Enabled = true;
        transaction.Commit();
    }

    private void SelectSegments(uint attributes)
    {
        TopologyTransaction transaction = Machine.BeginTransaction();
        for (int i = 0; i < SegmentCount; i++)
        {
            _segments[i].Enabled = ((attributes >> (2 * i)) & 1) != 0;
        }

        transaction.Commit();
        if (attributes == 0)
        {
            // What belongs into the transaction comes after it, and the transaction is committed once more for it.
            _memoryWindow.Enabled = false;
            transaction.Commit(); // expect: MRL304
        }
    }

    private void MoveEcam(ulong address, bool enabled)
    {
        if (_isEcamEnabled)
        {
            // As in QEMU before commits 3a8f2a9c and 732bdd38: the window is not moved but destroyed, and another one is made in its place.
            Machine.SystemMemory.DelSubregion(_ecam);
            _ecam.Unparent(); // expect: MRL103
        }

        _isEcamEnabled = enabled;
        if (enabled)
        {
            _ecam = new MmioRegion(this, "pci-ecam", EcamSize, ReadEcam, null); // expect: MRL101
            Machine.SystemMemory.AddSubregion(address, _ecam, priority: 3);
        }
    }

    private ulong ReadEcam(ulong offset, int size) => offset == 0 ? 0x29c0_8086UL : uint.MaxValue;
}
