using System.Collections.Generic;
using System.Threading;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Mapping;

public sealed class MapClientTests : MachineTest
{
    private readonly List<string> _log = [];

    [Fact]
    public void Clients_are_called_once_in_order_when_a_buffer_frees()
    {
        MemoryMapping held = Memory.Map(0, 4, MapAccess.Read);
        MapClient first = Memory.RegisterMapClient(() => _log.Add("first"));
        MapClient second = Machine.Io.RegisterMapClient(() => _log.Add("second"));
        Assert.Empty(_log);
        Assert.True(first.IsWaiting);
        held.Unmap();
        Assert.Equal(["first", "second"], _log);
        Assert.False(first.IsWaiting);
        Memory.Map(0, 4, MapAccess.Read).Unmap();
        Assert.Equal(2, _log.Count);
        first.Unregister();
        second.Dispose();
    }

    [Fact]
    public void Client_is_called_at_once_if_there_is_room()
    {
        MapClient client = Memory.RegisterMapClient(() => _log.Add("now"));
        Assert.Equal(["now"], _log);
        Assert.False(client.IsWaiting);
    }

    [Fact]
    public void Client_that_was_taken_back_is_not_called()
    {
        MemoryMapping held = Memory.Map(0, 4, MapAccess.Read);
        MapClient client = Memory.RegisterMapClient(() => _log.Add("called"));
        MapClient copy = client;
        client.Unregister();
        Assert.False(copy.IsWaiting);
        copy.Unregister();
        held.Unmap();
        Assert.Empty(_log);
        default(MapClient).Unregister();
    }

    [Fact]
    public void Stale_copy_does_not_take_back_another_client()
    {
        MemoryMapping held = Memory.Map(0, 4, MapAccess.Read);
        MapClient stale = Memory.RegisterMapClient(() => _log.Add("stale"));
        stale.Unregister();
        MapClient next = Memory.RegisterMapClient(() => _log.Add("next"));
        stale.Unregister();
        Assert.True(next.IsWaiting);
        held.Unmap();
        Assert.Equal(["next"], _log);
    }

    [Fact]
    public void Client_maps_in_the_callback_and_the_next_waits_again()
    {
        var maps = new List<MemoryMapping> { Memory.Map(0, 4, MapAccess.Read) };
        void Retry()
        {
            if (Memory.TryMap(0, 4, MapAccess.Read, out MemoryMapping mapping))
            {
                maps.Add(mapping);
                _log.Add("mapped");
            }
            else
            {
                _log.Add("again");
                Memory.RegisterMapClient(Retry);
            }
        }

        Memory.RegisterMapClient(Retry);
        Memory.RegisterMapClient(Retry);
        maps[0].Unmap();
        Assert.Equal(["mapped", "again"], _log);
        maps[1].Unmap();
        Assert.Equal(["mapped", "again", "mapped"], _log);
        maps[2].Unmap();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Exception_of_a_client_comes_after_all_were_called_and_the_mapping_is_unmapped()
    {
        MemoryMapping held = Memory.Map(0, 4, MapAccess.Read);
        Memory.RegisterMapClient(() => throw new FormatException());
        Memory.RegisterMapClient(() => _log.Add("second"));
        Assert.Throws<FormatException>(held.Unmap);
        Assert.Equal(["second"], _log);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Client_that_still_waits_is_a_leak()
    {
        MemoryMapping held = Memory.Map(0, 4, MapAccess.Read);
        MapClient client = Memory.RegisterMapClient(() => { });
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.MapClient);
        Assert.Contains(nameof(Client_that_still_waits_is_a_leak), leak.AcquisitionStack);
        client.Unregister();
        held.Unmap();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void No_wake_up_is_lost_between_threads()
    {
        const int Threads = 3;
        const int Rounds = 500;
        using var machine = new Machine();
        int done = 0;
        var threads = new List<Thread>();
        for (int i = 0; i < Threads; i++)
        {
            threads.Add(new Thread(() =>
            {
                for (int n = 0; n < Rounds; n++)
                {
                    MemoryMapping mapping;
                    while (!machine.Memory.TryMap(0, 4, MapAccess.Read, out mapping))
                    {
                        // A wake-up that is lost would leave the thread here for ever.
                        using var woken = new ManualResetEventSlim();
                        machine.Memory.RegisterMapClient(woken.Set);
                        Assert.True(woken.Wait(TimeSpan.FromMinutes(1)));
                    }

                    mapping.Unmap();
                    Interlocked.Increment(ref done);
                }
            }));
        }

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(Threads * Rounds, done);
    }
}
