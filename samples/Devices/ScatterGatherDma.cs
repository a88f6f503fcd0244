namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A scatter-gather DMA engine: it works through a ring of descriptors in guest memory, each of which says what to copy where.
/// </summary>
/// <remarks>
/// <para>Guest memory is mapped for as long as it takes to copy one piece. A mapping may be shorter than asked for (the range ends in the middle
/// of a region, or goes through a bounce buffer): the engine copies what it got and asks for the rest. A map may fail because all bounce
/// buffers are in use: the engine then stalls in the middle of the descriptor and goes on when the guest rings again, a few times at most.</para>
/// <para>As under QEMU's big lock, the board runs one processor at a time: the registers need no lock of their own.</para>
/// </remarks>
public sealed class ScatterGatherDma : Device
{
    /// <summary>The size of the register window in bytes.</summary>
    public const ulong WindowSize = 0x1000;

    /// <summary>Register: the address of the ring, eight bytes.</summary>
    public const ulong RingBase = 0x00;

    /// <summary>Register: the number of entries in the ring, 0 to 1024.</summary>
    public const ulong RingLength = 0x08;

    /// <summary>Register: writing anything makes the engine work until it meets an entry that it does not own.</summary>
    public const ulong Doorbell = 0x0c;

    /// <summary>Register: status bits; those of errors and of the interrupt are cleared by writing ones.</summary>
    public const ulong Status = 0x10;

    /// <summary>Register: the index of the next entry; cleared by writing the ring's address or length.</summary>
    public const ulong Head = 0x14;

    /// <summary>Status: a descriptor with <see cref="DmaDescriptor.Interrupt"/> is done.</summary>
    public const uint InterruptPending = 1 << 0;

    /// <summary>Status: the engine waits in the middle of a descriptor because memory could not be mapped.</summary>
    public const uint Stalled = 1 << 1;

    /// <summary>Status: a descriptor was given up.</summary>
    public const uint TransferError = 1 << 2;

    /// <summary>Status: the ring itself cannot be read or written.</summary>
    public const uint RingError = 1 << 3;

    private const int MaxRetries = 3;
    private const uint MaxRingLength = 1024;

    private readonly MmioRegion _registers;
    private readonly MemoryRegion _bus;
    private readonly ulong _address;
    private readonly AddressSpace _dma;
    private readonly Action<bool> _interrupt;
    private ulong _ringBase;
    private uint _ringLength;
    private uint _head;
    private uint _status;
    private uint _transferred;
    private int _retries;
    private bool _isRunning;

    /// <summary>Creates the engine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The container that the registers go into; it must outlive the device.</param>
    /// <param name="address">Where in the container.</param>
    /// <param name="dma">What the engine sees of the memory.</param>
    /// <param name="interrupt">The interrupt line: called with its new level.</param>
    public ScatterGatherDma(Machine machine, string name, MemoryRegion bus, ulong address, AddressSpace dma, Action<bool> interrupt)
        : base(machine, name)
    {
        _bus = bus;
        _address = address;
        _dma = dma;
        _interrupt = interrupt;
        _registers = new MmioRegion(this, "dma-registers", WindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 8,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
    }

    private enum Outcome
    {
        Done,
        NotMapped,
        Failed,
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_address, _registers);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        // The link keeps the device alive: left in place, OnFinalize could never run.
        _bus.DelSubregion(_registers);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _ringBase = 0;
        _ringLength = 0;
        _status = 0;
        RestartRing();
        UpdateInterrupt();
    }

    private ulong ReadRegister(ulong offset, int size) => offset switch
    {
        RingBase => (uint)_ringBase,
        RingBase + 4 => (uint)(_ringBase >> 32),
        RingLength => _ringLength,
        Status => _status,
        Head => _head,
        _ => 0,
    };

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case RingBase:
                _ringBase = (_ringBase & ~0xffff_ffffUL) | value;
                RestartRing();
                break;
            case RingBase + 4:
                _ringBase = (uint)_ringBase | (value << 32);
                RestartRing();
                break;
            case RingLength:
                _ringLength = (uint)Math.Min(value, MaxRingLength);
                RestartRing();
                break;
            case Doorbell:
                Run();
                break;
            case Status:
                _status &= ~((uint)value & (InterruptPending | TransferError | RingError));
                UpdateInterrupt();
                break;
        }
    }

    private void RestartRing()
    {
        _head = 0;
        _transferred = 0;
        _retries = 0;
        _status &= ~Stalled;
    }

    private void Run()
    {
        // A descriptor may make the engine write to its own doorbell.
        if (_isRunning || _ringLength == 0 || (_status & RingError) != 0)
        {
            return;
        }

        _isRunning = true;
        try
        {
            // Once around at most, whatever the guest does to the ring meanwhile.
            for (uint i = 0; i < _ringLength && ProcessNext(); i++)
            {
                _head = (_head + 1) % _ringLength;
            }
        }
        finally
        {
            _isRunning = false;
            UpdateInterrupt();
        }
    }

    /// <summary>Processes the entry at the head.</summary>
    /// <returns>Whether it is done with, so that the head may go on.</returns>
    private bool ProcessNext()
    {
        ulong address = _ringBase + (_head * (ulong)DmaDescriptor.Size);
        Span<byte> bytes = stackalloc byte[DmaDescriptor.Size];
        if (_dma.Read(address, bytes) != MemoryTransactionResult.Ok)
        {
            _status |= RingError;
            return false;
        }

        DmaDescriptor descriptor = DmaDescriptor.Parse(bytes);
        if ((descriptor.Flags & DmaDescriptor.Owned) == 0)
        {
            return false;
        }

        Outcome outcome = Copy(descriptor);
        if (outcome == Outcome.NotMapped && _retries++ < MaxRetries)
        {
            // What is copied stays copied: the next ring of the doorbell goes on from there.
            _status |= Stalled;
            return false;
        }

        return Complete(address, descriptor, failed: outcome != Outcome.Done);
    }

    /// <summary>Copies what is left of a descriptor, piece by piece.</summary>
    private Outcome Copy(in DmaDescriptor descriptor)
    {
        while (_transferred < descriptor.Length)
        {
            if (descriptor.Source + _transferred < descriptor.Source || descriptor.Destination + _transferred < descriptor.Destination)
            {
                return Outcome.Failed;
            }

            uint left = descriptor.Length - _transferred;
            using MemoryMapping source = _dma.Map(descriptor.Source + _transferred, left, MapAccess.Read);
            if (source.IsNull)
            {
                return Outcome.NotMapped;
            }

            using MemoryMapping destination = _dma.Map(descriptor.Destination + _transferred, (ulong)source.Length, MapAccess.Write);
            if (destination.IsNull)
            {
                return Outcome.NotMapped;
            }

            // Either may be shorter than asked for; the end of the scope unmaps both.
            source.Span[..destination.Length].CopyTo(destination.Span);
            _transferred += (uint)destination.Length;
        }

        return Outcome.Done;
    }

    /// <summary>Gives an entry back to the guest.</summary>
    private bool Complete(ulong address, in DmaDescriptor descriptor, bool failed)
    {
        uint flags = descriptor.Flags & ~DmaDescriptor.Owned;
        if (failed)
        {
            flags |= DmaDescriptor.Failed;
            _status |= TransferError;
        }

        // The flags go last: they tell the guest that the rest is there.
        MemoryTransactionResult result = _dma.StoreUInt32LittleEndian(address + DmaDescriptor.TransferredOffset, _transferred);
        if (result == MemoryTransactionResult.Ok)
        {
            result = _dma.StoreUInt32LittleEndian(address + DmaDescriptor.FlagsOffset, flags);
        }

        _status &= ~Stalled;
        _transferred = 0;
        _retries = 0;
        if (result != MemoryTransactionResult.Ok)
        {
            _status |= RingError;
            return false;
        }

        if (failed || (flags & DmaDescriptor.Interrupt) != 0)
        {
            _status |= InterruptPending;
        }

        return true;
    }

    private void UpdateInterrupt() => _interrupt((_status & (InterruptPending | RingError)) != 0);
}
