using System.Collections.Generic;

namespace MemoryRegions.Samples.BrokenDevices;

/// <summary>A flash chip that makes its command overlay anew for each command.</summary>
public sealed class ParallelFlash : Device
{
    private const int BlockSize = 0x1_0000;
    private const byte Ready = 0x80;
    private const byte ProgramError = 0x10;

    private readonly ContainerRegion _chip;
    private readonly RomDeviceRegion _cells;
    private readonly MmioRegion _protection;
    private readonly ContainerRegion _bus;
    private readonly ulong _address;
    private readonly ulong _size;
    private readonly AddressSpace _dma;
    private readonly List<ulong> _pending = [];
    private MmioRegion _overlay = null!;
    private MmioRegion _securityArea = null!;
    private bool _isSecurityAreaOpen;
    private bool _isCommandMode;
    private byte _status = Ready;
    private byte _command;

    public ParallelFlash(Machine machine, ContainerRegion bus, ulong address, ulong size, AddressSpace dma)
        : base(machine, "flash")
    {
        _bus = bus;
        _address = address;
        _size = size;
        _dma = dma;
        _chip = new ContainerRegion(this, "flash", size);
        _cells = new RomDeviceRegion(this, "flash-cells", size, new MmioOperations { Write = WriteCommand });
        _protection = new MmioRegion(this, "flash-protection", 0x10, ReadProtection, null);
        _chip.AddSubregion(0, _cells);
    }

    /// <summary>Programs blocks from guest memory, as told by a service processor.</summary>
    public int ProgramPending()
    {
        int programmed = 0;
        foreach (ulong source in _pending)
        {
            MemoryMapping image = _dma.Map(source, BlockSize, MapAccess.Read); // expect: MRL302
            if (image.IsNull)
            {
                break;
            }

            // As in QEMU before commit eb398a54 (virtio-gpu): the short mapping at which the loop gives up is the one that it forgets.
            if (image.Length < BlockSize)
            {
                _status |= ProgramError;
                return programmed;
            }

            image.Span.CopyTo(_cells.GetSpan((ulong)programmed * BlockSize, BlockSize));
            image.Unmap();
            programmed++;
        }

        _pending.Clear();
        return programmed;
    }

    /// <summary>Copies a block to guest memory, for the service processor to verify.</summary>
    /// <exception cref="ArgumentException">The guest has no such memory.</exception>
    public void ReadBack(int block, ulong destination)
    {
        // As in QEMU before commit c84f0f25 (virtio_gpu_load): the failure of the map is no leak, but a map that is too short is one.
        MemoryMapping target = _dma.Map(destination, BlockSize, MapAccess.Write); // expect: MRL302
        if (target.Length < BlockSize)
        {
            throw new ArgumentException("there is no room for a block", nameof(destination));
        }

        _cells.GetSpan((ulong)block * BlockSize, BlockSize).CopyTo(target.Span);
        target.Unmap(BlockSize);
    }

    /// <summary>Compares a block with guest memory.</summary>
    public bool Verify(int block, ulong expected)
    {
        MemoryMapping image = _dma.Map(expected, BlockSize, MapAccess.Read);
        if (image.IsNull)
        {
            return false;
        }

        try
        {
            bool same = image.Span.SequenceEqual(_cells.GetSpan((ulong)block * BlockSize, image.Length));
            image.Unmap();
            return same && image.Length == BlockSize;
        }
        finally
        {
            // As in QEMU before commit 2d0a071e (mac_dbdma): the unmap moved elsewhere years ago, and the one at the end was left over.
            image.Unmap(); // expect: MRL304
        }
    }

    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_address, _chip);

        // As in the proposal "qdev: Automatically delete memory subregions": what realize adds to the bus, somebody has to delete at unplug.
        _bus.AddSubregion(_address + _size, _protection); // expect: MRL201
    }

    protected override void OnUnrealize()
    {
        _bus.DelSubregion(_chip);
        if (_isSecurityAreaOpen)
        {
            // As in QEMU before commit 7cf1b0fd (pci): the region is destroyed first, and taken off the bus, which still uses it, afterwards.
            _securityArea.Unparent(); // expect: MRL103
            _bus.DelSubregion(_securityArea);
        }

        base.OnUnrealize();
    }

    protected override void OnReset()
    {
        base.OnReset();
        _status = Ready;
        if (_isCommandMode)
        {
            // As in the reset of QEMU's tegra241-cmdqv: reset destroys what a processor may be reading this very moment, and leaves it linked.
            _overlay.Unparent(); // expect: MRL103
            _isCommandMode = false;
        }
    }

    private ulong ReadOverlay(ulong offset, int size) => _command == 0x90 ? 0x0018_0089UL >> (8 * ((int)offset & 3)) : _status;

    private ulong ReadProtection(ulong offset, int size) => 0;

    private void WriteCommand(ulong offset, ulong value, int size)
    {
        _command = (byte)value;
        switch (_command)
        {
            case 0xff:
                LeaveCommandMode();
                break;
            case 0x60:
                OpenSecurityArea();
                break;
            case 0xe8:
                _pending.Add(value >> 8);
                break;
            default:
                EnterCommandMode();
                break;
        }
    }

    private void EnterCommandMode()
    {
        if (_isCommandMode)
        {
            return;
        }

        // As in QEMU before commit 3a8f2a9c (mmcfg): every write to a register makes another region, all of which the device keeps until it dies.
        _overlay = new MmioRegion(this, "flash-commands", _size, ReadOverlay, WriteCommand); // expect: MRL101
        _chip.AddSubregion(0, _overlay, priority: 1);
        _isCommandMode = true;
    }

    private void LeaveCommandMode()
    {
        if (!_isCommandMode)
        {
            return;
        }

        // As in QEMU commit 5965b81c (tegra241-cmdqv): unlinked, and destroyed at once, while views and processors may still use it.
        _chip.DelSubregion(_overlay);
        _overlay.Unparent(); // expect: MRL103
        _isCommandMode = false;
    }

    private void OpenSecurityArea()
    {
        if (!_isSecurityAreaOpen)
        {
            _securityArea = new MmioRegion(this, "flash-security", 0x100, ReadProtection, null); // expect: MRL101
            _bus.AddSubregion(_address + _size + 0x100, _securityArea);
            _isSecurityAreaOpen = true;
        }
    }
}
