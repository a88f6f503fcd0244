namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A super I/O chip: two serial ports and a clock in one device, behind one container of I/O ports.
/// </summary>
/// <remarks>
/// The chip links the registers of its children into its own container. Those links cross owners, and still nothing has to undo them: they die with the
/// chip, and the children do not outlive it. The other way round (a child that links the registers of its parent into a container of its own)
/// would be a cycle. Only the chip's own link into the machine's I/O space has to be undone.
/// </remarks>
public sealed class SuperIo : Device
{
    /// <summary>The I/O port of the first serial port's registers.</summary>
    public const ulong FirstSerialPort = 0x3f8;

    /// <summary>The I/O port of the second serial port's registers.</summary>
    public const ulong SecondSerialPort = 0x2f8;

    /// <summary>The I/O port of the clock's registers.</summary>
    public const ulong ClockPort = 0x70;

    private const ulong PortCount = 0x400;

    private readonly ContainerRegion _ports;
    private readonly Device[] _functions;

    /// <summary>Creates a chip with its parts.</summary>
    /// <param name="machine">The machine, in whose I/O space the chip appears.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="time">Where the clock takes the time from.</param>
    /// <param name="sent">Called with the number of a serial port and each byte that the guest sends there.</param>
    /// <param name="interrupt">Called with the number of an interrupt line and its new level.</param>
    public SuperIo(Machine machine, string name, TimeProvider time, Action<int, byte> sent, Action<int, bool> interrupt)
        : base(machine, name)
    {
        _ports = new ContainerRegion(this, "superio-ports", PortCount);
        First = new SerialPort(machine, "serial0", value => sent(0, value), level => interrupt(4, level));
        Second = new SerialPort(machine, "serial1", value => sent(1, value), level => interrupt(3, level));
        Clock = new RealTimeClock(machine, "rtc", time);
        _functions = [First, Second, Clock];
        foreach (Device function in _functions)
        {
            // The chip holds its parts from here on; nobody else needs to.
            AddChild(function.Name, function);
            function.Unref();
        }

        _ports.AddSubregion(FirstSerialPort, First.Registers);
        _ports.AddSubregion(SecondSerialPort, Second.Registers);
        _ports.AddSubregion(ClockPort, Clock.Registers);
    }

    /// <summary>The first serial port.</summary>
    public SerialPort First { get; }

    /// <summary>The second serial port.</summary>
    public SerialPort Second { get; }

    /// <summary>The clock.</summary>
    public RealTimeClock Clock { get; }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        foreach (Device function in _functions)
        {
            function.Realize();
        }

        // The last step, so that nothing can fail after it: a link that a failed realize leaves would keep the chip for ever.
        Machine.IoSpace.AddSubregion(0, _ports, priority: 1);
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        Machine.IoSpace.DelSubregion(_ports);
        foreach (Device function in _functions)
        {
            function.Unrealize();
        }

        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        foreach (Device function in _functions)
        {
            function.Reset();
        }
    }
}
