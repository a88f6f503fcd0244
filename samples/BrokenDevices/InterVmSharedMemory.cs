using System.Buffers.Binary;

namespace MemoryRegions.Samples.BrokenDevices;

/// <summary>
/// Inter-VM shared memory with messages between the peers. It works, as long as nobody unplugs it and every guest behaves.
/// </summary>
public sealed class InterVmSharedMemory : Device
{
    private const ulong RegisterWindowSize = 0x100;
    private const ulong MsixSize = 0x1000;
    private const int MessageHeader = 8;
    private const uint ErrorNoMemory = 1;
    private const uint ErrorTooShort = 2;
    private const uint ErrorUnknownKind = 3;
    private const int RingSize = 0x1000;

    private readonly PciBus _bus;
    private readonly ulong _address;
    private readonly AddressSpace _dma;
    private readonly Action<byte[]> _send;
    private readonly MmioRegion _registers;
    private readonly MmioRegion _msix;
    private readonly RamRegion _memory;
    private readonly AliasRegion _memoryWindow;
    private MemoryMapping _ring;
    private ulong _messageAddress;
    private uint _error;
    private uint _received;

    public InterVmSharedMemory(Machine machine, PciBus bus, ulong address, AddressSpace dma, ulong size, Action<byte[]> send)
        : base(machine, "ivshmem")
    {
        _bus = bus;
        _address = address;
        _dma = dma;
        _send = send;
        _registers = new MmioRegion(this, "ivshmem-registers", RegisterWindowSize, ReadRegister, WriteRegister);
        _msix = new MmioRegion(this, "ivshmem-msix", MsixSize, null, null);
        _memory = new RamRegion(this, "ivshmem-memory", size);
        _memoryWindow = new AliasRegion(this, "ivshmem-window", _memory, 0, size);
    }

    /// <summary>The memory arrived from the server.</summary>
    public void OnMemoryArrived()
    {
        if (!_memoryWindow.IsMapped)
        {
            // As in QEMU before commit c53598ed: a window added for the device stays in the bus's container when the device goes, and keeps it alive.
            // It is easily overlooked because it is not realize that adds it.
            _bus.Memory.AddSubregion(_address + 0x10_0000, _memoryWindow); // expect: MRL201
        }
    }

    /// <summary>A message from another peer, to be written where the guest wants it.</summary>
    public bool OnMessage(ReadOnlySpan<byte> message)
    {
        MemoryMapping target = _dma.Map(_messageAddress, (ulong)(message.Length + MessageHeader), MapAccess.Write); // expect: MRL302
        if (target.IsNull)
        {
            _error = ErrorNoMemory;
            return false;
        }

        // As in QEMU's process_incoming_mad: too little room is an error, and the mapping that is too short is forgotten.
        if (target.Length < message.Length + MessageHeader)
        {
            _error = ErrorTooShort;
            return false;
        }

        BinaryPrimitives.WriteInt32LittleEndian(target.Span, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target.Span[4..], ++_received);
        message.CopyTo(target.Span[MessageHeader..]);
        target.Unmap(message.Length + MessageHeader);
        return true;
    }

    protected override void OnRealize()
    {
        base.OnRealize();

        // As in QEMU before commit 5351fb7c (nvme): the registers are put into a shared container, and the teardown knows of the MSI-X table only.
        _bus.Memory.AddSubregion(_address, _registers); // expect: MRL201
        _bus.Memory.AddSubregion(_address + RegisterWindowSize, _msix);
    }

    protected override void OnUnrealize()
    {
        // As in QEMU before commit 8b81bb3b (virtio-pci): the MSI-X table is destroyed before it is taken off the bus, whose views still refer to it.
        _msix.Unparent(); // expect: MRL103
        _bus.Memory.DelSubregion(_msix);
        _ring.Dispose();
        base.OnUnrealize();
    }

    private ulong ReadRegister(ulong offset, int size) => offset switch
    {
        0x08 => _memoryWindow.IsMapped ? 0UL : uint.MaxValue,
        0x10 => _messageAddress,
        0x18 => _error,
        _ => 0,
    };

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case 0x0c:
                SendMessage();
                break;
            case 0x10:
                _messageAddress = value;
                break;
            case 0x14:
                MapRing(value << 12);
                break;
            case 0x18:
                _error = 0;
                break;
        }
    }

    /// <summary>Maps the ring in which the guest looks for messages that have come.</summary>
    private void MapRing(ulong address)
    {
        _ring.Dispose();
        _ring = _dma.Map(address, RingSize, MapAccess.Write);
        if (_ring.Length < RingSize)
        {
            // As in QEMU before commit d57f252a (ramfb): another mapping takes the place of the first, which nobody unmaps any more.
            _ring = _dma.Map(address & 0xffff_f000, RingSize, MapAccess.Write); // expect: MRL310
        }
    }

    /// <summary>Sends the message that the guest has put at the message address.</summary>
    private void SendMessage()
    {
        // As in QEMU before commit 2bc9e0da (virtio-pmem): the request is checked after it was mapped, and a bad one is dropped without unmapping it.
        if (!_dma.TryMap(_messageAddress, MessageHeader, MapAccess.Read, out MemoryMapping header)) // expect: MRL302
        {
            _error = ErrorNoMemory;
            return;
        }

        if (header.Length < MessageHeader)
        {
            _error = ErrorTooShort;
            return;
        }

        int length = header.Span[0] | (header.Span[1] << 8) | (header.Span[2] << 16) | (header.Span[3] << 24);
        int kind = header.Span[4];
        switch (kind)
        {
            case 0:
                header.Unmap(MessageHeader);
                break;
            case 1:
                header.Unmap(MessageHeader);
                length *= 2;
                break;
            default:
                // As in QEMU before commit 0c404e45 (virtio-mem): all kinds that are known give the mapping back; the default branch does not.
                _error = ErrorUnknownKind;
                return;
        }

        // As in QEMU before commit bc9ca595 (macio): the buffer is mapped into a local for the sake of sending it, and nobody remembers it.
        MemoryMapping body = _dma.Map(_messageAddress + MessageHeader, (ulong)length, MapAccess.Read); // expect: MRL301
        _send(body.Span.ToArray());
    }
}
