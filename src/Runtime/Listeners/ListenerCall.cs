using System.Runtime.ExceptionServices;

namespace MemoryRegions;

/// <summary>What a listener is told.</summary>
internal enum ListenerEvent
{
    Begin,
    Commit,
    RegionAdd,
    RegionDel,
    RegionNop,
    LogStart,
    LogStop,
    LogSync,
    GlobalLogStart,
    GlobalLogStop,
    EventNotifierAdd,
    EventNotifierDel,
    CoalescedAdd,
    CoalescedDel,
}

/// <summary>One thing to tell listeners.</summary>
internal readonly ref struct ListenerCall(ListenerEvent what)
{
    internal ListenerCall(ListenerEvent what, ref readonly FlatRange range)
        : this(what) => _range = ref range;

    private readonly ref readonly FlatRange _range;

    internal DirtyClients Before { get; init; }

    internal DirtyClients After { get; init; }

    internal AddressRange Part { get; init; }

    internal MemoryRegion? Region { get; init; }

    internal EventNotifier Notifier { get; init; }

    /// <summary>Tells all of the listeners: what begins and stays to the lowest priority first, what ends to the highest.</summary>
    internal void Tell(MemoryListener[] listeners, MachineTopology topology)
    {
        bool reverse = what is ListenerEvent.RegionDel or ListenerEvent.LogStop or ListenerEvent.GlobalLogStop
            or ListenerEvent.EventNotifierDel or ListenerEvent.CoalescedDel;
        for (int i = 0; i < listeners.Length; i++)
        {
            Tell(listeners[reverse ? listeners.Length - 1 - i : i], topology);
        }
    }

    /// <summary>Tells one listener; what it throws waits until the operation is complete.</summary>
    internal void Tell(MemoryListener listener, MachineTopology topology)
    {
        try
        {
            Tell(listener);
        }
        catch (Exception e)
        {
            topology.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }

    /// <summary>Tells one listener.</summary>
    internal void Tell(MemoryListener listener)
    {
        switch (what)
        {
            case ListenerEvent.Begin:
                listener.OnBegin();
                break;
            case ListenerEvent.Commit:
                listener.OnCommit();
                break;
            case ListenerEvent.RegionAdd:
                listener.OnRegionAdd(in _range);
                break;
            case ListenerEvent.RegionDel:
                listener.OnRegionDel(in _range);
                break;
            case ListenerEvent.RegionNop:
                listener.OnRegionNop(in _range);
                break;
            case ListenerEvent.LogStart:
                listener.OnLogStart(in _range, Before, After);
                break;
            case ListenerEvent.LogStop:
                listener.OnLogStop(in _range, Before, After);
                break;
            case ListenerEvent.LogSync:
                listener.OnLogSync(in _range);
                break;
            case ListenerEvent.GlobalLogStart:
                listener.OnGlobalLogStart();
                break;
            case ListenerEvent.GlobalLogStop:
                listener.OnGlobalLogStop();
                break;
            case ListenerEvent.EventNotifierAdd:
                listener.OnEventNotifierAdd(Region!, Notifier);
                break;
            case ListenerEvent.EventNotifierDel:
                listener.OnEventNotifierDel(Region!, Notifier);
                break;
            case ListenerEvent.CoalescedAdd:
                listener.OnCoalescedAdd(in _range, Part.Start, Part.Last);
                break;
            case ListenerEvent.CoalescedDel:
                listener.OnCoalescedDel(in _range, Part.Start, Part.Last);
                break;
        }
    }
}
