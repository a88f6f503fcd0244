using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class ParallelFlashTests : IDisposable
{
    private const ulong Base = 0x1000_0000;
    private const int Blocks = 4;

    private readonly Machine _machine = new("test", TestMachine.Options);
    private readonly DeviceWatch _watch;
    private readonly ParallelFlash _flash;

    public ParallelFlashTests()
    {
        _watch = new DeviceWatch(_machine);
        _flash = new ParallelFlash(_machine, "flash", _machine.SystemMemory, Base, Blocks);
        _flash.Load([0x12, 0x34, 0x56, 0x78]);
        _flash.Realize();
        _flash.Reset();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Array_reads_as_memory_after_reset()
    {
        Assert.Equal(0x78563412u, _machine.Memory.LoadUInt32LittleEndian(Base));
        Assert.Equal(0xffff, Load(0x100));
        using MemoryMapping mapping = _machine.Memory.Map(Base, 4, MapAccess.Read);
        Assert.True(mapping.IsDirect);
    }

    [Fact]
    public void Overlay_hides_the_cells_until_read_array()
    {
        Store(0, 0x70);
        Assert.Equal(ParallelFlash.Ready, Load(0));

        Store(0, 0x90);
        Assert.Equal(0x89, Load(0));
        Assert.Equal(0x18, Load(2));

        Store(0, 0xff);
        Assert.Equal(0x3412, Load(0));
    }

    [Fact]
    public void Cfi_table_names_the_command_set_and_the_geometry()
    {
        Store(0xaa, 0x98);
        Assert.Equal((ushort)'Q', Load(0x10 * 2));
        Assert.Equal((ushort)'R', Load(0x11 * 2));
        Assert.Equal((ushort)'Y', Load(0x12 * 2));
        Assert.Equal(18, Load(0x27 * 2));
        Assert.Equal(Blocks - 1, Load(0x2d * 2));
        Assert.Equal(ParallelFlash.BlockSize / 256, Load(0x2f * 2) | (Load(0x30 * 2) << 8));
    }

    [Fact]
    public void Programming_only_clears_bits_and_erasing_sets_them()
    {
        Store(0, 0x40);
        Store(0, 0x10f0);
        Store(0, 0xff);
        Assert.Equal(0x3412 & 0x10f0, Load(0));

        Store(0, 0x20);
        Store(0, 0xd0);
        Assert.Equal(ParallelFlash.Ready, Load(0));
        Store(0, 0xff);
        Assert.Equal(0xffff, Load(0));
        Assert.Equal(0xffff, Load(2));
    }

    [Fact]
    public void Buffered_program_writes_all_words_and_wants_confirmation()
    {
        ulong block = ParallelFlash.BlockSize;
        Store(block, 0xe8);
        Store(block, 1);
        Store(block, 0x1111);
        Store(block + 2, 0x2222);
        Store(block, 0xd0);
        Assert.Equal(ParallelFlash.Ready, Load(block));
        Store(block, 0xff);
        Assert.Equal(0x1111, Load(block));
        Assert.Equal(0x2222, Load(block + 2));
        Assert.Equal(0xffff, Load(block + 4));
    }

    [Fact]
    public void Erase_without_confirmation_fails_and_changes_nothing()
    {
        Store(0, 0x20);
        Store(0, 0x00);
        Assert.NotEqual(0, Load(0) & ParallelFlash.EraseError);
        Store(0, 0x50);
        Store(0, 0xff);
        Assert.Equal(0x3412, Load(0));
    }

    [Fact]
    public void Locked_block_refuses_to_be_erased()
    {
        Store(0, 0x60);
        Store(0, 0x01);
        Store(0, 0x20);
        Store(0, 0xd0);
        Assert.NotEqual(0, Load(0) & ParallelFlash.BlockLocked);

        Store(0, 0x50);
        Store(0, 0x60);
        Store(0, 0xd0);
        Store(0, 0x20);
        Store(0, 0xd0);
        Assert.Equal(ParallelFlash.Ready, Load(0));
    }

    [Fact]
    public void Unplug_in_command_mode_leaves_nothing()
    {
        Store(0, 0x90);
        _watch.UnplugAndVerify(_flash, ["flash", "flash-cells", "flash-commands"]);
        Assert.Equal(MemoryTransactionResult.DecodeError, _machine.Memory.StoreUInt8(Base, 0));
    }

    [Fact]
    public void Unplug_while_mapped_waits_for_the_unmap()
    {
        MemoryMapping mapping = _machine.Memory.Map(Base, 4, MapAccess.Read);
        Board.Unplug(_flash);

        Assert.Equal(0, _watch.CountOf<ParallelFlash>());
        Assert.Equal(0x12, mapping.Span[0]);
        mapping.Unmap(4);
        Assert.Equal(1, _watch.CountOf<ParallelFlash>());
        Assert.Empty(_machine.Diagnostics.FindLeaks());
    }

    private ushort Load(ulong offset) => _machine.Memory.LoadUInt16LittleEndian(Base + offset);

    private void Store(ulong offset, ushort value) => Assert.Equal(MemoryTransactionResult.Ok, _machine.Memory.StoreUInt16LittleEndian(Base + offset, value));
}
