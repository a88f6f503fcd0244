using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

/// <summary>Writes that stand for an event, and writes that an accelerator puts off.</summary>
public sealed class EventNotifierTests : MachineTest
{
    private readonly List<string> _log = [];
    private readonly MmioRegion _region;

    public EventNotifierTests()
    {
        _region = new MmioRegion(Owner, "m", 0x1000, (_, _) => Log("read"), (offset, value, size) => Log($"w {offset:x}/{size}={value:x}"));
        Root.AddSubregion(0x8000, _region);
    }

    [Fact]
    public void Write_that_matches_signals_instead_of_calling_the_device()
    {
        Action any = () => Log("any");
        Action value = () => Log("value");
        _region.AddEventNotifier(0x10, 4, any);
        _region.AddEventNotifier(0x20, 2, value, 0x1234);
        Assert.Equal(MemoryTransactionResult.Ok, Memory.StoreUInt32LittleEndian(0x8010, 5));
        Memory.StoreUInt16LittleEndian(0x8010, 6);
        Memory.StoreUInt16LittleEndian(0x8020, 0x1234);
        Memory.StoreUInt16LittleEndian(0x8020, 0x1235);
        Memory.StoreUInt16BigEndian(0x8020, 0x3412);
        Memory.LoadUInt32LittleEndian(0x8010);
        Assert.Equal(["any", "w 10/2=6", "value", "w 20/2=1235", "value", "read"], _log);
    }

    [Fact]
    public void Notifier_of_size_0_takes_writes_of_any_size()
    {
        _region.AddEventNotifier(0x10, 0, () => Log("any"));
        Memory.StoreUInt8(0x8010, 1);
        Memory.StoreUInt32LittleEndian(0x8010, 1);
        Assert.Equal(["any", "any"], _log);
    }

    [Fact]
    public void Notifier_is_removed_by_the_same_arguments()
    {
        Action signal = () => Log("signal");
        _region.AddEventNotifier(0x10, 4, signal, 7);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", () => _region.RemoveEventNotifier(0x10, 4, signal));
        _region.RemoveEventNotifier(0x10, 4, signal, 7);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", () => _region.RemoveEventNotifier(0x10, 4, signal, 7));
        Memory.StoreUInt32LittleEndian(0x8010, 7);
        Assert.Equal(["w 10/4=7"], _log);
    }

    [Fact]
    public void Write_that_is_not_valid_signals_nothing()
    {
        _region.AddEventNotifier(0x11, 4, () => Log("signal"));
        Assert.Equal(MemoryTransactionResult.DecodeError, Memory.StoreUInt32LittleEndian(0x8011, 1));
        Assert.Empty(_log);
    }

    [Fact]
    public void Accesses_to_a_coalesced_region_first_flush_what_was_put_off()
    {
        Machine.FlushCoalescedMmio = () => Log("flush");
        Memory.LoadUInt8(0x8000);
        Assert.False(_region.FlushesCoalesced);
        _region.AddCoalescing(0, 0x10);
        Assert.True(_region.FlushesCoalesced);
        Memory.LoadUInt8(0x8800);
        Memory.StoreUInt8(0x8800, 1);
        _region.ClearCoalescing();
        _region.ClearCoalescing();
        Memory.LoadUInt8(0x8000);
        Assert.Equal(["read", "flush", "read", "flush", "w 800/1=1", "flush", "read"], _log);
    }

    private ulong Log(string line)
    {
        _log.Add(line);
        return 0;
    }
}
