using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

public sealed class ReadWriteTests : MachineTest
{
    [Fact]
    public void What_is_written_to_RAM_is_read_back()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0x1000, ram);
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Write(0x1100, [1, 2, 3]));
        byte[] read = new byte[3];
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Read(0x1100, read));
        Assert.Equal([1, 2, 3], read);
        Assert.Equal([1, 2, 3], ram.GetSpan(0x100, 3).ToArray());
    }

    [Fact]
    public void Access_of_nothing_reads_zeros_and_is_a_decode_error()
    {
        byte[] read = [1, 2, 3, 4];
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Read(0x1000, read));
        Assert.Equal([0, 0, 0, 0], read);
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Write(0x1000, read));
    }

    [Fact]
    public void Empty_access_is_fine_anywhere()
    {
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Read(0x1000, default));
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Write(0x1000, default));
    }

    [Fact]
    public void Transfer_goes_across_RAM_registers_and_holes()
    {
        RamRegion low = Ram("low");
        RamRegion high = Ram("high");
        Root.AddSubregion(0, low);
        Root.AddSubregion(0x1000, new MmioRegion(Owner, "m", 4, (offset, _) => 0xb0 + offset, null));
        Root.AddSubregion(0x1008, high);
        low.GetSpan(0xffe, 2).Fill(0xa1);
        high.GetSpan(0, 2).Fill(0xc1);
        byte[] read = Enumerable.Repeat((byte)0xee, 12).ToArray();
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Read(0xffe, read));
        Assert.Equal([0xa1, 0xa1, 0xb0, 0, 0, 0, 0, 0, 0, 0, 0xc1, 0xc1], read);
    }

    [Fact]
    public void Write_to_ROM_is_left_out()
    {
        var rom = new RomRegion(Owner, "rom", 0x1000);
        rom.Load([1, 2, 3, 4], 0x10);
        Root.AddSubregion(0, rom);
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Write(0x10, [9]));
        Assert.Equal(1, Memory.LoadUInt8(0x10));
        Assert.Equal(0x04030201u, Memory.LoadUInt32LittleEndian(0x10));
    }

    [Fact]
    public void Write_through_a_read_only_alias_is_left_out()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, new AliasRegion(Owner, "a", ram, 0, 0x1000) { ReadOnly = true });
        Root.AddSubregion(0x1000, Mmio("m"));
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Write(0, [9]));
        Assert.Equal(0, ram.GetSpan(0, 1)[0]);
    }

    [Fact]
    public void Rom_device_reads_memory_and_writes_to_its_callback()
    {
        ulong written = 0;
        var flash = new RomDeviceRegion(
            Owner, "flash", 0x1000, new MmioOperations { Read = (_, _) => 0x55, Write = (_, value, _) => written = value });
        flash.GetSpan(0, 1)[0] = 0x11;
        Root.AddSubregion(0, flash);
        Assert.Equal(0x11, Memory.LoadUInt8(0));
        Memory.StoreUInt8(0, 0x77);
        Assert.Equal(0x77ul, written);
        Assert.Equal(0x11, Memory.LoadUInt8(0));
        flash.RomMode = false;
        Assert.Equal(0x55, Memory.LoadUInt8(0));
    }

    [Fact]
    public void Transfer_reaches_the_last_address()
    {
        Root.AddSubregion(ulong.MaxValue - 0xfff, Ram("top"));
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Write(ulong.MaxValue, [7]));
        Assert.Equal(7, Memory.LoadUInt8(ulong.MaxValue));
    }

    [Fact]
    public void RAM_larger_than_a_piece_is_written_and_read_across_its_pieces()
    {
        const ulong Piece = 1ul << 30;
        var ram = new RamRegion(Owner, "huge", Piece + 0x1000);
        Root.AddSubregion(0, ram);
        Memory.Write(Piece - 2, [1, 2, 3, 4]);
        Assert.Equal(0x04030201u, Memory.LoadUInt32LittleEndian(Piece - 2));
        Assert.Equal([3, 4], ram.GetSpan(Piece, 2).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ram.GetSpan(Piece - 2, 4).Length);
    }

    [Fact]
    public void RAM_that_grows_keeps_its_content_and_its_mappings()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        using MemoryMapping mapping = Memory.Map(0, 0x1000, MapAccess.Write);
        ram.Size = 0x3000;
        mapping.Span[0xfff] = 5;
        Memory.Write(0x1000, [6]);
        Assert.Equal(0x0605, Memory.LoadUInt16LittleEndian(0xfff));
    }

    [Fact]
    public void RAM_of_an_owner_that_is_gone_is_still_there()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Memory.Write(0, [1]);
        Owner.Unref();
        Assert.True(Owner.IsFinalized);
        Assert.Equal(1, Memory.LoadUInt8(0));
    }

    [Fact]
    public void Disposed_address_space_refuses_accesses()
    {
        var space = new AddressSpace(Machine, Ram("r"), "dma");
        space.Dispose();
        space.Dispose();
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => space.Read(0, new byte[1]));
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => space.Write(0, new byte[1]));
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => space.Map(0, 1, MapAccess.Read));
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => space.LoadUInt8(0));
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => _ = space.FlatView);
    }
}
