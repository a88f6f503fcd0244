using System.Collections.Generic;

namespace MemoryRegions;

/// <content>Address spaces and their views. Everything here is under the lock.</content>
internal sealed partial class MachineTopology
{
    private readonly FlatView _emptyView = new(null, []);
    private readonly FlatViewRenderer _renderer = new();
    private readonly List<AddressSpace> _spaces = [];
    private int _referencesUntilDefect;
    private Dictionary<MemoryRegion, FlatView> _views = [];

    /// <summary>The address spaces, in the order of their creation.</summary>
    internal IReadOnlyList<AddressSpace> Spaces => _spaces;

    /// <summary>Adds an address space and shows its root, by a view that is there already if possible.</summary>
    internal void AddSpace(AddressSpace space)
    {
        _spaces.Add(space);
        Show(space);
    }

    /// <summary>Removes an address space: what the others do not show any more goes first, then the reference to its root, then its view.</summary>
    internal void RemoveSpace(AddressSpace space, MemoryRegion root)
    {
        _spaces.Remove(space);
        Update(true);
        RetireReference(root.PolicyTarget);
        FlatView before = space.CurrentView;
        if (space.Listeners.Length > 0)
        {
            TellNothingLeft(space.Listeners, before, space.EventNotifiers);
            space.EventNotifiers = [];
        }

        space.CurrentView = _emptyView;
        StopUsing(before);
    }

    /// <summary>The first address space with the given root.</summary>
    internal AddressSpace? SpaceOf(MemoryRegion root)
    {
        foreach (AddressSpace space in _spaces)
        {
            if (space.RootOrNull == root)
            {
                return space;
            }
        }

        return null;
    }

    /// <summary>Changes the views and tells the listeners.</summary>
    private void CommitViews()
    {
        long started = Machine.Metrics.CommitBegins();
        MemoryListener[] listeners = _listeners;
        _eventNotifiersPending = false;
        if (listeners.Length == 0)
        {
            Rebuild();
        }
        else
        {
            new ListenerCall(ListenerEvent.Begin).Tell(listeners, this);
            Rebuild();
            new ListenerCall(ListenerEvent.Commit).Tell(_listeners, this);
        }

        Machine.Metrics.Committed(started, _views.Values);
    }

    /// <summary>Renders all views anew. References of the new ones are taken before those of the old ones are dropped.</summary>
    private void Rebuild()
    {
        Dictionary<MemoryRegion, FlatView> old = _views;
        _views = new Dictionary<MemoryRegion, FlatView>(old.Count);
        foreach (FlatView view in old.Values)
        {
            StopUsing(view);
        }

        // By index: a listener may add an address space.
        for (int i = 0; i < _spaces.Count; i++)
        {
            Show(_spaces[i]);
            RefreshEventNotifiers(_spaces[i]);
        }
    }

    private void Show(AddressSpace space)
    {
        FlatView view = ViewOf(space.RootOrNull);
        FlatView before = space.CurrentView;
        if (before != view)
        {
            view.Users++;
            if (space.Listeners.Length > 0)
            {
                ViewChanges.Tell(this, space.Listeners, before, view);
            }

            space.CurrentView = view;
            StopUsing(before);
        }
    }

    private FlatView ViewOf(MemoryRegion? root)
    {
        while (root is not null && FlatViewRenderer.EffectiveRoot(root) is { } effective)
        {
            if (_views.TryGetValue(effective, out FlatView? known))
            {
                return known;
            }

            FlatView view = _renderer.Render(effective, DirtyLog);
            if (view.TryTakeReferences(this))
            {
                view.Users = 1;
                _views.Add(effective, view);
                return view;
            }
        }

        return _emptyView;
    }

    /// <summary>Drops one use of a view, by an address space or a cache; the last one lets its references go when the readers are done with it.</summary>
    internal void StopUsing(FlatView view)
    {
        if (--view.Users == 0 && view != _emptyView)
        {
            Retire(new RetiredItem(view));
        }
    }

    /// <summary>Whether a reference is to be left out, because a test seeds a defect.</summary>
    internal bool SkipsReference() => _referencesUntilDefect > 0 && --_referencesUntilDefect == 0;

    /// <summary>The view of nothing.</summary>
    internal FlatView EmptyView => _emptyView;
}
