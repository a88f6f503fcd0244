namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A clock with battery-backed memory after the MC146818: an index register and a data register. It has no place of its own: the device that
/// contains it shows its registers.
/// </summary>
public sealed class RealTimeClock : Device
{
    /// <summary>The number of registers.</summary>
    public const ulong RegisterCount = 2;

    private const int MemorySize = 128;
    private const int FirstFreeByte = 0x0e;

    private readonly byte[] _memory = new byte[MemorySize];
    private readonly TimeProvider _time;
    private int _index;

    /// <summary>Creates a clock.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="time">Where the time comes from; the clock shows UTC.</param>
    public RealTimeClock(Machine machine, string name, TimeProvider time)
        : base(machine, name)
    {
        _time = time;
        Registers = new MmioRegion(this, "rtc", RegisterCount, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMaxAccessSize = 1,
        });
    }

    /// <summary>The registers, for the container of the device that this clock is a part of.</summary>
    public MmioRegion Registers { get; }

    private ulong ReadRegister(ulong offset, int size) => offset == 0 ? (ulong)_index : ReadSelected();

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        if (offset == 0)
        {
            _index = (int)value & (MemorySize - 1);
        }
        else if (_index >= FirstFreeByte)
        {
            _memory[_index] = (byte)value;
        }
    }

    private byte ReadSelected()
    {
        DateTimeOffset now = _time.GetUtcNow();
        return _index switch
        {
            0x00 => Bcd(now.Second),
            0x02 => Bcd(now.Minute),
            0x04 => Bcd(now.Hour),
            0x06 => (byte)((int)now.DayOfWeek + 1),
            0x07 => Bcd(now.Day),
            0x08 => Bcd(now.Month),
            0x09 => Bcd(now.Year % 100),
            0x0b => 0x02,
            0x0d => 0x80,
            _ => _memory[_index],
        };
    }

    private static byte Bcd(int value) => (byte)(((value / 10) << 4) | (value % 10));
}
