using System.Collections.Generic;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>A device that holds a found section in a field, from one register write to the next.</summary>
public sealed class FrameBufferDisplayTests : IDisposable
{
    private const ulong Registers = 0xfed4_0000;
    private const int Width = 1024;
    private const int Height = 8;

    private static readonly string[] s_regions = ["display-registers"];

    private readonly Machine _machine;
    private readonly DeviceWatch _watch;
    private readonly FrameBufferDisplay _display;
    private readonly List<int> _lines = [];

    public FrameBufferDisplayTests()
    {
        _machine = TestMachine.WithRam(out _);
        _watch = new DeviceWatch(_machine);
        _display = new FrameBufferDisplay(_machine, "display", _machine.SystemMemory, Registers);
        _display.Realize();
        Store(FrameBufferDisplay.FrameSize, Width | (Height << 16));
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void First_frame_is_drawn_whole_and_the_next_only_where_the_guest_wrote()
    {
        Show(0x1_0000);
        Assert.Equal(Height, Draw());
        Assert.Equal(0, Draw());
        _machine.Memory.StoreUInt32LittleEndian(0x1_0000 + (3 * Width * 4), 0x00ff_ffff);
        _lines.Clear();
        Assert.Equal(1, Draw());
        Assert.Equal([3], _lines);
    }

    [Fact]
    public void Frame_that_moves_gives_the_old_section_back()
    {
        Show(0x1_0000);
        Show(0x4_0000);
        Assert.Single(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Section);
    }

    [Theory]
    [InlineData(0x8000_0000UL)]
    [InlineData(Registers)]
    [InlineData(TestMachine.RamSize - 16)]
    public void Frame_that_is_not_all_in_memory_is_not_shown(ulong address)
    {
        Show(address);
        Assert.Equal(0, Draw());
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Reset_gives_the_section_back()
    {
        Show(0x1_0000);
        _display.Reset();
        Assert.Equal(0, Draw());
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Display_that_shows_a_frame_can_be_unplugged()
    {
        Show(0x1_0000);
        _watch.UnplugAndVerify(_display, s_regions);
    }

    private int Draw() => _display.Draw((y, bytes) =>
    {
        Assert.Equal(Width * 4, bytes.Length);
        _lines.Add(y);
    });

    private void Show(ulong address) => _machine.Memory.StoreUInt64LittleEndian(Registers + FrameBufferDisplay.FrameAddress, address);

    private void Store(ulong register, uint value) => _machine.Memory.StoreUInt32LittleEndian(Registers + register, value);
}
