using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

/// <summary>Who makes an access, and what the device answers.</summary>
public sealed class AttributesTests : MachineTest
{
    private readonly List<string> _log = [];

    [Fact]
    public void Handlers_get_the_attributes_and_their_results_come_back()
    {
        Root.AddSubregion(0, Region());
        var attributes = new MemoryAttributes(isSecure: true, requesterId: 0x17);
        byte[] buffer = new byte[8];
        Assert.Equal(MemoryTransactionResult.DeviceError, Memory.Read(0, buffer, attributes));
        Assert.Equal([0x44, 0x33, 0x22, 0x11, 0x44, 0x33, 0x22, 0x11], buffer);
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Write(0, [1, 2], new MemoryAttributes(isUser: true)));
        Assert.Equal(["r 0/4 secure 23", "r 4/4 secure 23", "w 0/2=201 user 0"], _log);
    }

    [Fact]
    public void Accesses_without_attributes_are_unspecified()
    {
        Root.AddSubregion(0, Region());
        Assert.Equal(0x11223344u, Memory.LoadUInt32LittleEndian(0, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
        Assert.Equal(["r 0/4 unspecified"], _log);
        Assert.True(default(MemoryAttributes).IsUnspecified);
        Assert.False(new MemoryAttributes(isMemory: true).IsUnspecified);
    }

    [Theory]
    [InlineData(1, 0x44ul)]
    [InlineData(2, 0x3344ul)]
    [InlineData(4, 0x11223344ul)]
    [InlineData(8, 0x11223344_11223344ul)]
    public void Load_and_Store_on_behalf_of_somebody_have_any_size(int size, ulong expected)
    {
        Root.AddSubregion(0, Region());
        RamRegion ram = Ram("r");
        Root.AddSubregion(0x1000, ram);
        var user = new MemoryAttributes(isUser: true);
        Assert.Equal(expected, Memory.Load(0, size, DeviceEndianness.Little, user, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
        Assert.Equal(MemoryTransactionResult.Ok, Memory.Store(0x1000, expected | 0xff00_0000_0000_0000, size, DeviceEndianness.Big, user));
        ulong mask = size == 8 ? ulong.MaxValue : (1ul << (size * 8)) - 1;
        Assert.Equal((expected | 0xff00_0000_0000_0000) & mask, Memory.Load(0x1000, size, DeviceEndianness.Big, user, out _));
        Assert.Equal(0, ram.GetSpan((ulong)size, 1)[0]);
    }

    [Fact]
    public void Size_that_no_access_has_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.Load(0, 3, DeviceEndianness.Little, default, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory.Store(0, 0, 16, DeviceEndianness.Little, default));
    }

    [Fact]
    public void Access_that_the_device_does_not_accept_is_a_decode_error()
    {
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x10, new MmioOperations
        {
            Accepts = (offset, size, isWrite, attributes) => attributes.IsSecure && !isWrite && offset == 4 && size == 2,
            Read = (_, _) => 7,
            Write = (_, _, _) => _log.Add("written"),
        }));
        var secure = new MemoryAttributes(isSecure: true);
        Assert.Equal(7ul, Memory.Load(4, 2, DeviceEndianness.Little, secure, out MemoryTransactionResult result));
        Assert.Equal(MemoryTransactionResult.Ok, result);
        Assert.Equal(0ul, Memory.Load(4, 4, DeviceEndianness.Little, secure, out result));
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.Store(4, 1, 2, DeviceEndianness.Little, secure));
        Memory.LoadUInt16LittleEndian(4, out result);
        Assert.Equal(MemoryTransactionResult.DecodeError, result);
        Assert.Empty(_log);
    }

    [Fact]
    public void Results_of_parts_combine()
    {
        var results = new Queue<MemoryTransactionResult>([MemoryTransactionResult.DeviceError, MemoryTransactionResult.Ok]);
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 4, new MmioOperations
        {
            ImplementedMaxAccessSize = 2,
            WriteWithAttributes = (_, _, _, _) => results.Dequeue(),
        }));
        Assert.Equal(MemoryTransactionResult.DeviceError, Memory.StoreUInt32LittleEndian(0, 1));
        Assert.Empty(results);
        results.Enqueue(MemoryTransactionResult.DeviceError);
        Assert.Equal(MemoryTransactionResult.DeviceError | MemoryTransactionResult.DecodeError, Memory.Write(2, [1, 2, 3, 4]));
    }

    private MmioRegion Region() => new(Owner, "m", 0x10, new MmioOperations
    {
        ReadWithAttributes = (ulong offset, out ulong value, int size, MemoryAttributes attributes) =>
        {
            _log.Add($"r {offset:x}/{size} {Show(attributes)}");
            value = 0x11223344;
            return attributes.IsSecure && offset == 4 ? MemoryTransactionResult.DeviceError : MemoryTransactionResult.Ok;
        },
        WriteWithAttributes = (offset, value, size, attributes) =>
        {
            _log.Add($"w {offset:x}/{size}={value:x} {Show(attributes)}");
            return MemoryTransactionResult.Ok;
        },
    });

    private static string Show(MemoryAttributes a) => a.IsUnspecified ? "unspecified" : $"{(a.IsSecure ? "secure" : "user")} {a.RequesterId}";
}
