using System.Collections.Generic;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Listeners;

public sealed class ListenerTests : MachineTest
{
    private readonly List<string> _log = [];

    [Fact]
    public void Commit_tells_what_went_and_then_what_is_new_or_stayed()
    {
        RamRegion stays = Ram("stays");
        RamRegion goes = Ram("goes");
        Root.AddSubregion(0, stays);
        Root.AddSubregion(0x1000, goes);
        RecordingListener listener = Register("l");
        using (Machine.BeginTransaction())
        {
            Root.DelSubregion(goes);
            Root.AddSubregion(0x1800, Ram("new"));
            Assert.Empty(_log);
        }

        Expect("l: begin", "l: del 1000-1fff goes+0", "l: nop 0-fff stays+0", "l: add 1800-27ff new+0", "l: commit");
        listener.Unregister();
    }

    [Fact]
    public void Range_that_changes_goes_and_comes()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Root.AddSubregion(0x4000, Ram("other"));
        RecordingListener listener = Register("l");
        ram.ReadOnly = true;
        ram.Size = 0x800;
        Expect(
            "l: begin", "l: del 0-fff r+0", "l: add 0-fff r+0", "l: nop 4000-4fff other+0", "l: commit",
            "l: begin", "l: del 0-fff r+0", "l: add 0-7ff r+0", "l: nop 4000-4fff other+0", "l: commit");
        listener.Unregister();
    }

    [Fact]
    public void Late_registration_replays_and_unregistration_takes_back()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Root.AddSubregion(0x1000, Mmio("m"));
        ram.StartDirtyLog(DirtyClients.Display);
        var listener = new RecordingListener("l", _log);
        listener.Register(Memory);
        Assert.Same(Memory, listener.AddressSpace);
        Expect("l: begin", "l: add 0-fff r+0", "l: log start r None > Display", "l: add 1000-1fff m+0", "l: commit");
        listener.Unregister();
        Expect("l: begin", "l: log stop r Display > None", "l: del 0-fff r+0", "l: del 1000-1fff m+0", "l: commit");
        Root.DelSubregion(ram);
        Expect();
        Assert.Null(listener.AddressSpace);
    }

    [Fact]
    public void Lower_priority_hears_first_what_begins_and_last_what_ends()
    {
        Root.AddSubregion(0x8000, Ram("x"));
        RecordingListener middle = Register("10", 10);
        RecordingListener low = Register("0", 0);
        RecordingListener later = Register("10 later", 10);
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Expect(
            "0: begin", "10: begin", "10 later: begin",
            "0: add 0-fff r+0", "10: add 0-fff r+0", "10 later: add 0-fff r+0",
            "0: nop 8000-8fff x+0", "10: nop 8000-8fff x+0", "10 later: nop 8000-8fff x+0",
            "0: commit", "10: commit", "10 later: commit");
        low.Unregister();
        _log.Clear();
        ram.Enabled = false;
        Expect(
            "10: begin", "10 later: begin",
            "10 later: del 0-fff r+0", "10: del 0-fff r+0",
            "10: nop 8000-8fff x+0", "10 later: nop 8000-8fff x+0",
            "10: commit", "10 later: commit");
        middle.Unregister();
        later.Unregister();
    }

    [Fact]
    public void Listeners_hear_of_commits_everywhere_but_of_ranges_in_their_address_space_only()
    {
        RecordingListener io = new("io", _log);
        io.Register(Machine.Io);
        _log.Clear();
        Root.AddSubregion(0, Ram("r"));
        Expect("io: begin", "io: commit");
        Machine.IoSpace.AddSubregion(0x60, Mmio("port", 1));
        Expect("io: begin", "io: add 60-60 port+0", "io: commit");
        io.Unregister();
    }

    [Fact]
    public void Dirty_logging_starts_and_stops_on_ranges_that_stay()
    {
        RamRegion ram = Ram("r");
        Root.AddSubregion(0, ram);
        Root.AddSubregion(0x1000, Mmio("m"));
        RecordingListener listener = Register("l");
        ram.StartDirtyLog(DirtyClients.Display);
        Expect("l: begin", "l: nop 0-fff r+0", "l: log start r None > Display", "l: nop 1000-1fff m+0", "l: commit");
        Machine.StartDirtyLog(DirtyClients.Migration);
        Expect("l: global log start", "l: begin", "l: nop 0-fff r+0", "l: log start r Display > Display, Migration", "l: nop 1000-1fff m+0", "l: commit");
        ram.SnapshotAndClearDirty(DirtyClients.Display, 0, 0x1000);
        Expect("l: log sync 0-fff r+0");
        ram.StopDirtyLog(DirtyClients.Display);
        Expect("l: begin", "l: nop 0-fff r+0", "l: log stop r Display, Migration > Migration", "l: nop 1000-1fff m+0", "l: commit");
        Machine.StopDirtyLog(DirtyClients.Migration);
        Expect("l: begin", "l: nop 0-fff r+0", "l: log stop r Migration > None", "l: nop 1000-1fff m+0", "l: commit", "l: global log stop");
        listener.Unregister();
    }

    [Fact]
    public void Event_notifiers_come_and_go_with_their_ranges_at_their_addresses()
    {
        MmioRegion mmio = Mmio("m");
        Action signal = () => { };
        mmio.AddEventNotifier(0x20, 4, signal, 7);
        mmio.AddEventNotifier(0x10, 2, signal);
        RecordingListener listener = Register("l");
        Root.AddSubregion(0x1000, mmio);
        Expect("l: begin", "l: add 1000-1fff m+0", "l: event add 1010/2=", "l: event add 1020/4=7", "l: commit");
        mmio.AddEventNotifier(0x18, 1, signal);
        Expect("l: event add 1018/1=");
        mmio.RemoveEventNotifier(0x20, 4, signal, 7);
        Expect("l: event del 1020/4=7");
        mmio.Address = 0x2000;
        Expect(
            "l: begin", "l: del 1000-1fff m+0", "l: add 2000-2fff m+0",
            "l: event del 1010/2=", "l: event del 1018/1=", "l: event add 2010/2=", "l: event add 2018/1=", "l: commit");
        listener.Unregister();
        Expect("l: begin", "l: del 2000-2fff m+0", "l: event del 2010/2=", "l: event del 2018/1=", "l: commit");
        listener.Register(Memory);
        Expect("l: begin", "l: add 2000-2fff m+0", "l: event add 2010/2=", "l: event add 2018/1=", "l: commit");
        listener.Unregister();
    }

    [Fact]
    public void Coalescing_is_told_for_the_part_that_is_seen()
    {
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0x8000, new AliasRegion(Owner, "a", mmio, 0x800, 0x400));
        RecordingListener listener = Register("l");
        mmio.AddCoalescing(0x400, 0x600);
        Expect("l: coalesced add 8000-81ff");
        mmio.AddCoalescing(0, 0x10);
        Root.DelSubregion(Root.Subregions[0]);
        Expect("l: begin", "l: coalesced del 8000-81ff", "l: del 8000-83ff m+800", "l: commit");
        Root.AddSubregion(0, mmio);
        Expect("l: begin", "l: add 0-fff m+0", "l: coalesced add 400-9ff", "l: coalesced add 0-f", "l: commit");
        mmio.ClearCoalescing();
        Expect("l: coalesced del 400-9ff", "l: coalesced del 0-f");
        listener.Unregister();
    }

    [Fact]
    public void Region_is_alive_while_listeners_hear_that_it_goes()
    {
        bool alive = false;
        MmioRegion mmio = Mmio("m");
        Root.AddSubregion(0, mmio);
        var listener = new RecordingListener("l", _log) { When = line => alive |= line.StartsWith("del", StringComparison.Ordinal) && !Owner.IsFinalized && !mmio.IsFinalized };
        listener.Register(Memory);
        Owner.Unref();
        Root.DelSubregion(mmio);
        Assert.True(Owner.IsFinalized);
        Assert.True(alive);
        listener.Unregister();
    }

    [Fact]
    public void What_a_listener_changes_takes_effect_in_a_commit_of_its_own()
    {
        RamRegion extra = Ram("extra");
        var listener = new RecordingListener("l", _log)
        {
            When = line =>
            {
                if (line.StartsWith("add 0-", StringComparison.Ordinal))
                {
                    Root.AddSubregion(0x4000, extra);
                }
            },
        };
        listener.Register(Memory);
        _log.Clear();
        Root.AddSubregion(0, Ram("r"));
        Expect(
            "l: begin", "l: add 0-fff r+0", "l: commit",
            "l: begin", "l: nop 0-fff r+0", "l: add 4000-4fff extra+0", "l: commit");
        listener.Unregister();
    }

    [Fact]
    public void Exception_of_a_listener_comes_after_all_have_heard()
    {
        var thrower = new RecordingListener("t", []) { When = line => _ = line == "begin" && Machine.SystemMemory.IsMapped ? 0 : Throws(line) };
        Root.AddSubregion(0, Ram("r"));
        Assert.Throws<FormatException>(() => thrower.Register(Memory));
        Assert.Null(thrower.AddressSpace);
        RecordingListener listener = Register("l");
        var late = new RecordingListener("late", []) { When = line => _ = line.StartsWith("add 8", StringComparison.Ordinal) ? Throws(line) : 0 };
        late.Register(Memory);
        Assert.Throws<FormatException>(() => Root.AddSubregion(0x8000, Ram("x")));
        Expect("l: begin", "l: nop 0-fff r+0", "l: add 8000-8fff x+0", "l: commit");
        Assert.Equal("0-fff r+0 Ram, 8000-8fff x+0 Ram", Show());
        late.Unregister();
        listener.Unregister();

        static int Throws(string line) => throw new FormatException(line);
    }

    [Fact]
    public void Disposed_address_space_tells_that_all_goes_and_the_listener_is_still_to_be_unregistered()
    {
        var space = new AddressSpace(Machine, Ram("r"), "dma");
        var listener = new RecordingListener("l", _log);
        listener.Register(space);
        _log.Clear();
        space.Dispose();
        Assert.Contains("l: del 0-fff r+0", _log);
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Listener, leak.Kind);
        listener.Unregister();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
        Misuse.IsRefused(MemoryRegionErrorCode.AddressSpaceDisposed, "MRL305", () => listener.Register(space));
    }

    [Fact]
    public void Registering_and_unregistering_twice_is_refused()
    {
        var listener = new RecordingListener("l", _log);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", listener.Unregister);
        listener.Register(Memory);
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyRegistered, "MRL310", () => listener.Register(Machine.Io));
        listener.Unregister();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", listener.Unregister);
    }

    [Fact]
    public void Region_cache_is_renewed_by_a_listener()
    {
        Root.AddSubregion(0, Ram("old"));
        var cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Read);
        var listener = new RecordingListener("l", _log)
        {
            When = line =>
            {
                if (line == "commit" && !cache.IsUpToDate())
                {
                    cache.Dispose();
                    cache = new MemoryRegionCache(Memory, 0, 0x10, MapAccess.Read);
                }
            },
        };
        listener.Register(Memory);
        Root.AddSubregion(0, Ram("new"), 1);
        Assert.Equal("new", cache.Region!.Name);
        listener.Unregister();
        cache.Dispose();
    }

    private RecordingListener Register(string name, int priority = 0)
    {
        var listener = new RecordingListener(name, _log, priority);
        listener.Register(Memory);
        _log.Clear();
        return listener;
    }

    private void Expect(params string[] lines)
    {
        Assert.Equal(lines, _log);
        _log.Clear();
    }
}
