using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace MemoryRegions;

/// <summary>
/// The living objects of a machine, for diagnostics. With tracking it keeps them, so that what leaked is always found; without, it only knows
/// of them as long as the program or something else does.
/// </summary>
internal sealed class ObjectRegistry(bool tracking)
{
    private readonly Lock _lock = new();
    private readonly List<WeakReference<QomObject>> _known = [];
    private readonly Dictionary<QomObject, Record> _kept = [];
    private long _nextNumber;
    private int _overreleases;
    private int _pruneAt = 64;

    /// <summary>How many references were dropped that nobody had. Not 0 only if the runtime itself miscounts.</summary>
    internal int Overreleases => Volatile.Read(ref _overreleases);

    internal void CountOverrelease() => Interlocked.Increment(ref _overreleases);

    internal void Add(QomObject o)
    {
        lock (_lock)
        {
            if (tracking)
            {
                _kept[o] = new Record(_nextNumber++);
                return;
            }

            if (_known.Count == _pruneAt)
            {
                _known.RemoveAll(entry => !entry.TryGetTarget(out QomObject? known) || known.IsFinalized);
                _pruneAt = Math.Max(64, 2 * _known.Count);
            }

            _known.Add(new WeakReference<QomObject>(o));
        }
    }

    internal void Remove(QomObject o)
    {
        if (tracking)
        {
            lock (_lock)
            {
                _kept.Remove(o);
            }
        }
    }

    /// <summary>The living objects, in the order of their creation.</summary>
    internal List<QomObject> Snapshot()
    {
        lock (_lock)
        {
            var objects = new List<QomObject>();
            if (tracking)
            {
                objects.AddRange(_kept.Keys);
                objects.Sort((a, b) => _kept[a].Number.CompareTo(_kept[b].Number));
                return objects;
            }

            foreach (WeakReference<QomObject> entry in _known)
            {
                if (entry.TryGetTarget(out QomObject? o) && !o.IsFinalized)
                {
                    objects.Add(o);
                }
            }

            return objects;
        }
    }

    /// <summary>The call stack, if acquisitions are tracked.</summary>
    internal string? CaptureStack() => tracking ? new StackTrace(2, fNeedFileInfo: true).ToString() : null;

    /// <summary>Remembers where a reference was taken.</summary>
    internal void RecordReference(QomObject o)
    {
        if (tracking)
        {
            string? stack = CaptureStack();
            lock (_lock)
            {
                if (_kept.TryGetValue(o, out Record? record))
                {
                    record.Stacks.Add(stack!);
                }
            }
        }
    }

    /// <summary>Forgets where a reference was taken: the last one, as nobody can say which one was dropped.</summary>
    internal void ForgetReference(QomObject o)
    {
        if (tracking)
        {
            lock (_lock)
            {
                if (_kept.TryGetValue(o, out Record? record) && record.Stacks.Count > 0)
                {
                    record.Stacks.RemoveAt(record.Stacks.Count - 1);
                }
            }
        }
    }

    /// <summary>Where the references of the program to an object were taken that are not dropped.</summary>
    internal IReadOnlyList<string> ReferenceStacks(QomObject o)
    {
        lock (_lock)
        {
            return _kept.TryGetValue(o, out Record? record) ? [.. record.Stacks] : [];
        }
    }

    private sealed class Record(long number)
    {
        internal long Number { get; } = number;

        internal List<string> Stacks { get; } = [];
    }
}
