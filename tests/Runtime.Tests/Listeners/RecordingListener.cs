using System.Collections.Generic;

namespace MemoryRegions.Tests.Listeners;

/// <summary>A listener that notes what it is told.</summary>
internal sealed class RecordingListener(string name, List<string> log, int priority = 0) : MemoryListener(name, priority)
{
    public Action<string>? When { get; init; }

    protected override void OnBegin() => Note("begin");

    protected override void OnCommit() => Note("commit");

    protected override void OnRegionAdd(in FlatRange range) => Note($"add {Show(range)}");

    protected override void OnRegionDel(in FlatRange range) => Note($"del {Show(range)}");

    protected override void OnRegionNop(in FlatRange range) => Note($"nop {Show(range)}");

    protected override void OnLogStart(in FlatRange range, DirtyClients before, DirtyClients after) =>
        Note($"log start {range.Region.Name} {before} > {after}");

    protected override void OnLogStop(in FlatRange range, DirtyClients before, DirtyClients after) =>
        Note($"log stop {range.Region.Name} {before} > {after}");

    protected override void OnLogSync(in FlatRange range) => Note($"log sync {Show(range)}");

    protected override void OnGlobalLogStart() => Note("global log start");

    protected override void OnGlobalLogStop() => Note("global log stop");

    protected override void OnEventNotifierAdd(MemoryRegion region, in EventNotifier notifier) => Note($"event add {Show(notifier)}");

    protected override void OnEventNotifierDel(MemoryRegion region, in EventNotifier notifier) => Note($"event del {Show(notifier)}");

    protected override void OnCoalescedAdd(in FlatRange range, ulong start, ulong last) => Note($"coalesced add {start:x}-{last:x}");

    protected override void OnCoalescedDel(in FlatRange range, ulong start, ulong last) => Note($"coalesced del {start:x}-{last:x}");

    private static string Show(in FlatRange range) => $"{range.Start:x}-{range.Last:x} {range.Region.Name}+{range.OffsetInRegion:x}";

    private static string Show(in EventNotifier notifier) => $"{notifier.Offset:x}/{notifier.Size}={notifier.Value:x}";

    private void Note(string line)
    {
        log.Add($"{Name}: {line}");
        When?.Invoke(line);
    }
}
