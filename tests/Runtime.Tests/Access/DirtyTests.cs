using System.Collections.Generic;
using System.Threading;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

/// <summary>What was written, per client.</summary>
public sealed class DirtyTests : MachineTest
{
    private const ulong Size = 0x10_0000;
    private readonly RamRegion _ram;

    public DirtyTests()
    {
        _ram = Ram("ram", Size);
        Root.AddSubregion(0, _ram);
    }

    [Fact]
    public void All_is_dirty_to_begin_with()
    {
        Assert.True(_ram.IsDirty(DirtyClients.Display, 0, 1));
        Assert.Equal(0x100, _ram.SnapshotAndClearDirty(DirtyClients.Display, 0, Size).DirtyPageCount);
        Assert.False(_ram.IsDirty(DirtyClients.Display, 0, Size));
        Assert.True(_ram.IsDirty(DirtyClients.Migration, 0, 1));
    }

    [Fact]
    public void Writes_of_all_kinds_make_their_pages_dirty()
    {
        Start(DirtyClients.Display);
        Memory.StoreUInt8(0x1fff, 1);
        Memory.Write(0x3800, new byte[0x1000]);
        Memory.Map(0x8000, 0x3000, MapAccess.Write).Unmap(0x1001);
        Memory.Map(0x20000, 0x1000, MapAccess.Read).Unmap();
        using (var cache = new MemoryRegionCache(Memory, 0x40000, 0x4000, MapAccess.Write))
        {
            cache.Store(0x1000, 1, 4);
            cache.Write(0x2ffe, [1, 2, 3]);
            cache.MarkDirty(0, 1);
        }

        _ram.MarkDirty(0x90000, 1);
        Assert.Equal("1 3 4 8 9 40 41 42 43 90", Take(DirtyClients.Display));
        Assert.Equal("", Take(DirtyClients.Display));
    }

    [Fact]
    public void Clients_do_not_see_what_others_cleared()
    {
        Start(DirtyClients.Display);
        Start(DirtyClients.Migration);
        Memory.StoreUInt8(0x1000, 1);
        Assert.Equal("1", Take(DirtyClients.Display));
        Memory.StoreUInt8(0x2000, 1);
        Assert.Equal("1 2", Take(DirtyClients.Migration));
        Assert.Equal("2", Take(DirtyClients.Display));
    }

    [Fact]
    public void Writes_count_only_for_clients_that_log()
    {
        Start(DirtyClients.Display);
        _ram.ClearDirty(DirtyClients.Code, 0, Size);
        _ram.StopDirtyLog(DirtyClients.Display);
        Memory.StoreUInt8(0, 1);
        Assert.Equal("", Take(DirtyClients.Display));
        Assert.Equal("", Take(DirtyClients.Code));
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, null, () => _ram.StopDirtyLog(DirtyClients.Display));
    }

    [Fact]
    public void Logging_is_counted()
    {
        Start(DirtyClients.Display);
        _ram.StartDirtyLog(DirtyClients.Display);
        _ram.StopDirtyLog(DirtyClients.Display);
        Assert.Equal(DirtyClients.Display, _ram.DirtyClients);
        Memory.StoreUInt8(0, 1);
        Assert.Equal("0", Take(DirtyClients.Display));
    }

    [Fact]
    public void All_RAM_of_the_machine_can_be_logged_also_what_comes_later()
    {
        Machine.StartDirtyLog(DirtyClients.Migration | DirtyClients.Code);
        RamRegion later = Ram("later");
        Root.AddSubregion(Size, later);
        _ram.ClearDirty(DirtyClients.Migration, 0, Size);
        later.ClearDirty(DirtyClients.Code, 0, 0x1000);
        Memory.StoreUInt8(0x3000, 1);
        Memory.StoreUInt8(Size, 1);
        Assert.Equal("3", Take(DirtyClients.Migration));
        Assert.True(later.IsDirty(DirtyClients.Code, 0, 1));
        Assert.Equal(DirtyClients.Migration | DirtyClients.Code, Memory.FlatView[0].DirtyClients);
        Machine.StopDirtyLog(DirtyClients.Migration | DirtyClients.Code);
        Memory.StoreUInt8(0x5000, 1);
        Assert.Equal("", Take(DirtyClients.Migration));
        Assert.Equal(DirtyClients.None, Memory.FlatView[0].DirtyClients);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, null, () => Machine.StopDirtyLog(DirtyClients.Code));
    }

    [Fact]
    public void Logging_through_an_alias_logs_its_target()
    {
        var alias = new AliasRegion(Owner, "alias", _ram, 0, Size);
        alias.StartDirtyLog(DirtyClients.Display);
        Assert.Equal(DirtyClients.Display, _ram.DirtyClients);
        alias.StopDirtyLog(DirtyClients.Display);
        Misuse.IsRefused(MemoryRegionErrorCode.WrongKind, null, () => Root.StartDirtyLog(DirtyClients.Display));
        Misuse.IsRefused(MemoryRegionErrorCode.WrongKind, null, () => Root.MarkDirty(0, 1));
    }

    [Fact]
    public void Snapshot_stays_as_it_was()
    {
        Start(DirtyClients.Display);
        Memory.StoreUInt8(0x41_000, 1);
        DirtySnapshot snapshot = _ram.SnapshotAndClearDirty(DirtyClients.Display, 0x40_800, 0x2000);
        Memory.StoreUInt8(0x40_000, 1);
        Assert.False(snapshot.IsDirty(0x40_800, 0x800));
        Assert.True(snapshot.IsDirty(0x40_fff, 2));
        Assert.True(snapshot.IsDirty(0x41_000, 1));
        Assert.False(snapshot.IsDirty(0x42_000, 0x800));
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.IsDirty(0x3f_fff, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.IsDirty(0x42_000, 0x1001));
        Assert.Equal(1, snapshot.DirtyPageCount);
    }

    [Fact]
    public void Change_of_size_makes_all_dirty()
    {
        Start(DirtyClients.Display);
        _ram.Size = Size + 0x1000;
        Assert.True(_ram.IsDirty(DirtyClients.Display, 0, 1));
        Assert.True(_ram.IsDirty(DirtyClients.Display, Size, 1));
    }

    [Fact]
    public void No_write_is_lost_between_writers_and_a_client_that_takes_snapshots()
    {
        // Each writer writes a new number to its page; whoever sees the page dirty copies it. At the end the copies are what was written.
        const int Writers = 3;
        const uint Rounds = 4000;
        Machine.StartDirtyLog(DirtyClients.Migration);
        var copies = new uint[Writers];
        var threads = new List<Thread>();
        int running = Writers;
        for (int i = 0; i < Writers; i++)
        {
            ulong address = (ulong)i * 0x1000;
            threads.Add(new Thread(() =>
            {
                for (uint n = 1; n <= Rounds; n++)
                {
                    Memory.StoreUInt32LittleEndian(address, n);
                }

                Interlocked.Decrement(ref running);
            }));
        }

        threads.ForEach(thread => thread.Start());
        bool last;
        do
        {
            last = Volatile.Read(ref running) == 0;
            DirtySnapshot snapshot = _ram.SnapshotAndClearDirty(DirtyClients.Migration, 0, Writers * 0x1000);
            for (int i = 0; i < Writers; i++)
            {
                if (snapshot.IsDirty((ulong)i * 0x1000, 1))
                {
                    copies[i] = Memory.LoadUInt32LittleEndian((ulong)i * 0x1000);
                }
            }
        }
        while (!last);

        threads.ForEach(thread => thread.Join());
        Assert.All(copies, copy => Assert.Equal(Rounds, copy));
    }

    private void Start(DirtyClients client)
    {
        _ram.StartDirtyLog(client);
        _ram.ClearDirty(client, 0, Size);
    }

    private string Take(DirtyClients client)
    {
        DirtySnapshot snapshot = _ram.SnapshotAndClearDirty(client, 0, Size);
        var pages = new List<string>();
        for (ulong page = 0; page < Size; page += 0x1000)
        {
            if (snapshot.IsDirty(page, 0x1000))
            {
                pages.Add($"{page >> 12:x}");
            }
        }

        return string.Join(' ', pages);
    }
}
