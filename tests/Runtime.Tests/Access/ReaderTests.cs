using System.Collections.Generic;
using System.Threading;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Access;

/// <summary>What is being read stays alive until the reader is done, and goes promptly after.</summary>
public sealed class ReaderTests : MachineTest
{
    // Without tracking: taking call stacks would keep the threads apart.
    public ReaderTests()
        : base(MachineOptions.Default)
    {
    }

    [Fact]
    public void Device_that_unplugs_itself_in_a_callback_lives_until_the_callback_returns()
    {
        bool diedInside = false;
        MmioRegion? mmio = null;
        mmio = new MmioRegion(Owner, "m", 0x1000, null, (_, _, _) =>
        {
            Root.DelSubregion(mmio!);
            Owner.Unref();
            diedInside = Owner.IsFinalized || mmio!.IsFinalized;
        });
        Root.AddSubregion(0, mmio);
        Memory.StoreUInt8(0, 1);
        Assert.False(diedInside);
        Assert.True(mmio.IsFinalized);
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Region_that_destroys_itself_in_a_callback_lives_until_the_callback_returns()
    {
        bool diedInside = false;
        MmioRegion? mmio = null;
        mmio = new MmioRegion(Owner, "m", 0x1000, null, (_, _, _) =>
        {
            Root.DelSubregion(mmio!);
            mmio!.Unparent();
            diedInside = mmio.IsFinalized;
        });
        Root.AddSubregion(0, mmio);
        Memory.StoreUInt8(0, 1);
        Assert.False(diedInside);
        Assert.True(mmio.IsFinalized);
    }

    [Fact]
    public void Owner_outlives_a_region_whose_end_waits_for_a_reader()
    {
        var log = new List<string>();
        Machine.Diagnostics.Finalized += o => log.Add(o.Name);
        MmioRegion? mmio = null;
        mmio = new MmioRegion(Owner, "m", 0x1000, null, (_, _, _) =>
        {
            Root.DelSubregion(mmio!);
            mmio!.Unparent();
            Owner.Unref();
            log.Add("returned");
        });
        Root.AddSubregion(0, mmio);
        Memory.StoreUInt8(0, 1);
        Assert.Equal(["returned", "m", "A"], log);
    }

    [Fact]
    public void Device_unplugged_by_another_thread_lives_until_the_access_is_over()
    {
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        bool diedInside = false;
        var mmio = new MmioRegion(
            Owner,
            "m",
            0x1000,
            (_, _) =>
            {
                inside.Set();
                go.Wait();
                diedInside = Owner.IsFinalized;
                return 0;
            },
            null);
        Root.AddSubregion(0, mmio);
        var thread = new Thread(() => Memory.LoadUInt8(0));
        thread.Start();
        inside.Wait();
        Root.DelSubregion(mmio);
        Owner.Unref();
        Assert.False(Owner.IsFinalized);
        go.Set();
        thread.Join();
        Assert.False(diedInside);
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Access_that_began_later_does_not_hold_up_the_end()
    {
        using var inside = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var other = new Owner(Machine, "B");
        Root.AddSubregion(0x1000, new MmioRegion(
            other,
            "slow",
            0x1000,
            (_, _) =>
            {
                inside.Set();
                go.Wait();
                return 0;
            },
            null));
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        MemoryMapping mapping = Memory.Map(0, 4, MapAccess.Read);
        Root.DelSubregion(mmio);
        Owner.Unref();
        var thread = new Thread(() => Memory.LoadUInt8(0x1000));
        thread.Start();
        inside.Wait();
        mapping.Unmap();
        Assert.True(Owner.IsFinalized);
        go.Set();
        thread.Join();
    }

    [Fact]
    public void Access_that_began_later_does_not_hold_up_the_end_of_what_waits_behind_something_else()
    {
        var first = new Gate(Machine, 0x1_0000);
        var second = new Gate(Machine, 0x2_0000);
        var a = new Owner(Machine, "a");
        var b = new Owner(Machine, "b");
        var inA = new MmioRegion(a, "a", 0x1000, null, null);
        var inB = new MmioRegion(b, "b", 0x1000, null, null);
        Root.AddSubregion(0, inA);
        Root.AddSubregion(0x1000, inB);
        Thread early = first.Read();
        Root.DelSubregion(inA);
        a.Unref();
        Root.DelSubregion(inB);
        b.Unref();
        Thread late = second.Read();
        Assert.False(a.IsFinalized || b.IsFinalized);
        first.Open(early);
        Assert.True(a.IsFinalized);
        Assert.True(b.IsFinalized);
        second.Open(late);
    }

    [Fact]
    public void Reader_that_is_waited_for_does_not_wait_for_an_open_transaction()
    {
        var gate = new Gate(Machine, 0x1_0000);
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        Thread reader = gate.Read();
        Root.DelSubregion(mmio);
        Owner.Unref();
        TopologyTransaction transaction = Machine.BeginTransaction();
        gate.Open(reader);
        transaction.Commit();
        Assert.True(Owner.IsFinalized);
    }

    [Fact]
    public void Machines_do_not_wait_for_each_others_readers()
    {
        using var other = new Machine("other");
        var owner = new Owner(other);
        var there = new MmioRegion(owner, "there", 0x1000, null, null);
        other.SystemMemory.AddSubregion(0, there);
        bool finalized = false;
        Root.AddSubregion(0, new MmioRegion(Owner, "m", 0x1000, null, (_, _, _) =>
        {
            other.Memory.LoadUInt8(0);
            other.SystemMemory.DelSubregion(there);
            owner.Unref();
            finalized = owner.IsFinalized;
        }));
        Memory.StoreUInt8(0, 1);
        Assert.True(finalized);
    }

    [Fact]
    public void Readers_and_hot_plug_together_never_see_a_finalized_owner()
    {
        const int Rounds = 100;
        bool stop = false;
        int bad = 0;
        var readers = new List<Thread>();
        for (int i = 0; i < 2; i++)
        {
            var thread = new Thread(() =>
            {
                while (!Volatile.Read(ref stop))
                {
                    Memory.LoadUInt32LittleEndian(0x1000);
                    Memory.Map(0x2000, 0x10, MapAccess.Write).Dispose();
                }
            });
            thread.Start();
            readers.Add(thread);
        }

        var owners = new List<Owner>();
        for (int i = 0; i < Rounds; i++)
        {
            var owner = new Owner(Machine, "hot");
            var mmio = new MmioRegion(
                owner,
                "m",
                0x1000,
                (_, _) =>
                {
                    if (owner.IsFinalized)
                    {
                        Interlocked.Increment(ref bad);
                    }

                    return 0;
                },
                null);
            var ram = new RamRegion(owner, "r", 0x1000);
            Root.AddSubregion(0x1000, mmio);
            Root.AddSubregion(0x2000, ram);
            Thread.Yield();
            Root.DelSubregion(mmio);
            Root.DelSubregion(ram);
            owner.Unref();
            owners.Add(owner);
        }

        Volatile.Write(ref stop, true);
        readers.ForEach(thread => thread.Join());
        Assert.Equal(0, bad);
        Assert.All(owners, owner => Assert.Equal(1, owner.Finalizations));
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    /// <summary>A register whose reads wait until they are let through.</summary>
    private sealed class Gate
    {
        private readonly ulong _address;
        private readonly ManualResetEventSlim _inside = new();
        private readonly Machine _machine;
        private readonly ManualResetEventSlim _open = new();

        public Gate(Machine machine, ulong address)
        {
            _address = address;
            _machine = machine;
            machine.SystemMemory.AddSubregion(address, new MmioRegion(machine, "gate", 0x1000, Wait, null));
        }

        public Thread Read()
        {
            var thread = new Thread(() => _machine.Memory.LoadUInt8(_address));
            thread.Start();
            _inside.Wait();
            return thread;
        }

        public void Open(Thread reader)
        {
            _open.Set();
            Assert.True(reader.Join(TimeSpan.FromMinutes(1)));
        }

        private ulong Wait(ulong offset, int size)
        {
            _inside.Set();
            _open.Wait();
            return 0;
        }
    }
}
