using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Iommu;

/// <summary>Accesses and mappings through an IOMMU with pages of 4 KiB.</summary>
public sealed class IommuAccessTests : MachineTest
{
    private readonly Dictionary<ulong, (ulong Target, IommuAccess Permission)> _pages = [];
    private readonly List<string> _asked = [];
    private readonly IommuRegion _iommu;
    private readonly AddressSpace _dma;

    public IommuAccessTests()
    {
        _iommu = new IommuRegion(Owner, "iommu", 0x1_0000, new IommuOperations
        {
            Translate = Translate,
            AttributesToIndex = attributes => attributes.IsSecure ? 1 : 0,
            IndexCount = 2,
        });
        _dma = new AddressSpace(Machine, _iommu, "dma");
        Root.AddSubregion(0, Ram("ram", 0x10_0000));
    }

    [Fact]
    public void Access_goes_where_the_IOMMU_sends_it()
    {
        _pages[0x1000] = (0x8000, IommuAccess.ReadWrite);
        Assert.Equal(MemoryTransactionResult.Ok, _dma.StoreUInt32LittleEndian(0x1010, 0x01020304));
        Assert.Equal(0x01020304u, Memory.LoadUInt32LittleEndian(0x8010));
        Assert.Equal(0x01020304u, _dma.LoadUInt32LittleEndian(0x1010, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
    }

    [Fact]
    public void Access_is_split_at_pages()
    {
        _pages[0x1000] = (0x8000, IommuAccess.ReadWrite);
        _pages[0x2000] = (0x4000, IommuAccess.ReadWrite);
        _dma.StoreUInt64BigEndian(0x1ffc, 0x0102030405060708);
        Assert.Equal(0x01020304u, Memory.LoadUInt32BigEndian(0x8ffc));
        Assert.Equal(0x05060708u, Memory.LoadUInt32BigEndian(0x4000));
        Assert.Equal(0x0102030405060708ul, _dma.LoadUInt64BigEndian(0x1ffc));
        byte[] bytes = new byte[0x1800];
        Assert.Equal(MemoryTransactionResult.Ok, _dma.Read(0x1800, bytes));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], bytes[0x7fc..0x804]);
    }

    [Theory]
    [InlineData(IommuAccess.None, false, false)]
    [InlineData(IommuAccess.Read, true, false)]
    [InlineData(IommuAccess.Write, false, true)]
    public void Access_without_permission_hits_nothing(IommuAccess permission, bool canRead, bool canWrite)
    {
        _pages[0] = (0x8000, permission);
        Memory.StoreUInt32LittleEndian(0x8000, 0x11111111);
        Assert.Equal(canWrite ? MemoryTransactionResult.Ok : MemoryTransactionResult.DecodeError, _dma.StoreUInt8(0, 0x22));
        Assert.Equal(canWrite ? 0x22 : 0x11, Memory.LoadUInt8(0x8000));
        Assert.Equal(canRead ? 0x11 : 0, _dma.LoadUInt8(0, out MemoryTransactionResult result));
        Assert.Equal(canRead ? MemoryTransactionResult.Ok : MemoryTransactionResult.DecodeError, result);
    }

    [Fact]
    public void Register_behind_an_IOMMU_gets_one_access_of_the_size()
    {
        var log = new List<string>();
        Root.AddSubregion(0x20_0000, new MmioRegion(Owner, "m", 0x1000, new MmioOperations
        {
            ValidMaxAccessSize = 8,
            ImplementedMaxAccessSize = 8,
            Read = (offset, size) =>
            {
                log.Add($"{offset:x}/{size}");
                return 0x12345678;
            },
        }));
        _pages[0] = (0x20_0000, IommuAccess.ReadWrite);
        Assert.Equal(0x12345678ul, _dma.LoadUInt64LittleEndian(8));
        Assert.Equal(["8/8"], log);
    }

    [Fact]
    public void Attributes_choose_the_translation()
    {
        _pages[0] = (0x8000, IommuAccess.Read);
        _dma.Load(0, 4, DeviceEndianness.Little, new MemoryAttributes(isSecure: true), out _);
        _dma.Load(0, 4, DeviceEndianness.Little, MemoryAttributes.Unspecified, out _);
        Assert.Equal(["0 Read 1", "0 Read 0"], _asked);
    }

    [Fact]
    public void IOMMU_behind_an_IOMMU_translates_on()
    {
        var outer = new IommuRegion(Owner, "outer", 0x1000, (address, _, _) => new(_dma, address & ~0xffful, 0x3000, 0xfff, IommuAccess.ReadWrite));
        using var space = new AddressSpace(Machine, outer, "outer");
        _pages[0x3000] = (0x8000, IommuAccess.ReadWrite);
        space.StoreUInt16LittleEndian(4, 0x1234);
        Assert.Equal(0x1234, Memory.LoadUInt16LittleEndian(0x8004));
        using MemoryMapping mapping = space.Map(4, 2, MapAccess.Read);
        Assert.True(mapping.IsDirect);
        Assert.Equal([0x34, 0x12], mapping.Span.ToArray());
    }

    [Fact]
    public void IOMMU_that_sends_accesses_to_itself_ends_in_a_decode_error()
    {
        AddressSpace? space = null;
        var loop = new IommuRegion(Owner, "loop", 0x1000, (address, _, _) => new(space, 0, 0, 0xfff, IommuAccess.ReadWrite));
        space = new AddressSpace(Machine, loop, "loop");
        space.LoadUInt8(0, out MemoryTransactionResult result);
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        using (MemoryMapping mapping = space.Map(0, 4, MapAccess.Read))
        {
            Assert.False(mapping.IsDirect);
        }

        space.LoadUInt8(0, out result);
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        space.Dispose();
    }

    [Fact]
    public void Target_that_is_disposed_or_of_another_machine_is_not_there()
    {
        using var other = new Machine("other");
        AddressSpace target = other.Memory;
        var iommu = new IommuRegion(Owner, "i", 0x1000, (address, _, _) => new(target, 0, 0, 0xfff, IommuAccess.ReadWrite));
        using var space = new AddressSpace(Machine, iommu, "i");
        Assert.Equal(MemoryTransactionResult.DecodeError, space.StoreUInt8(0, 1));
        target = new AddressSpace(Machine, Root, "gone");
        Assert.Equal(MemoryTransactionResult.Ok, space.StoreUInt8(0, 1));
        target.Dispose();
        Assert.Equal(MemoryTransactionResult.DecodeError, space.StoreUInt8(0, 1));
    }

    [Fact]
    public void Mapping_runs_over_pages_that_are_on_end()
    {
        _pages[0x1000] = (0x8000, IommuAccess.ReadWrite);
        _pages[0x2000] = (0x9000, IommuAccess.ReadWrite);
        _pages[0x3000] = (0x4000, IommuAccess.ReadWrite);
        using MemoryMapping mapping = _dma.Map(0x1800, 0x10000, MapAccess.Write);
        Assert.True(mapping.IsDirect);
        Assert.Equal(0x1800, mapping.Length);
        Assert.Equal(0x8800ul, mapping.OffsetInRegion);
        Assert.Equal("ram", mapping.Region!.Name);
        mapping.Span[^1] = 9;
        Assert.Equal(9, Memory.LoadUInt8(0x9fff));
    }

    [Fact]
    public void Mapping_of_a_page_that_is_not_there_is_bounced_up_to_its_end()
    {
        _pages[0x1000] = (0x8000, IommuAccess.Read);
        using MemoryMapping mapping = _dma.Map(0x1800, 0x10000, MapAccess.Write);
        Assert.False(mapping.IsDirect);
        Assert.Equal(0x800, mapping.Length);
        Assert.Null(mapping.Region);
    }

    [Fact]
    public void Mapping_keeps_the_target_not_the_IOMMU()
    {
        var other = new Owner(Machine, "B");
        var ram = new RamRegion(other, "other", 0x1000);
        Root.AddSubregion(0x20_0000, ram);
        _pages[0] = (0x20_0000, IommuAccess.ReadWrite);
        MemoryMapping mapping = _dma.Map(0, 4, MapAccess.Write);
        Root.DelSubregion(ram);
        other.Unref();
        Assert.False(ram.IsFinalized);
        mapping.Span[0] = 1;
        mapping.Unmap();
        Assert.True(ram.IsFinalized);
    }

    private IommuTlbEntry Translate(ulong address, IommuAccess access, int index)
    {
        _asked.Add($"{address:x} {access} {index}");
        ulong page = address & ~0xffful;
        (ulong target, IommuAccess permission) = _pages.GetValueOrDefault(page);
        return new IommuTlbEntry(Memory, page, target, 0xfff, permission);
    }
}
