using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

public sealed class MmioTests : MachineTest
{
    private readonly List<string> _log = [];

    [Fact]
    public void Callbacks_get_offsets_in_the_region()
    {
        Root.AddSubregion(0x8000, Log(new MmioOperations()));
        Memory.LoadUInt32LittleEndian(0x8010);
        Memory.StoreUInt16LittleEndian(0x8020, 0xabcd);
        Assert.Equal(["r 10/4", "w 20/2=abcd"], _log);
    }

    [Fact]
    public void Access_through_an_alias_gets_offsets_in_the_target()
    {
        MmioRegion region = Log(new MmioOperations());
        Root.AddSubregion(0x8000, new AliasRegion(Owner, "a", region, 0x100, 0x100));
        Memory.LoadUInt8(0x8004);
        Assert.Equal(["r 104/1"], _log);
    }

    [Fact]
    public void Missing_callbacks_read_0_and_write_nothing()
    {
        Root.AddSubregion(0, Mmio("m"));
        Assert.Equal(0, Memory.LoadUInt8(0, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
        Assert.Equal(MemoryTransactionResult.Ok, Memory.StoreUInt8(0, 1));
    }

    [Fact]
    public void Load_of_8_bytes_from_a_device_that_implements_4_is_two_reads()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, (offset, _) => 0x1000 + offset, null));
        Assert.Equal(0x0000_1004_0000_1000ul, Memory.LoadUInt64LittleEndian(0));
    }

    [Fact]
    public void Load_of_8_bytes_from_a_big_endian_device_that_implements_4_puts_the_first_on_top()
    {
        var operations = new MmioOperations { Endianness = DeviceEndianness.Big, Read = (offset, _) => 0x1000 + offset };
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, operations));
        Assert.Equal(0x0000_1000_0000_1004ul, Memory.LoadUInt64BigEndian(0));
    }

    [Fact]
    public void Store_is_split_into_implemented_sizes()
    {
        Root.AddSubregion(0, Log(new MmioOperations { ImplementedMaxAccessSize = 2 }));
        Memory.StoreUInt32LittleEndian(4, 0x11223344);
        Assert.Equal(["w 4/2=3344", "w 6/2=1122"], _log);
    }

    [Fact]
    public void Load_is_widened_to_the_implemented_size()
    {
        var operations = new MmioOperations { ImplementedMinAccessSize = 4, Read = (_, size) => size == 4 ? 0x11223344u : 0 };
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, operations));
        Assert.Equal(0x44, Memory.LoadUInt8(0));
    }

    [Fact]
    public void Size_that_is_not_valid_is_a_decode_error_and_the_device_does_not_see_it()
    {
        Root.AddSubregion(0, Log(new MmioOperations { ValidMinAccessSize = 2, ValidMaxAccessSize = 2 }));
        Assert.Equal(0u, Memory.LoadUInt32LittleEndian(0, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.StoreUInt8(0, 1));
        Assert.Empty(_log);
        Memory.LoadUInt16LittleEndian(0, out result);
        Assert.Equal(MemoryTransactionResult.Ok, result);
    }

    [Fact]
    public void Unaligned_access_is_a_decode_error_unless_it_is_valid()
    {
        Root.AddSubregion(0, Log(new MmioOperations()));
        Root.AddSubregion(0x1000, Log(new MmioOperations { ValidUnaligned = true }));
        Memory.LoadUInt32LittleEndian(2, out MemoryTransactionResult result);
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Memory.LoadUInt32LittleEndian(0x1002, out result);
        Assert.Equal(MemoryTransactionResult.Ok, result);
        Assert.Equal(["r 2/4"], _log);
    }

    [Fact]
    public void Transfer_is_split_into_aligned_accesses()
    {
        Root.AddSubregion(0, Log(new MmioOperations()));
        Memory.Read(1, new byte[8]);
        Assert.Equal(["r 1/1", "r 2/2", "r 4/4", "r 8/1"], _log);
    }

    [Fact]
    public void Transfer_uses_the_largest_valid_size()
    {
        Root.AddSubregion(0, Log(new MmioOperations { ValidMaxAccessSize = 8, ImplementedMaxAccessSize = 8 }));
        Memory.Write(0, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
        Assert.Equal(["w 0/8=807060504030201", "w 8/1=9"], _log);
    }

    [Fact]
    public void Operations_that_make_no_sense_are_refused_and_leave_no_region()
    {
        int before = Owner.ReferenceCount;
        Assert.Throws<ArgumentOutOfRangeException>(() => Log(new MmioOperations { ValidMaxAccessSize = 3 }));
        Assert.Throws<ArgumentException>(() => Log(new MmioOperations { ValidMinAccessSize = 8, ValidMaxAccessSize = 4 }));
        var finalized = new List<QomObject>();
        Machine.Diagnostics.Finalized += finalized.Add;
        Owner.Unref();
        Assert.Equal(1, before);
        Assert.Equal([Owner], finalized);
    }

    [Fact]
    public void Exception_of_a_callback_goes_to_who_made_the_access()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, (_, _) => throw new FormatException(), null));
        Assert.Throws<FormatException>(() => Memory.LoadUInt8(0));
        Assert.Throws<FormatException>(() => Memory.Map(0, 4, MapAccess.Read));
        Assert.Empty(Machine.Diagnostics.FindLeaks());
        Owner.Unref();
        Root.DelSubregion(Root.Subregions[0]);
        Assert.True(Owner.IsFinalized);
    }

    private MmioRegion Log(MmioOperations template) => new(Owner, "m", 0x1000, new MmioOperations
    {
        Read = (offset, size) =>
        {
            _log.Add($"r {offset:x}/{size}");
            return 0;
        },
        Write = (offset, value, size) => _log.Add($"w {offset:x}/{size}={value:x}"),
        ValidMinAccessSize = template.ValidMinAccessSize,
        ValidMaxAccessSize = template.ValidMaxAccessSize,
        ValidUnaligned = template.ValidUnaligned,
        ImplementedMinAccessSize = template.ImplementedMinAccessSize,
        ImplementedMaxAccessSize = template.ImplementedMaxAccessSize,
        ImplementedUnaligned = template.ImplementedUnaligned,
    });
}
