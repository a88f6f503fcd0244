using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace MemoryRegions;

/// <summary>
/// Knows which threads are in the middle of an access, so that what they look at is let go only after they are done.
/// </summary>
/// <remarks>
/// An access costs two plain stores to memory of its own thread and no fence. The fence is paid by who changes the topology:
/// <see cref="Interlocked.MemoryBarrierProcessWide"/> between unpublishing a view and looking at the readers, and between asking for a wake-up
/// and looking at the readers. So either the change sees the reader, or the reader sees the new view; and either the change sees that the
/// reader is done, or the reader sees at its end that somebody waits.
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
    private volatile bool _somethingWaits;

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

    /// <summary>Ends an access; the last one to end lets go of what waited for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Exit(Reader reader)
    {
        if (--reader.Depth == 0)
        {
            Volatile.Write(ref reader.Sequence, reader.Sequence + 1);
            if (_somethingWaits)
            {
                LetGo();
            }
        }
    }

    /// <summary>Whether an access is going on anywhere, this thread's included. Under the lock.</summary>
    internal bool AnyActive() => LookForActive().Count > 0;

    /// <summary>The accesses that are going on; the last to end looks for what waits. Those that begin later see only what is in force by now. Under the lock.</summary>
    internal ReaderSnapshot SnapshotActive()
    {
        _somethingWaits = true;
        return LookForActive();
    }

    /// <summary>Whether the accesses of a snapshot are all over. If not, the next to end looks again. Under the lock.</summary>
    internal bool AllGone(ReaderSnapshot snapshot)
    {
        if (snapshot.Count == 0 || snapshot.RemoveGone() == 0)
        {
            return true;
        }

        _somethingWaits = true;
        Interlocked.MemoryBarrierProcessWide();
        return snapshot.RemoveGone() == 0;
    }

    /// <summary>Nobody has to be woken any more. Under the lock.</summary>
    internal void NothingWaits() => _somethingWaits = false;

    private ReaderSnapshot LookForActive()
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
                    }
                }
            }
        }

        return snapshot;
    }

    private void LetGo()
    {
        // An operation lets go of what it can at its end.
        _topology.EnterOperation();
        _topology.ExitOperation();
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

        internal GateId Gate { get; } = gate;

        internal int ThreadId { get; } = Environment.CurrentManagedThreadId;

        internal Reader? Next { get; set; }
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
        _active.RemoveAll(entry => Volatile.Read(ref entry.Reader.Sequence) != entry.Sequence);
        return _active.Count;
    }
}
