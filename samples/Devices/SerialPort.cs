using System.Collections.Generic;

namespace MemoryRegions.Samples.Devices;

/// <summary>A serial port after the 16450: eight registers of one byte. It has no place of its own: the device that contains it shows its registers.</summary>
public sealed class SerialPort : Device
{
    /// <summary>The number of registers.</summary>
    public const ulong RegisterCount = 8;

    /// <summary>Register: the byte received, or the byte to send.</summary>
    public const ulong Data = 0;

    /// <summary>Register: which events raise the interrupt; bit 0 = a byte was received.</summary>
    public const ulong InterruptEnable = 1;

    /// <summary>Register: what raised the interrupt; bit 0 is clear while there is one.</summary>
    public const ulong InterruptIdentification = 2;

    /// <summary>Register: line control; bit 7 shows the divisor in place of the first two registers.</summary>
    public const ulong LineControl = 3;

    /// <summary>Register: line status.</summary>
    public const ulong LineStatus = 5;

    /// <summary>Register: a byte without a meaning.</summary>
    public const ulong Scratch = 7;

    /// <summary>Line status: a byte was received.</summary>
    public const byte DataReady = 0x01;

    /// <summary>Line status: the transmitter is empty. Sending takes no time here.</summary>
    public const byte TransmitterEmpty = 0x60;

    private const byte DivisorAccess = 0x80;
    private const byte ReceivedEnable = 0x01;

    private readonly Queue<byte> _received = [];
    private readonly Action<byte> _send;
    private readonly Action<bool> _interrupt;
    private ushort _divisor = 12;
    private byte _interruptEnable;
    private byte _lineControl;
    private byte _scratch;

    /// <summary>Creates a port.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="send">Called with each byte that the guest sends.</param>
    /// <param name="interrupt">The interrupt line: called with its new level.</param>
    public SerialPort(Machine machine, string name, Action<byte> send, Action<bool> interrupt)
        : base(machine, name)
    {
        _send = send;
        _interrupt = interrupt;
        Registers = new MmioRegion(this, "serial", RegisterCount, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMaxAccessSize = 1,
        });
    }

    /// <summary>The registers, for the container of the device that this port is a part of.</summary>
    public MmioRegion Registers { get; }

    /// <summary>A byte comes in over the line.</summary>
    public void Receive(byte value)
    {
        _received.Enqueue(value);
        UpdateInterrupt();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _received.Clear();
        _divisor = 12;
        _interruptEnable = 0;
        _lineControl = 0;
        UpdateInterrupt();
    }

    private bool ShowsDivisor => (_lineControl & DivisorAccess) != 0;

    private bool Interrupts => _received.Count > 0 && (_interruptEnable & ReceivedEnable) != 0;

    private ulong ReadRegister(ulong offset, int size)
    {
        switch (offset)
        {
            case Data when ShowsDivisor:
                return (byte)_divisor;
            case Data:
                byte value = _received.Count > 0 ? _received.Dequeue() : (byte)0;
                UpdateInterrupt();
                return value;
            case InterruptEnable:
                return ShowsDivisor ? (byte)(_divisor >> 8) : _interruptEnable;
            case InterruptIdentification:
                return Interrupts ? 0x04u : 0x01u;
            case LineControl:
                return _lineControl;
            case LineStatus:
                return (ulong)(TransmitterEmpty | (_received.Count > 0 ? DataReady : 0));
            case Scratch:
                return _scratch;
            default:
                return 0;
        }
    }

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case Data when ShowsDivisor:
                _divisor = (ushort)((_divisor & 0xff00) | (byte)value);
                break;
            case Data:
                _send((byte)value);
                break;
            case InterruptEnable when ShowsDivisor:
                _divisor = (ushort)((byte)_divisor | ((int)(byte)value << 8));
                break;
            case InterruptEnable:
                _interruptEnable = (byte)(value & 0x0f);
                UpdateInterrupt();
                break;
            case LineControl:
                _lineControl = (byte)value;
                break;
            case Scratch:
                _scratch = (byte)value;
                break;
        }
    }

    private void UpdateInterrupt() => _interrupt(Interrupts);
}
