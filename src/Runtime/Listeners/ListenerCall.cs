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
        : this(what) => Range = ref range;

    internal readonly ref readonly FlatRange Range;

    internal ListenerEvent What { get; } = what;

    internal DirtyClients Before { get; init; }

    internal DirtyClients After { get; init; }

    internal AddressRange Part { get; init; }

    internal MemoryRegion? Region { get; init; }

    internal EventNotifier Notifier { get; init; }

    /// <summary>Tells all of the listeners: what begins and stays to the lowest priority first, what ends to the highest.</summary>
    internal void Tell(MemoryListener[] listeners, MachineTopology topology)
    {
        bool reverse = What is ListenerEvent.RegionDel or ListenerEvent.LogStop or ListenerEvent.GlobalLogStop
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
            listener.Hear(in this);
        }
        catch (Exception e)
        {
            topology.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }
}
