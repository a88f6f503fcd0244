using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.IO.MemoryMappedFiles;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Regions;

/// <summary>RAM of the caller's memory, of a file, and of sizes that change.</summary>
public sealed class RamMemoryTests : MachineTest
{
    [Fact]
    public void Array_of_the_caller_is_the_memory()
    {
        byte[] array = new byte[0x1000];
        var ram = new RamRegion(Owner, "r", array.AsMemory(0x100, 0x800));
        Assert.Equal((UInt128)0x800, ram.Size);
        Root.AddSubregion(0, ram);
        Memory.StoreUInt32LittleEndian(4, 0x01020304);
        Assert.Equal([4, 3, 2, 1], array[0x104..0x108]);
        array[0x8ff] = 7;
        Assert.Equal(7, Memory.LoadUInt8(0x7ff));
        using MemoryMapping mapping = Memory.Map(0x700, 0x1000, MapAccess.Write);
        Assert.Equal(0x100, mapping.Length);
        mapping.Span[1] = 9;
        Assert.Equal(9, array[0x801]);
    }

    [Fact]
    public void Memory_of_the_caller_is_pinned_until_the_region_is_finalized()
    {
        using var memory = new PinnedMemory(0x1000);
        var ram = new RamRegion(Owner, "r", memory.Memory);
        Root.AddSubregion(0, ram);
        MemoryMapping mapping = Memory.Map(0x10, 8, MapAccess.Write);
        mapping.Span.Fill(3);
        Assert.Equal(3, memory.GetSpan()[0x17]);
        Assert.Equal(0u, Memory.LoadUInt32LittleEndian(0x18));
        Root.DelSubregion(ram);
        Owner.Unref();
        Assert.Equal(1, memory.Pins);
        mapping.Unmap();
        Assert.True(ram.IsFinalized);
        Assert.Equal(0, memory.Pins);
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => ram.GetSpan(0, 1));
    }

    [Fact]
    public void Memory_of_a_refused_region_is_not_pinned()
    {
        using var memory = new PinnedMemory(0x1000);
        var owner = new Owner(Machine);
        owner.Unref();
        Misuse.IsRefused(MemoryRegionErrorCode.ObjectFinalized, "MRL106", () => new RamRegion(owner, "r", memory.Memory));
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Memory_of_the_caller_does_not_grow()
    {
        var ram = new RamRegion(Owner, "r", new byte[0x1000]);
        Root.AddSubregion(0, ram);
        Misuse.IsRefused(MemoryRegionErrorCode.SizeOutOfRange, null, () => ram.Size = 0x1001);
        Assert.Equal((UInt128)0x1000, ram.Size);
        ram.Size = 0x800;
        Assert.Equal("0-7ff r+0 Ram", Show());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_is_written_unless_the_region_is_private(bool isPrivate)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[0x3000]);
            using (var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open))
            {
                Root.AddSubregion(0, new RamRegion(Owner, "r", file, 0x1800, 0x1000, isPrivate));
            }

            Memory.StoreUInt32LittleEndian(0xffc, 0x01020304);
            Assert.Equal(0x01020304u, Memory.LoadUInt32LittleEndian(0xffc));
            Machine.Dispose();
            byte[] expected = isPrivate ? [0, 0, 0, 0] : [4, 3, 2, 1];
            Assert.Equal(expected, File.ReadAllBytes(path)[0x27fc..0x2800]);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Resizable_RAM_tells_of_its_size_and_keeps_its_content()
    {
        var sizes = new List<UInt128>();
        var ram = new RamRegion(Owner, "r", 0x1000, 0x4000, (_, size) => sizes.Add(size));
        Root.AddSubregion(0, ram);
        Memory.StoreUInt8(0xfff, 5);
        ram.Size = 0x4000;
        Assert.Equal("0-3fff r+0 Ram", Show());
        Memory.StoreUInt32LittleEndian(0xfff, 0x01020306);
        Assert.Equal(6, Memory.LoadUInt8(0xfff));
        ram.Size = 0x1000;
        ram.Size = 0x1000;
        Misuse.IsRefused(MemoryRegionErrorCode.SizeOutOfRange, null, () => ram.Size = 0x4001);
        Assert.Equal([(UInt128)0x4000, 0x1000], sizes);
        Assert.Equal((UInt128)0x4000, ram.MaximumSize);
    }

    [Fact]
    public void Exception_of_a_resize_callback_comes_after_the_size_has_changed()
    {
        var ram = new RamRegion(Owner, "r", 0x1000, 0x4000, (_, _) => throw new FormatException());
        Root.AddSubregion(0, ram);
        Assert.Throws<FormatException>(() => ram.Size = 0x2000);
        Assert.Equal("0-1fff r+0 Ram", Show());
    }

    [Fact]
    public void Mapping_stays_valid_when_RAM_grows()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        using MemoryMapping mapping = Memory.Map(0, 0x1000, MapAccess.Write);
        ram.Size = 0x10_0000;
        mapping.Span[0] = 1;
        Assert.Equal(1, Memory.LoadUInt8(0));
        Memory.StoreUInt64LittleEndian(0xffc, ulong.MaxValue);
        Assert.Equal(0xff, mapping.Span[0xfff]);
        Assert.Equal(0xff, ram.GetSpan(0x1000, 4)[3]);
    }

    [Fact]
    public void RAM_of_2_to_the_64_takes_memory_only_where_it_is_touched()
    {
        var ram = new RamRegion(Owner, "all", MemoryRegion.MaxSize);
        Root.AddSubregion(0, ram);
        Memory.StoreUInt64LittleEndian(ulong.MaxValue - 7, 0x0102030405060708);
        Assert.Equal(0x0102030405060708ul, Memory.LoadUInt64LittleEndian(ulong.MaxValue - 7));
        Assert.Equal(8, ram.GetSpan(ulong.MaxValue - 7, 8)[0]);
        Assert.Equal(0ul, Memory.LoadUInt64LittleEndian(1ul << 40));
        Assert.Equal("0-ffffffffffffffff all+0 Ram", Show());
    }

    private sealed unsafe class PinnedMemory(int length) : MemoryManager<byte>
    {
        private readonly byte[] _array = GC.AllocateArray<byte>(length, pinned: true);

        public int Pins { get; private set; }

        public override Span<byte> GetSpan() => _array;

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Pins++;
            return new MemoryHandle((byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _array[elementIndex]), pinnable: this);
        }

        public override void Unpin() => Pins--;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
