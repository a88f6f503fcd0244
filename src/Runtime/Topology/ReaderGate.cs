using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace MemoryRegions;

/// <summary>
/// Knows which threads are in the middle of an access, so that what they look at is let go only after they are done.
/// </summary>
/// <remarks>
/// An access costs two plain stores to memory of its own thread and no fence. The fence is paid by who changes the topology:
/// <see cref="Interlocked.MemoryBarrierProcessWide"/> between unpublishing a view and looking at the readers, and between asking those that are
/// active for a wake-up and looking at them again. So either the change sees the reader, or the reader sees the new view; and either the change
/// sees that the reader is done, or the reader sees at its end that it is waited for. A reader never waits for the lock, not even then.
/// </remarks>
internal sealed class ReaderGate
{
    [ThreadStatic]
    private static Reader? t_readers;

    private readonly GateId _id;
    private readonly Lock _registration = new();
    private readonly MachineTopology _topology;

    // Weak: a thread that has ended is no reader, and its entry goes with it.
    private readonly List<WeakReference<Reader>> _readers = [];

    internal ReaderGate(MachineTopology topology)
    {
        _topology = topology;
        _id = new GateId(this);
    }

    /// <summary>Begins an access on this thread. Accesses nest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Reader Enter()
    {
        Reader? reader = t_readers;
        if (reader is null || reader.Gate != _id)
        {
            reader = FindOrAdd();
        }

        if (reader.Depth++ == 0)
        {
            Volatile.Write(ref reader.Sequence, reader.Sequence + 1);
        }

        return reader;
    }

    /// <summary>Ends an access; if it was waited for, what waited is let go.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit(Reader reader)
    {
        if (--reader.Depth == 0)
        {
            Volatile.Write(ref reader.Sequence, reader.Sequence + 1);
            if (Volatile.Read(ref reader.Awaited))
            {
                Volatile.Write(ref reader.Awaited, false);
                _topology.Kick();
            }
        }
    }

    /// <summary>Whether an access is going on anywhere, this thread's included. Under the lock.</summary>
    internal bool AnyActive() => LookForActive(await: false).Count > 0;

    /// <summary>
    /// The accesses that are going on, each of which kicks the topology at its end. Those that begin later see only what is in force by now. Under
    /// the lock.
    /// </summary>
    internal ReaderSnapshot SnapshotActive()
    {
        ReaderSnapshot snapshot = LookForActive(await: true);
        if (snapshot.Count > 0)
        {
            Interlocked.MemoryBarrierProcessWide();
            snapshot.RemoveGone();
        }

        return snapshot;
    }

    private ReaderSnapshot LookForActive(bool await)
    {
        var snapshot = new ReaderSnapshot();
        lock (_registration)
        {
            bool others = false;
            foreach (WeakReference<Reader> entry in _readers)
            {
                others |= entry.TryGetTarget(out Reader? reader) && reader.ThreadId != Environment.CurrentManagedThreadId;
            }

            if (others)
            {
                Interlocked.MemoryBarrierProcessWide();
            }

            foreach (WeakReference<Reader> entry in _readers)
            {
                if (entry.TryGetTarget(out Reader? reader))
                {
                    long sequence = Volatile.Read(ref reader.Sequence);
                    if ((sequence & 1) != 0)
                    {
                        snapshot.Add(reader, sequence);
                        if (await)
                        {
                            Volatile.Write(ref reader.Awaited, true);
                        }
                    }
                }
            }
        }

        return snapshot;
    }

    /// <summary>This thread's entry, which comes to the front; entries of machines that are gone are forgotten.</summary>
    private Reader FindOrAdd()
    {
        Reader? found = null;
        Reader? kept = null;
        for (Reader? reader = t_readers; reader is not null;)
        {
            Reader? next = reader.Next;
            if (reader.Gate == _id)
            {
                found = reader;
            }
            else if (reader.Gate.IsInUse)
            {
                reader.Next = kept;
                kept = reader;
            }

            reader = next;
        }

        if (found is null)
        {
            found = new Reader(_id);
            lock (_registration)
            {
                _readers.RemoveAll(entry => !entry.TryGetTarget(out _));
                _readers.Add(new WeakReference<Reader>(found));
            }
        }

        found.Next = kept;
        t_readers = found;
        return found;
    }

    /// <summary>Stands for a gate where a thread remembers it, without keeping the machine behind it alive.</summary>
    internal sealed class GateId(ReaderGate gate)
    {
        private readonly WeakReference<ReaderGate> _gate = new(gate);

        internal bool IsInUse => _gate.TryGetTarget(out _);
    }

    /// <summary>One thread's accesses to one machine.</summary>
    internal sealed class Reader(GateId gate)
    {
        /// <summary>Odd while an access is going on.</summary>
        internal long Sequence;

        internal int Depth;

        /// <summary>Whether the topology wants to be kicked when the access is over.</summary>
        internal bool Awaited;

        /// <summary>How many IOMMUs the access has gone through.</summary>
        internal int Translations;

        // The outermost device that is called, and those that it has reached.
        private readonly List<Device> _engagedInside = [];
        private Device? _engaged;

        internal GateId Gate { get; } = gate;

        internal int ThreadId { get; } = Environment.CurrentManagedThreadId;

        internal Reader? Next { get; set; }

        /// <summary>Begins a call of a device, unless this thread is in the middle of one (QEMU's <c>MemReentrancyGuard</c>).</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal bool TryEngage(Device device)
        {
            if (_engaged is null)
            {
                _engaged = device;
                return true;
            }

            return TryEngageInside(device);
        }

        /// <summary>Ends the last call that was begun.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Disengage()
        {
            if (_engagedInside.Count == 0)
            {
                _engaged = null;
            }
            else
            {
                _engagedInside.RemoveAt(_engagedInside.Count - 1);
            }
        }

        private bool TryEngageInside(Device device)
        {
            if (_engaged == device || _engagedInside.Contains(device))
            {
                return false;
            }

            _engagedInside.Add(device);
            return true;
        }
    }
}

/// <summary>Accesses that were going on at one moment.</summary>
internal sealed class ReaderSnapshot
{
    private readonly List<(ReaderGate.Reader Reader, long Sequence)> _active = [];

    internal int Count => _active.Count;

    internal void Add(ReaderGate.Reader reader, long sequence) => _active.Add((reader, sequence));

    /// <summary>Forgets the accesses that are over; returns how many are left.</summary>
    internal int RemoveGone()
    {
        if (_active.Count > 0)
        {
            _active.RemoveAll(entry => Volatile.Read(ref entry.Reader.Sequence) != entry.Sequence);
        }

        return _active.Count;
    }
}
