using System.Collections.Generic;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>A device whose children put their regions into its container.</summary>
public sealed class SuperIoTests : IDisposable
{
    private static readonly string[] s_regions = ["superio-ports"];

    private readonly Machine _machine = new("test", TestMachine.Options);
    private readonly DeviceWatch _watch;
    private readonly List<(int Port, byte Value)> _sent = [];
    private readonly Dictionary<int, bool> _interrupts = [];
    private readonly SuperIo _chip;

    public SuperIoTests()
    {
        _watch = new DeviceWatch(_machine);
        _chip = new SuperIo(
            _machine,
            "superio",
            new FixedTime(),
            (port, value) => _sent.Add((port, value)),
            (line, level) => _interrupts[line] = level);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Both_serial_ports_send()
    {
        _chip.Realize();
        Out(SuperIo.FirstSerialPort + SerialPort.Data, (byte)'a');
        Out(SuperIo.SecondSerialPort + SerialPort.Data, (byte)'b');
        Assert.Equal([(0, (byte)'a'), (1, (byte)'b')], _sent);
        Assert.Equal(SerialPort.TransmitterEmpty, In(SuperIo.FirstSerialPort + SerialPort.LineStatus));
    }

    [Fact]
    public void Received_byte_raises_the_interrupt_until_it_is_read()
    {
        _chip.Realize();
        Out(SuperIo.FirstSerialPort + SerialPort.InterruptEnable, 1);
        _chip.First.Receive(0x55);
        Assert.True(_interrupts[4]);
        Assert.Equal(0x04, In(SuperIo.FirstSerialPort + SerialPort.InterruptIdentification));
        Assert.Equal(0x55, In(SuperIo.FirstSerialPort + SerialPort.Data));
        Assert.False(_interrupts[4]);
    }

    [Fact]
    public void Divisor_takes_the_place_of_data_and_interrupt_registers()
    {
        _chip.Realize();
        Out(SuperIo.FirstSerialPort + SerialPort.LineControl, 0x83);
        Out(SuperIo.FirstSerialPort, 0x34);
        Out(SuperIo.FirstSerialPort + 1, 0x12);
        Assert.Equal(0x34, In(SuperIo.FirstSerialPort));
        Assert.Equal(0x12, In(SuperIo.FirstSerialPort + 1));
        Assert.Empty(_sent);
    }

    [Fact]
    public void Clock_shows_the_time_and_keeps_bytes()
    {
        _chip.Realize();
        Assert.Equal(0x59, ReadClock(0x02));
        Assert.Equal(0x31, ReadClock(0x07));
        Out(SuperIo.ClockPort, 0x40);
        Out(SuperIo.ClockPort + 1, 0x99);
        Assert.Equal(0x99, ReadClock(0x40));
    }

    [Fact]
    public void Unplugged_chip_takes_its_parts_along()
    {
        _chip.Realize();
        _machine.Reset();
        _watch.UnplugAndVerify(_chip, s_regions);
        Assert.Equal(2, _watch.CountOf<SerialPort>());
        Assert.Equal(1, _watch.CountOf<RealTimeClock>());
        Assert.Equal(0, In(SuperIo.FirstSerialPort + SerialPort.LineStatus));
    }

    [Fact]
    public void Chip_that_was_never_realized_leaves_nothing()
    {
        _chip.Unref();
        Assert.Equal(4, _watch.CountOf<Device>());
        _watch.VerifyLeaks(0);
    }

    private byte In(ulong port) => _machine.Io.LoadUInt8(port);

    private void Out(ulong port, byte value) => _machine.Io.StoreUInt8(port, value);

    private byte ReadClock(byte index)
    {
        Out(SuperIo.ClockPort, index);
        return In(SuperIo.ClockPort + 1);
    }

    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(1999, 12, 31, 23, 59, 58, TimeSpan.Zero);
    }
}
