using System.Threading;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Topology;

public sealed class TransactionTests : MachineTest
{
    [Fact]
    public void View_changes_at_the_commit()
    {
        TopologyTransaction transaction = Machine.BeginTransaction();
        Root.AddSubregion(0, Ram("r"));
        Assert.Empty(Memory.FlatView);
        transaction.Commit();
        Assert.Single(Memory.FlatView);
    }

    [Fact]
    public void View_changes_at_the_outermost_commit()
    {
        TopologyTransaction outer = Machine.BeginTransaction();
        TopologyTransaction inner = Machine.BeginTransaction();
        Root.AddSubregion(0, Ram("r"));
        inner.Commit();
        Assert.Empty(Memory.FlatView);
        outer.Commit();
        Assert.Single(Memory.FlatView);
    }

    [Fact]
    public void Dispose_commits_and_does_nothing_after_a_commit()
    {
        using (Machine.BeginTransaction())
        {
            Root.AddSubregion(0, Ram("r"));
        }

        Assert.Single(Memory.FlatView);
        using TopologyTransaction transaction = Machine.BeginTransaction();
        transaction.Commit();
    }

    [Fact]
    public void Second_commit_is_refused()
    {
        TopologyTransaction transaction = Machine.BeginTransaction();
        TopologyTransaction copy = transaction;
        transaction.Commit();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", transaction.Commit);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", copy.Commit);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", default(TopologyTransaction).Commit);
    }

    [Fact]
    public void Commit_by_another_thread_is_refused()
    {
        TopologyTransaction transaction = Machine.BeginTransaction();
        var thread = new Thread(() => Misuse.IsRefused(MemoryRegionErrorCode.WrongThread, "MRL501", transaction.Commit));
        thread.Start();
        thread.Join();
        transaction.Commit();
    }

    [Fact]
    public void Other_threads_wait_for_the_commit_with_their_changes()
    {
        RamRegion ram = Ram("r");
        TopologyTransaction transaction = Machine.BeginTransaction();
        var thread = new Thread(() => Root.AddSubregion(0, ram));
        thread.Start();
        Root.AddSubregion(0x1000, Ram("q"));
        Assert.False(ram.IsMapped);
        transaction.Commit();
        thread.Join();
        Assert.True(ram.IsMapped);
    }

    [Fact]
    public void RAM_that_is_removed_lives_until_the_commit()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        TopologyTransaction transaction = Machine.BeginTransaction();
        Root.DelSubregion(ram);
        ram.Unparent();
        Assert.False(ram.IsFinalized);
        transaction.Commit();
        Assert.True(ram.IsFinalized);
    }

    [Fact]
    public void Change_of_something_invisible_renders_nothing()
    {
        RamRegion ram = Ram("r");
        ram.Enabled = false;
        FlatView before = Memory.FlatView;
        Root.AddSubregion(0, ram);
        Root.DelSubregion(ram);
        Assert.Same(before, Memory.FlatView);
    }
}
