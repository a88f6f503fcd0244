using System.Buffers.Binary;
using MemoryRegions.Contracts;

namespace MemoryRegions.Samples.Devices;

/// <summary>The configuration registers of one PCI function: 256 bytes, of which the guest can change some bits.</summary>
public sealed class PciConfigurationSpace
{
    /// <summary>The size in bytes.</summary>
    public const int Size = 256;

    /// <summary>The command register, two bytes.</summary>
    public const int Command = 0x04;

    /// <summary>The bit of the command register that makes the function answer memory accesses.</summary>
    public const uint MemoryEnable = 0x0002;

    /// <summary>The first of six base address registers of four bytes.</summary>
    public const int FirstBar = 0x10;

    private readonly byte[] _values = new byte[Size];
    private readonly byte[] _writable = new byte[Size];
    private readonly Action<int> _written;

    /// <summary>Creates the registers of a function.</summary>
    /// <param name="vendorId">The vendor.</param>
    /// <param name="deviceId">The device.</param>
    /// <param name="classCode">Base class, subclass and programming interface, 24 bits.</param>
    /// <param name="written">Called with the offset after the guest has written. The contract tells the analyzers that it is runtime code.</param>
    public PciConfigurationSpace(ushort vendorId, ushort deviceId, uint classCode, [LifecyclePhase(LifecyclePhase.Runtime)] Action<int> written)
    {
        _written = written;
        this[0x00] = vendorId | ((uint)deviceId << 16);
        this[0x08] = classCode << 8;
        SetWritable(Command, 0x0006);
    }

    /// <summary>Four bytes at an offset that is a multiple of four, as the device sees them.</summary>
    public uint this[int offset]
    {
        get => BinaryPrimitives.ReadUInt32LittleEndian(_values.AsSpan(offset));
        set => BinaryPrimitives.WriteUInt32LittleEndian(_values.AsSpan(offset), value);
    }

    /// <summary>Says which bits of four bytes the guest can change.</summary>
    public void SetWritable(int offset, uint mask) => BinaryPrimitives.WriteUInt32LittleEndian(_writable.AsSpan(offset), mask);

    /// <summary>A read by the guest.</summary>
    public uint Read(int offset, int size)
    {
        uint value = 0;
        for (int i = 0; i < size && offset + i < Size; i++)
        {
            value |= (uint)_values[offset + i] << (8 * i);
        }

        return value;
    }

    /// <summary>A write by the guest.</summary>
    public void Write(int offset, uint value, int size)
    {
        for (int i = 0; i < size && offset + i < Size; i++)
        {
            byte mask = _writable[offset + i];
            byte written = (byte)((value >> (8 * i)) & mask);
            _values[offset + i] &= (byte)~mask;
            _values[offset + i] |= written;
        }

        _written(offset);
    }

    /// <summary>Clears what the guest can change.</summary>
    public void Reset()
    {
        for (int i = 0; i < Size; i++)
        {
            _values[i] &= (byte)~_writable[i];
        }
    }
}
