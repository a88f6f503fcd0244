using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MemoryRegions;

/// <summary>Who waits for room for a bounce buffer, first come first called (<c>cpu_notify_map_clients</c>).</summary>
internal sealed class MapClientQueue(BounceBudget bounces)
{
    [ThreadStatic]
    private static MapClientQueue? t_notifying;

    private readonly Lock _lock = new();
    private readonly SlotPool<MapClientSlot> _slots = new();
    private readonly List<(MapClientSlot Slot, long Generation)> _waiting = [];
    private int _count;

    /// <summary>All slots, for diagnostics.</summary>
    internal MapClientSlot[] Snapshot() => _slots.Snapshot();

    /// <summary>Adds a client; if there is room, it is called at once.</summary>
    internal MapClient Add(AddressSpace space, Action callback)
    {
        MapClientSlot slot = _slots.Rent();
        slot.Space = space;
        slot.Callback = callback;
        slot.Queue = this;
        slot.Stack = space.Machine.Registry.CaptureStack();
        long generation = slot.Hold();
        lock (_lock)
        {
            _waiting.Add((slot, generation));
            Volatile.Write(ref _count, _waiting.Count);
        }

        // Either this sees the room that was made meanwhile, or who made it sees the client.
        Interlocked.MemoryBarrier();
        NotifyIfRoom();
        return new MapClient(slot, generation);
    }

    /// <summary>Removes a client that waits.</summary>
    internal void Remove(MapClientSlot slot, long generation)
    {
        lock (_lock)
        {
            if (slot.TryRelease(generation))
            {
                _waiting.Remove((slot, generation));
                Volatile.Write(ref _count, _waiting.Count);
                Recycle(slot);
            }
        }
    }

    /// <summary>Calls those who wait, if there is room. What they throw goes to the caller after all were called.</summary>
    internal void NotifyIfRoom()
    {
        // Who waits again from its own call is called by the loop that is running, not by one in it.
        if (Volatile.Read(ref _count) == 0 || t_notifying == this)
        {
            return;
        }

        List<ExceptionDispatchInfo>? exceptions = null;
        MapClientQueue? outer = t_notifying;
        t_notifying = this;
        try
        {
            while (bounces.HasRoom && TakeAll() is { } callbacks)
            {
                foreach (Action callback in callbacks)
                {
                    try
                    {
                        callback();
                    }
                    catch (Exception e)
                    {
                        (exceptions ??= []).Add(ExceptionDispatchInfo.Capture(e));
                    }
                }
            }
        }
        finally
        {
            t_notifying = outer;
        }

        MachineTopology.ThrowIfAny(exceptions);
    }

    private List<Action>? TakeAll()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0)
            {
                return null;
            }

            var callbacks = new List<Action>(_waiting.Count);
            foreach ((MapClientSlot slot, long generation) in _waiting)
            {
                Action callback = slot.Callback!;
                if (slot.TryRelease(generation))
                {
                    callbacks.Add(callback);
                    Recycle(slot);
                }
            }

            _waiting.Clear();
            Volatile.Write(ref _count, 0);
            return callbacks;
        }
    }

    private void Recycle(MapClientSlot slot)
    {
        slot.Space = null;
        slot.Callback = null;
        slot.Stack = null;
        _slots.Return(slot);
    }
}
