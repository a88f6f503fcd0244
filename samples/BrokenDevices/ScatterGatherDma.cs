using System.Buffers.Binary;
using System.IO;

namespace MemoryRegions.Samples.BrokenDevices;

/// <summary>A scatter-gather DMA engine, which copies well but seldom gives back everything that it maps.</summary>
public sealed class ScatterGatherDma : Device
{
    private const int DescriptorSize = 32;
    private const uint Owned = 1;
    private const uint Last = 2;
    private const uint TransferError = 4;

    private readonly MmioRegion _registers;
    private readonly MemoryRegion _bus;
    private readonly ulong _address;
    private readonly AddressSpace _dma;
    private readonly Stream _trace;
    private readonly Action<bool> _interrupt;
    private ulong _ringBase;
    private uint _ringLength;
    private uint _status;

    public ScatterGatherDma(Machine machine, MemoryRegion bus, ulong address, AddressSpace dma, Stream trace, Action<bool> interrupt)
        : base(machine, "dma")
    {
        _bus = bus;
        _address = address;
        _dma = dma;
        _trace = trace;
        _interrupt = interrupt;
        _registers = new MmioRegion(this, "dma-registers", 0x1000, ReadRegister, WriteRegister);
    }

    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_address, _registers);
    }

    protected override void OnUnrealize()
    {
        _bus.DelSubregion(_registers);
        base.OnUnrealize();
    }

    private ulong ReadRegister(ulong offset, int size) => offset == 0x10 ? _status : 0;

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case 0x00:
                _ringBase = value;
                break;
            case 0x08:
                _ringLength = (uint)value;
                Prefetch();
                break;
            case 0x0c:
                RunRing();
                break;
            case 0x14:
                FillMemory(_ringBase, _ringLength, (byte)value);
                break;
            case 0x18:
                TraceRing();
                break;
            case 0x1c:
                ClearFlags(value);
                break;
        }
    }

    /// <summary>Touches the ring, so that the first descriptors are there when the doorbell rings.</summary>
    private void Prefetch()
    {
        // A mapping is no prefetch: the result is discarded, and what was mapped stays mapped.
        _dma.Map(_ringBase, DescriptorSize, MapAccess.Read); // expect: MRL310
    }

    private void RunRing()
    {
        for (uint i = 0; i < _ringLength; i++)
        {
            ulong address = _ringBase + (i * (ulong)DescriptorSize);

            // As in Linux's rmobile-sysc: both ways of leaving a round early leave it with the mapping.
            MemoryMapping descriptor = _dma.Map(address, DescriptorSize, MapAccess.Read); // expect: MRL302
            if (descriptor.IsNull)
            {
                break;
            }

            uint flags = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.Span[20..]);
            if ((flags & Owned) == 0)
            {
                continue;
            }

            ulong source = BinaryPrimitives.ReadUInt64LittleEndian(descriptor.Span);
            ulong destination = BinaryPrimitives.ReadUInt64LittleEndian(descriptor.Span[8..]);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.Span[16..]);
            if (length == 0)
            {
                _status |= TransferError;
                break;
            }

            descriptor.Unmap(DescriptorSize);
            if (!Copy(source, destination, length) || (flags & Last) != 0)
            {
                break;
            }
        }

        _interrupt(_status != 0);
    }

    /// <summary>Copies one piece.</summary>
    private bool Copy(ulong source, ulong destination, uint length)
    {
        bool ok = false;
        MemoryMapping from = _dma.Map(source, length, MapAccess.Read); // expect: MRL302
        if (from.IsNull)
        {
            return false;
        }

        // As in QEMU before commit c85f4270 (vhost): each label undoes what was mapped before, but not the short mapping that leads to it.
        if ((uint)from.Length != length)
        {
            goto nothingMapped;
        }

        MemoryMapping to = _dma.Map(destination, length, MapAccess.Write); // expect: MRL303
        if (to.IsNull)
        {
            goto sourceMapped;
        }

        from.Span[..to.Length].CopyTo(to.Span);
        to.Unmap();
        ok = true;

    sourceMapped:
        from.Unmap();
    nothingMapped:
        if (!ok)
        {
            _status |= TransferError;
        }

        return ok;
    }

    /// <summary>Fills memory with a pattern.</summary>
    private void FillMemory(ulong address, ulong length, byte pattern)
    {
        MemoryMapping piece = default;
        ulong done = 0;
        while (done < length)
        {
            // There is one variable for many pieces: each round forgets the mapping of the one before.
            piece = _dma.Map(address + done, length - done, MapAccess.Write); // expect: MRL310
            if (piece.IsNull)
            {
                break;
            }

            piece.Span.Fill(pattern);
            done += (ulong)piece.Length;
        }

        piece.Dispose();
    }

    /// <summary>Writes the ring to the trace.</summary>
    private void TraceRing()
    {
        MemoryMapping ring = _dma.Map(_ringBase, _ringLength * (ulong)DescriptorSize, MapAccess.Read); // expect: MRL302
        if (ring.IsNull)
        {
            return;
        }

        try
        {
            _trace.Write(ring.Span);
            ring.Unmap();
        }
        catch (IOException)
        {
            // As in QEMU before commit 8d1b247f (vhost-vsock): the way of the error meets the way of success, where all has been given back already.
            _status |= TransferError;
        }
    }

    /// <summary>Takes the ownership of a descriptor from the engine.</summary>
    private void ClearFlags(ulong index)
    {
        MemoryMapping descriptor = _dma.Map(_ringBase + (index * DescriptorSize), DescriptorSize, MapAccess.Write);
        if (descriptor.IsNull)
        {
            return;
        }

        if (descriptor.Length < DescriptorSize)
        {
            descriptor.Unmap(0);
            _status |= TransferError;
            goto done;
        }

        descriptor.Span[20] &= unchecked((byte)~Owned);

    done:
        // As in QEMU before commit 9c132c7f (dma-helpers): who fails has unmapped already, and then joins those who have not.
        descriptor.Unmap(0); // expect: MRL304
        _interrupt(_status != 0);
    }
}
