namespace MemoryRegions.Samples.Devices;

/// <summary>
/// Memory that several guests share, with doorbells between them: a PCI device after QEMU's <c>ivshmem</c>. BAR 0 holds the registers, BAR 2
/// shows the memory once the server has published it.
/// </summary>
/// <remarks>
/// The memory arrives while the guest runs. The region that shows it is made beforehand all the same: an alias, linked when the memory
/// arrives and unlinked when it is withdrawn.
/// </remarks>
public sealed class InterVmSharedMemory : PciFunction
{
    /// <summary>Register: which interrupts are enabled.</summary>
    public const ulong InterruptMask = 0x00;

    /// <summary>Register: which doorbells rang; reading clears it.</summary>
    public const ulong InterruptStatus = 0x04;

    /// <summary>Register: this peer's number, or all ones while there is no memory.</summary>
    public const ulong PeerNumber = 0x08;

    /// <summary>Register: writing the number of a peer, shifted left by 16, and of a vector rings that peer's doorbell.</summary>
    public const ulong Doorbell = 0x0c;

    private const ulong RegisterWindowSize = 0x100;
    private const uint NotConnected = 0xffff_ffff;
    private const int VectorCount = 8;

    private readonly MmioRegion _registers;
    private readonly ContainerRegion _memoryWindow;
    private readonly AliasRegion _memory;
    private readonly SharedMemoryServer _server;
    private readonly Action<bool> _interrupt;
    private ushort _peer;
    private uint _mask;
    private uint _status;

    /// <summary>Creates the device.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The bus it sits on.</param>
    /// <param name="slot">Where on the bus.</param>
    /// <param name="server">The server, which the device holds a reference to for its life.</param>
    /// <param name="interrupt">The interrupt line: called with its new level.</param>
    public InterVmSharedMemory(Machine machine, string name, PciBus bus, int slot, SharedMemoryServer server, Action<bool> interrupt)
        : base(machine, name, bus, slot, vendorId: 0x1af4, deviceId: 0x1110, classCode: 0x050000)
    {
        _interrupt = interrupt;
        _server = server;

        // An alias holds no reference on its target, so the device does: the memory is there for as long as the server is.
        _server.Ref();
        ulong size = (ulong)_server.Memory.Size;
        _registers = new MmioRegion(this, "ivshmem-registers", RegisterWindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 4,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
        _memoryWindow = new ContainerRegion(this, "ivshmem-bar2", size);
        _memory = new AliasRegion(this, "ivshmem-memory", _server.Memory, 0, size);
        AddBar(0, _registers);
        AddBar(2, _memoryWindow);
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _peer = _server.Join(OnDoorbell);
        _server.PublishedChanged += OnPublishedChanged;
        OnPublishedChanged();
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _server.PublishedChanged -= OnPublishedChanged;
        _server.Leave(_peer);
        HideMemory();
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _mask = 0;
        _status = 0;
        UpdateInterrupt();
    }

    /// <inheritdoc/>
    protected override void OnFinalize()
    {
        // The alias went before this runs: nothing shows the server's memory any more.
        _server.Unref();
        base.OnFinalize();
    }

    private void OnPublishedChanged()
    {
        if (_server.IsPublished)
        {
            ShowMemory();
        }
        else
        {
            HideMemory();
        }
    }

    private void ShowMemory()
    {
        if (!_memory.IsMapped)
        {
            _memoryWindow.AddSubregion(0, _memory);
        }
    }

    private void HideMemory()
    {
        // The memory may never have arrived: only what was linked can be unlinked.
        if (_memory.IsMapped)
        {
            _memoryWindow.DelSubregion(_memory);
        }
    }

    private void OnDoorbell(int vector)
    {
        if (vector < VectorCount)
        {
            _status |= 1u << vector;
            UpdateInterrupt();
        }
    }

    private ulong ReadRegister(ulong offset, int size)
    {
        switch (offset)
        {
            case InterruptMask:
                return _mask;
            case InterruptStatus:
                uint status = _status;
                _status = 0;
                UpdateInterrupt();
                return status;
            case PeerNumber:
                return _memory.IsMapped ? _peer : NotConnected;
            default:
                return 0;
        }
    }

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case InterruptMask:
                _mask = (uint)value;
                UpdateInterrupt();
                break;
            case InterruptStatus:
                _status = (uint)value;
                UpdateInterrupt();
                break;
            case Doorbell:
                _server.Ring((ushort)(value >> 16), (int)(value & 0xff));
                break;
        }
    }

    private void UpdateInterrupt() => _interrupt((_status & _mask) != 0);
}
