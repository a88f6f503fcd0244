namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A display that shows a part of guest memory, 32 bits for each pixel, and draws only the lines that the guest has changed (after QEMU's <c>framebuffer.c</c>).
/// </summary>
/// <remarks>
/// Between two frames the display holds the section of memory that it shows, found once: the memory stays there for as long as the display looks at
/// it. The section is given back when the guest moves the frame, on reset and when the display is unplugged.
/// </remarks>
public sealed class FrameBufferDisplay : Device
{
    /// <summary>Register, eight bytes: the address of the frame in guest memory. Writing the second half takes effect.</summary>
    public const ulong FrameAddress = 0x00;

    /// <summary>Register: the width in pixels in the lower half, the height in the upper. 0 switches the display off.</summary>
    public const ulong FrameSize = 0x08;

    private const ulong RegisterWindowSize = 0x1000;
    private const int BytesPerPixel = 4;

    private readonly MmioRegion _registers;
    private readonly MemoryRegion _bus;
    private readonly ulong _address;
    private ulong _frameAddress;
    private int _width;
    private int _height;
    private MemorySection _frame;

    /// <summary>Creates a display that shows nothing.</summary>
    /// <param name="machine">The machine, of whose system memory the display shows a part.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The container that the registers go into; it must outlive the device.</param>
    /// <param name="address">Where in the container.</param>
    public FrameBufferDisplay(Machine machine, string name, MemoryRegion bus, ulong address)
        : base(machine, name)
    {
        _bus = bus;
        _address = address;
        _registers = new MmioRegion(this, "display-registers", RegisterWindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 8,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
    }

    /// <summary>Draws what has changed since the last time.</summary>
    /// <param name="line">Called with the number of a line and its bytes.</param>
    /// <returns>How many lines were drawn.</returns>
    public int Draw(Action<int, ReadOnlySpan<byte>> line)
    {
        if (_frame.IsNull || _frame.Region is not RamRegion ram)
        {
            return 0;
        }

        int stride = _width * BytesPerPixel;
        DirtySnapshot changed = ram.SnapshotAndClearDirty(DirtyClients.Display, _frame.OffsetInRegion, (ulong)(stride * _height));
        int drawn = 0;
        for (int y = 0; y < _height; y++)
        {
            ulong offset = _frame.OffsetInRegion + (ulong)(y * stride);
            if (changed.IsDirty(offset, (ulong)stride))
            {
                line(y, ram.GetSpan(offset, stride));
                drawn++;
            }
        }

        return drawn;
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
        HideFrame();
        _bus.DelSubregion(_registers);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _frameAddress = 0;
        _width = 0;
        _height = 0;
        HideFrame();
    }

    private ulong ReadRegister(ulong offset, int size) => offset switch
    {
        FrameAddress => (uint)_frameAddress,
        FrameAddress + 4 => (uint)(_frameAddress >> 32),
        FrameSize => (uint)_width | ((uint)_height << 16),
        _ => 0,
    };

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case FrameAddress:
                _frameAddress = (_frameAddress & ~0xffff_ffffUL) | value;
                break;
            case FrameAddress + 4:
                _frameAddress = (uint)_frameAddress | (value << 32);
                ShowFrame();
                break;
            case FrameSize:
                _width = (int)(value & 0xffff);
                _height = (int)(value >> 16) & 0xffff;
                ShowFrame();
                break;
        }
    }

    private void ShowFrame()
    {
        HideFrame();
        ulong size = (ulong)_width * (ulong)_height * BytesPerPixel;
        if (size is 0 or > int.MaxValue)
        {
            return;
        }

        MemorySection frame = Machine.SystemMemory.Find(_frameAddress, size);
        if (frame.IsNull)
        {
            return;
        }

        // A frame that is not all in one piece of RAM cannot be shown: nobody may keep the owner of a register window alive for a picture.
        if (frame.Region is not RamRegion ram || frame.Size < size)
        {
            frame.Unref();
            return;
        }

        _frame = frame;
        ram.StartDirtyLog(DirtyClients.Display);
    }

    private void HideFrame()
    {
        if (_frame.IsNull)
        {
            return;
        }

        _frame.Region.StopDirtyLog(DirtyClients.Display);
        _frame.Unref();
        _frame = default;
    }
}
