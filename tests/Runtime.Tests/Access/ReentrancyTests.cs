using System.Threading;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

/// <summary>A device that reaches its own registers by DMA in the middle of an access.</summary>
public sealed class ReentrancyTests : MachineTest
{
    private readonly TestDevice _device;
    private readonly MmioRegion _region;
    private readonly MmioRegion _sibling;
    private MemoryTransactionResult? _inner;
    private Func<MemoryTransactionResult>? _dma;
    private int _calls;

    public ReentrancyTests()
    {
        _device = new TestDevice(Machine);
        _region = new MmioRegion(_device, "a", 0x1000, Read, (_, _, _) => Read(0, 0));
        _sibling = new MmioRegion(_device, "b", 0x1000, Read, null);
        Root.AddSubregion(0, _region);
        Root.AddSubregion(0x1000, _sibling);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x1010)]
    public void Device_cannot_read_any_of_its_own_registers_in_the_middle_of_an_access(ulong address)
    {
        _dma = () =>
        {
            Assert.Equal(0u, Memory.LoadUInt32LittleEndian(address, out MemoryTransactionResult result));
            return result;
        };
        Assert.Equal(7u, Memory.LoadUInt32LittleEndian(0, out MemoryTransactionResult outer));
        Assert.Equal(MemoryTransactionResult.Ok, outer);
        Assert.Equal(MemoryTransactionResult.AccessError, _inner);
        Assert.Equal(1, _calls);
        Assert.Equal(7, Memory.LoadUInt8(0x1000));
    }

    [Fact]
    public void Device_cannot_write_them_either_nor_by_a_bounced_mapping()
    {
        _dma = () =>
        {
            MemoryMapping mapping = Memory.Map(0, 4, MapAccess.Write);
            mapping.Unmap();
            return Memory.StoreUInt32LittleEndian(0, 1);
        };
        Memory.StoreUInt8(0, 1);
        Assert.Equal(MemoryTransactionResult.AccessError, _inner);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void Device_reaches_itself_not_even_through_another_device()
    {
        var other = new TestDevice(Machine, "other");
        MemoryTransactionResult through = default;
        Root.AddSubregion(0x2000, new MmioRegion(other, "other", 0x1000, null, (_, _, _) => through = Memory.StoreUInt8(0, 1)));
        _dma = () => Memory.StoreUInt8(0x2000, 1);
        Memory.StoreUInt8(0, 1);
        Assert.Equal(MemoryTransactionResult.Ok, _inner);
        Assert.Equal(MemoryTransactionResult.AccessError, through);
        Assert.Equal(1, _calls);
    }

    [Fact]
    public void Region_can_allow_it()
    {
        _sibling.AllowsReentrance = true;
        _dma = () => Memory.Read(0x1000, new byte[4]);
        Memory.StoreUInt8(0, 1);
        Assert.Equal(MemoryTransactionResult.Ok, _inner);
        _sibling.AllowsReentrance = false;
        Memory.StoreUInt8(0, 1);
        Assert.Equal(MemoryTransactionResult.AccessError, _inner);
    }

    [Fact]
    public void Guard_is_open_again_after_an_exception()
    {
        _dma = () => throw new FormatException();
        Assert.Throws<FormatException>(() => Memory.LoadUInt8(0));
        _dma = () => MemoryTransactionResult.Ok;
        Assert.Equal(7, Memory.LoadUInt8(0, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
    }

    [Fact]
    public void Other_threads_may_access_the_device_meanwhile()
    {
        var result = MemoryTransactionResult.AccessError;
        _dma = () =>
        {
            var thread = new Thread(() => result = Memory.StoreUInt8(0x1000, 1));
            thread.Start();
            thread.Join();
            return MemoryTransactionResult.Ok;
        };
        Memory.LoadUInt8(0);
        Assert.Equal(MemoryTransactionResult.Ok, result);
    }

    [Fact]
    public void RAM_of_the_device_and_owners_that_are_no_devices_are_not_guarded()
    {
        Root.AddSubregion(0x4000, new RamRegion(_device, "ram", 0x1000));
        _dma = () => Memory.StoreUInt8(0x4000, 1);
        Memory.LoadUInt8(0);
        Assert.Equal(MemoryTransactionResult.Ok, _inner);
        int depth = 0;
        Root.AddSubregion(0x5000, new MmioRegion(Owner, "m", 0x10, (_, _) => depth++ == 0 ? Memory.LoadUInt8(0x5000) : 9u, null));
        Assert.Equal(9, Memory.LoadUInt8(0x5000));
    }

    [Fact]
    public void Guarded_accesses_allocate_nothing()
    {
        Access(100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Access(10_000);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Access(int times)
        {
            for (int i = 0; i < times; i++)
            {
                Memory.LoadUInt32LittleEndian(0);
                Memory.StoreUInt32LittleEndian(0, 1);
            }
        }
    }

    private ulong Read(ulong offset, int size)
    {
        // Once per access from outside: what is allowed would never end otherwise.
        _calls++;
        Func<MemoryTransactionResult>? dma = _dma;
        _dma = null;
        _inner = dma?.Invoke() ?? _inner;
        _dma = dma;
        return 7;
    }
}
