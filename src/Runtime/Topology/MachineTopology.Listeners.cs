using System.Collections.Generic;

namespace MemoryRegions;

/// <content>Listeners. Everything here is under the lock.</content>
internal sealed partial class MachineTopology
{
    // By ascending priority. Replaced as a whole: a listener may unregister itself or another while all are told something.
    private MemoryListener[] _listeners = [];
    private bool _eventNotifiersPending;

    /// <summary>All registered listeners, by ascending priority.</summary>
    internal MemoryListener[] Listeners => _listeners;

    /// <summary>The registered notifiers of IOMMUs, in the order of their registration.</summary>
    internal List<IommuNotifier> Notifiers { get; } = [];

    /// <summary>Registers a listener and tells it what there is (<c>listener_add_address_space</c>).</summary>
    internal void Register(MemoryListener listener, AddressSpace space)
    {
        using TopologyScope scope = TopologyScope.Enter(this);
        Machine.ThrowIfDisposed();
        space.ThrowIfDisposed();
        if (listener.AddressSpace is { } other)
        {
            throw new MemoryRegionException(
                MemoryRegionErrorCode.AlreadyRegistered, listener.Name, $"the listener is registered with {other.Name} already", "MRL310");
        }

        listener.AddressSpace = space;
        _listeners = Insert(_listeners, listener);
        space.Listeners = Insert(space.Listeners, listener);
        if (space.Listeners.Length == 1)
        {
            space.EventNotifiers = ViewChanges.EventNotifiersOf(space.CurrentView);
        }

        Begin();
        try
        {
            TellAll(listener, space);
        }
        catch
        {
            Forget(listener, space);
            throw;
        }
        finally
        {
            Commit();
        }

        listener.AcquisitionStack = Machine.Registry.CaptureStack();
    }

    /// <summary>Unregisters a listener after telling it that everything goes (<c>listener_del_address_space</c>).</summary>
    internal bool TryUnregister(MemoryListener listener, AddressSpace space)
    {
        using TopologyScope scope = TopologyScope.Enter(this);
        if (listener.AddressSpace != space)
        {
            return false;
        }

        Forget(listener, space);
        Begin();
        TellNothingLeft([listener], space.CurrentView, space.EventNotifiers);
        Commit();
        return true;
    }

    /// <summary>Event notifiers have changed.</summary>
    internal void UpdateEventNotifiers(bool visible)
    {
        Begin();
        _eventNotifiersPending |= visible;
        Commit();
    }

    /// <summary>What may be put off in a region has changed.</summary>
    internal void NotifyCoalesced(MemoryRegion region, AddressRange[] parts, bool add)
    {
        foreach (AddressSpace space in _spaces)
        {
            FlatView view = space.CurrentView;
            for (int i = 0; i < view.Count && space.Listeners.Length > 0; i++)
            {
                if (view.RangeAt(i).Region == region)
                {
                    ViewChanges.TellCoalesced(this, space.Listeners, in view.RangeAt(i), parts, add);
                }
            }
        }
    }

    /// <summary>Writes to all RAM are logged from now on, or not any more.</summary>
    internal void NotifyGlobalLog(bool start) =>
        new ListenerCall(start ? ListenerEvent.GlobalLogStart : ListenerEvent.GlobalLogStop).Tell(_listeners, this);

    /// <summary>Asks listeners for the writes to a region that they know of (<c>memory_region_sync_dirty_bitmap</c>).</summary>
    internal void SyncDirtyLog(MemoryRegion region)
    {
        if (_listeners.Length == 0)
        {
            return;
        }

        using TopologyScope scope = TopologyScope.Enter(this);
        foreach (MemoryListener listener in _listeners)
        {
            FlatView view = listener.AddressSpace?.CurrentView ?? _emptyView;
            for (int i = 0; i < view.Count; i++)
            {
                ref readonly FlatRange range = ref view.RangeAt(i);
                if (range.Region == region && range.DirtyClients != DirtyClients.None)
                {
                    new ListenerCall(ListenerEvent.LogSync, in range).Tell(listener, this);
                }
            }
        }
    }

    private static MemoryListener[] Insert(MemoryListener[] listeners, MemoryListener listener)
    {
        int at = listeners.Length;
        while (at > 0 && listeners[at - 1].Priority > listener.Priority)
        {
            at--;
        }

        return [.. listeners[..at], listener, .. listeners[at..]];
    }

    private void Forget(MemoryListener listener, AddressSpace space)
    {
        _listeners = Array.FindAll(_listeners, other => other != listener);
        space.Listeners = Array.FindAll(space.Listeners, other => other != listener);
        listener.AddressSpace = null;
        listener.AcquisitionStack = null;
    }

    /// <summary>Tells a new listener what there is; what it throws goes to who registers it.</summary>
    private void TellAll(MemoryListener listener, AddressSpace space)
    {
        FlatView view = space.CurrentView;
        listener.Hear(new ListenerCall(ListenerEvent.Begin));
        if (DirtyLog.GlobalClients != DirtyClients.None)
        {
            listener.Hear(new ListenerCall(ListenerEvent.GlobalLogStart));
        }

        for (int i = 0; i < view.Count; i++)
        {
            ref readonly FlatRange range = ref view.RangeAt(i);
            listener.Hear(new ListenerCall(ListenerEvent.RegionAdd, in range));
            ViewChanges.TellCoalesced(this, [listener], in range, add: true);
            if (range.DirtyClients != DirtyClients.None)
            {
                listener.Hear(new ListenerCall(ListenerEvent.LogStart, in range) { After = range.DirtyClients });
            }
        }

        foreach (SeenEventNotifier seen in space.EventNotifiers)
        {
            listener.Hear(new ListenerCall(ListenerEvent.EventNotifierAdd) { Region = seen.Region, Notifier = seen.Notifier });
        }

        listener.Hear(new ListenerCall(ListenerEvent.Commit));
    }

    private void TellNothingLeft(MemoryListener[] listeners, FlatView view, List<SeenEventNotifier> notifiers)
    {
        new ListenerCall(ListenerEvent.Begin).Tell(listeners, this);
        for (int i = 0; i < view.Count; i++)
        {
            ref readonly FlatRange range = ref view.RangeAt(i);
            if (range.DirtyClients != DirtyClients.None)
            {
                new ListenerCall(ListenerEvent.LogStop, in range) { Before = range.DirtyClients }.Tell(listeners, this);
            }

            ViewChanges.TellCoalesced(this, listeners, in range, add: false);
            new ListenerCall(ListenerEvent.RegionDel, in range).Tell(listeners, this);
        }

        foreach (SeenEventNotifier seen in notifiers)
        {
            ViewChanges.TellEventNotifier(this, listeners, seen, add: false);
        }

        new ListenerCall(ListenerEvent.Commit).Tell(listeners, this);
    }

    /// <summary>Tells listeners how the event notifiers have changed with the views, or by themselves.</summary>
    private void RefreshEventNotifiers(AddressSpace space)
    {
        if (space.Listeners.Length > 0)
        {
            List<SeenEventNotifier> before = space.EventNotifiers;
            space.EventNotifiers = ViewChanges.EventNotifiersOf(space.CurrentView);
            ViewChanges.TellEventNotifiers(this, space.Listeners, before, space.EventNotifiers);
        }
    }
}
