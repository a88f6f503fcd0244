using System.Collections.Generic;

namespace MemoryRegions;

/// <summary>Tells listeners how one view differs from another. Under the lock.</summary>
internal static class ViewChanges
{
    /// <summary>Tells the listeners of an address space what changes (<c>address_space_update_topology_pass</c>, both passes).</summary>
    internal static void Tell(MachineTopology topology, MemoryListener[] listeners, FlatView before, FlatView after)
    {
        Pass(topology, listeners, before, after, adding: false);
        Pass(topology, listeners, before, after, adding: true);
    }

    /// <summary>Tells listeners of what may be put off in a range, or may not any more.</summary>
    internal static void TellCoalesced(MachineTopology topology, MemoryListener[] listeners, in FlatRange range, AddressRange[] parts, bool add)
    {
        foreach (AddressRange part in parts)
        {
            ulong lastInRegion = range.OffsetInRegion + (range.Last - range.Start);
            ulong first = Math.Max(part.Start, range.OffsetInRegion);
            ulong last = Math.Min(part.Last, lastInRegion);
            if (first <= last)
            {
                new ListenerCall(add ? ListenerEvent.CoalescedAdd : ListenerEvent.CoalescedDel, in range)
                {
                    Part = new AddressRange(first - range.OffsetInRegion + range.Start, last - range.OffsetInRegion + range.Start),
                }.Tell(listeners, topology);
            }
        }
    }

    /// <summary>Tells listeners of what may be put off in a range, or may not any more.</summary>
    internal static void TellCoalesced(MachineTopology topology, MemoryListener[] listeners, in FlatRange range, bool add)
    {
        if (range.Region.Dispatcher?.Registrations is { Coalesced: { Length: > 0 } parts })
        {
            TellCoalesced(topology, listeners, in range, parts, add);
        }
    }

    /// <summary>The event notifiers that are seen in a view, in order (<c>address_space_update_ioeventfds</c>).</summary>
    internal static List<SeenEventNotifier> EventNotifiersOf(FlatView view)
    {
        var seen = new List<SeenEventNotifier>();
        for (int i = 0; i < view.Count; i++)
        {
            ref readonly FlatRange range = ref view.RangeAt(i);
            if (range.Region.Dispatcher?.Registrations is not { Notifiers: { Length: > 0 } notifiers })
            {
                continue;
            }

            ulong lastInRegion = range.OffsetInRegion + (range.Last - range.Start);
            foreach (EventNotifier notifier in notifiers)
            {
                ulong last = notifier.Offset + (ulong)Math.Max(notifier.Size - 1, 0);
                if (notifier.Offset <= lastInRegion && last >= range.OffsetInRegion)
                {
                    ulong address = notifier.Offset - range.OffsetInRegion + range.Start;
                    int at = seen.Count;
                    EventNotifier moved = notifier with { Offset = address };
                    while (at > 0 && seen[at - 1].Notifier > moved)
                    {
                        at--;
                    }

                    seen.Insert(at, new SeenEventNotifier(range.Region, moved));
                }
            }
        }

        return seen;
    }

    /// <summary>Tells listeners which event notifiers went and which are new, by ascending address (<c>address_space_add_del_ioeventfds</c>).</summary>
    internal static void TellEventNotifiers(
        MachineTopology topology, MemoryListener[] listeners, List<SeenEventNotifier> before, List<SeenEventNotifier> after)
    {
        int old = 0;
        int next = 0;
        while (old < before.Count || next < after.Count)
        {
            if (next == after.Count || (old < before.Count && before[old].Notifier < after[next].Notifier))
            {
                TellEventNotifier(topology, listeners, before[old++], add: false);
            }
            else if (old == before.Count || after[next].Notifier < before[old].Notifier)
            {
                TellEventNotifier(topology, listeners, after[next++], add: true);
            }
            else if (before[old] != after[next])
            {
                TellEventNotifier(topology, listeners, before[old++], add: false);
            }
            else
            {
                old++;
                next++;
            }
        }
    }

    /// <summary>Tells listeners of one event notifier.</summary>
    internal static void TellEventNotifier(MachineTopology topology, MemoryListener[] listeners, SeenEventNotifier seen, bool add) =>
        new ListenerCall(add ? ListenerEvent.EventNotifierAdd : ListenerEvent.EventNotifierDel) { Region = seen.Region, Notifier = seen.Notifier }
            .Tell(listeners, topology);

    private static void Pass(MachineTopology topology, MemoryListener[] listeners, FlatView before, FlatView after, bool adding)
    {
        int old = 0;
        int next = 0;
        while (old < before.Count || next < after.Count)
        {
            bool both = old < before.Count && next < after.Count;
            if (both && before.RangeAt(old).IsSameAs(after.RangeAt(next)))
            {
                if (adding)
                {
                    TellKept(topology, listeners, before.RangeAt(old), in after.RangeAt(next));
                }

                old++;
                next++;
            }
            else if (next == after.Count || (both && before.RangeAt(old).Start <= after.RangeAt(next).Start))
            {
                if (!adding)
                {
                    ref readonly FlatRange range = ref before.RangeAt(old);
                    TellCoalesced(topology, listeners, in range, add: false);
                    new ListenerCall(ListenerEvent.RegionDel, in range).Tell(listeners, topology);
                }

                old++;
            }
            else
            {
                if (adding)
                {
                    ref readonly FlatRange range = ref after.RangeAt(next);
                    new ListenerCall(ListenerEvent.RegionAdd, in range).Tell(listeners, topology);
                    TellCoalesced(topology, listeners, in range, add: true);
                }

                next++;
            }
        }
    }

    private static void TellKept(MachineTopology topology, MemoryListener[] listeners, in FlatRange before, in FlatRange after)
    {
        new ListenerCall(ListenerEvent.RegionNop, in after).Tell(listeners, topology);
        DirtyClients old = before.DirtyClients;
        DirtyClients now = after.DirtyClients;
        if ((now & ~old) != 0)
        {
            new ListenerCall(ListenerEvent.LogStart, in after) { Before = old, After = now }.Tell(listeners, topology);
        }

        if ((old & ~now) != 0)
        {
            new ListenerCall(ListenerEvent.LogStop, in after) { Before = old, After = now }.Tell(listeners, topology);
        }
    }
}

/// <summary>An event notifier at its address in an address space.</summary>
internal readonly record struct SeenEventNotifier(MemoryRegion Region, EventNotifier Notifier);
