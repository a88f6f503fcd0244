using System.Collections.Generic;
using System.Threading;

namespace MemoryRegions;

/// <summary>What a handle stands for. The generation is odd while it is held and goes on with each use, so that a stale handle is known.</summary>
internal abstract class ResourceSlot
{
    private long _generation;

    /// <summary>Where it was acquired, if acquisitions are tracked.</summary>
    internal string? Stack { get; set; }

    /// <summary>Whether a handle of the given generation is held.</summary>
    internal bool IsHeld(long generation) => Volatile.Read(ref _generation) == generation;

    /// <summary>Whether any handle is held.</summary>
    internal bool IsInUse => (Volatile.Read(ref _generation) & 1) != 0;

    /// <summary>Begins a use, after the fields are set; the caller has the slot for itself.</summary>
    internal long Hold()
    {
        long generation = _generation + 1;
        Volatile.Write(ref _generation, generation);
        return generation;
    }

    /// <summary>Ends a use, if the handle is the one that is held; of racing callers one wins.</summary>
    internal bool TryRelease(long generation) => Interlocked.CompareExchange(ref _generation, generation + 1, generation) == generation;
}

/// <summary>Slots for reuse, so that acquiring allocates nothing once enough exist.</summary>
internal sealed class SlotPool<T>
    where T : ResourceSlot, new()
{
    private const int CacheSize = 16;

    private readonly List<T> _all = [];
    private readonly T?[] _cache = new T?[CacheSize];
    private readonly Stack<T> _free = [];
    private readonly Lock _lock = new();

    /// <summary>A slot that nobody else has.</summary>
    internal T Rent()
    {
        // Taken and put back by exchanges, so that no other thread can get the same one.
        ref T? cached = ref _cache[Environment.CurrentManagedThreadId & (CacheSize - 1)];
        return (cached is null ? null : Interlocked.Exchange(ref cached, null)) ?? RentSlowly();
    }

    /// <summary>Gives a slot back whose use has ended.</summary>
    internal void Return(T slot)
    {
        ref T? cached = ref _cache[Environment.CurrentManagedThreadId & (CacheSize - 1)];
        if (Interlocked.CompareExchange(ref cached, slot, null) is not null)
        {
            lock (_lock)
            {
                _free.Push(slot);
            }
        }
    }

    /// <summary>All slots, in the order of their creation.</summary>
    internal T[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _all];
        }
    }

    /// <summary>How many are held.</summary>
    internal int CountInUse()
    {
        lock (_lock)
        {
            return _all.FindAll(slot => slot.IsInUse).Count;
        }
    }

    private T RentSlowly()
    {
        lock (_lock)
        {
            if (_free.TryPop(out T? slot))
            {
                return slot;
            }

            slot = new T();
            _all.Add(slot);
            return slot;
        }
    }
}
