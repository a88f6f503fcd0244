using System.Collections.Generic;
using System.Threading;

namespace MemoryRegions;

/// <summary>What is registered on an MMIO region besides its callbacks. Lists are replaced as a whole, so that accesses need no lock.</summary>
internal sealed class MmioRegistrations(MemoryRegion region)
{
    private EventNotifier[] _notifiers = [];
    private AddressRange[] _coalesced = [];
    private volatile bool _flushes;

    /// <summary>By ascending offset, size and value.</summary>
    internal EventNotifier[] Notifiers => Volatile.Read(ref _notifiers);

    internal AddressRange[] Coalesced
    {
        get => Volatile.Read(ref _coalesced);
        set => Volatile.Write(ref _coalesced, value);
    }

    /// <summary>Whether coalesced writes are flushed before accesses.</summary>
    internal bool Flushes
    {
        get => _flushes;
        set => _flushes = value;
    }

    /// <summary>Lets the accelerator deliver the writes that it has put off, if this region asks for it (<c>prepare_mmio_access</c>).</summary>
    internal void FlushCoalesced()
    {
        if (_flushes)
        {
            region.MachineOrNull?.FlushCoalescedMmio?.Invoke();
        }
    }

    /// <summary>Answers a write by an event, if one is registered for it (<c>memory_region_dispatch_write_eventfds</c>).</summary>
    internal bool TryNotify(ulong offset, ulong value, int size)
    {
        foreach (ref readonly EventNotifier notifier in Volatile.Read(ref _notifiers).AsSpan())
        {
            if (notifier.Offset == offset && (notifier.Size == size || notifier.Size == 0) && (notifier.Value is null || notifier.Value == value))
            {
                notifier.Signal();
                return true;
            }
        }

        return false;
    }

    internal void Add(EventNotifier notifier)
    {
        EventNotifier[] before = _notifiers;
        int at = 0;
        while (at < before.Length && before[at].CompareTo(notifier) < 0)
        {
            at++;
        }

        var after = new List<EventNotifier>(before);
        after.Insert(at, notifier);
        Volatile.Write(ref _notifiers, [.. after]);
    }

    internal bool Remove(EventNotifier notifier)
    {
        var after = new List<EventNotifier>(_notifiers);
        if (!after.Remove(notifier))
        {
            return false;
        }

        Volatile.Write(ref _notifiers, [.. after]);
        return true;
    }
}

/// <summary>A range of offsets.</summary>
internal readonly record struct AddressRange(ulong Start, ulong Last);
