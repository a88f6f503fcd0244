using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace MemoryRegions;

/// <summary>
/// The part of a machine that changes under its lock: operations, transactions, and what waits to be let go. The views are in the other part.
/// </summary>
internal sealed partial class MachineTopology
{
    private readonly Lock _lock = new();
    private readonly Queue<RetiredItem> _retired = [];
    private readonly List<OpenTransaction> _openTransactions = [];
    private readonly List<RetiredItem> _unwatched = [];
    private List<ExceptionDispatchInfo>? _deferredExceptions;
    private int _kicked;
    private int _operationDepth;
    private int _transactionDepth;
    private bool _draining;
    private bool _updatePending;

    internal MachineTopology(Machine machine)
    {
        Machine = machine;
        _referencesUntilDefect = machine.Options.ViewReferenceLeftOut;
        Readers = new ReaderGate(this);
        DirtyLog = new DirtyLog(this);
        Bounces = new BounceBudget(machine.Options.BounceBufferSize);
        MapClients = new MapClientQueue(Bounces);
    }

    internal Machine Machine { get; }

    /// <summary>The accesses that are going on without the lock.</summary>
    internal ReaderGate Readers { get; }

    /// <summary>The mappings of all address spaces: they may outlive the one that made them.</summary>
    internal SlotPool<MappingSlot> Mappings { get; } = new();

    /// <summary>The sections that were found.</summary>
    internal SlotPool<SectionSlot> Sections { get; } = new();

    /// <summary>Who logs which writes.</summary>
    internal DirtyLog DirtyLog { get; }

    /// <summary>The region caches, in the order of their creation. Guarded by the lock.</summary>
    internal List<MemoryRegionCache> Caches { get; } = [];

    /// <summary>Who waits for room for a bounce buffer.</summary>
    internal MapClientQueue MapClients { get; }

    /// <summary>The room for bounce buffers.</summary>
    internal BounceBudget Bounces { get; }

    /// <summary>Whether the views may be older than the topology.</summary>
    internal bool UpdatePending => _updatePending;

    /// <summary>How many things wait for readers, or for the end of the operation. Racy; for monitoring.</summary>
    internal int RetiredCount => _retired.Count;

    internal void EnterOperation()
    {
        _lock.Enter();
        _operationDepth++;
    }

    internal void ExitOperation()
    {
        List<ExceptionDispatchInfo>? exceptions = LeaveOperation();

        // A reader that could not get the lock left the work to who had it.
        while (Volatile.Read(ref _kicked) != 0 && !_lock.IsHeldByCurrentThread && _lock.TryEnter())
        {
            _operationDepth++;
            if (LeaveOperation() is { } more)
            {
                (exceptions ??= []).AddRange(more);
            }
        }

        ThrowIfAny(exceptions);
    }

    /// <summary>A reader that is waited for is done: lets go of what waited, unless the lock is taken; then its holder does when it leaves.</summary>
    internal void Kick()
    {
        Interlocked.Exchange(ref _kicked, 1);
        if (_lock.TryEnter())
        {
            _operationDepth++;
            ExitOperation();
        }
    }

    /// <summary>Begins a transaction (<c>memory_region_transaction_begin</c>). Under the lock.</summary>
    internal void Begin() => _transactionDepth++;

    /// <summary>Ends a transaction; the outermost one rebuilds the views if something asked for it (<c>memory_region_transaction_commit</c>).</summary>
    internal void Commit()
    {
        // Inside a transaction of its own: what listeners change meanwhile is the next round's.
        try
        {
            while (_transactionDepth == 1 && (_updatePending || _eventNotifiersPending))
            {
                if (_updatePending)
                {
                    _updatePending = false;
                    CommitViews();
                }
                else
                {
                    _eventNotifiersPending = false;
                    for (int i = 0; i < _spaces.Count; i++)
                    {
                        RefreshEventNotifiers(_spaces[i]);
                    }
                }
            }
        }
        finally
        {
            _transactionDepth--;
        }
    }

    /// <summary>Asks for the views to be rebuilt at the end of the transaction.</summary>
    internal void RequestUpdate(bool visible) => _updatePending |= visible;

    /// <summary>A change in a transaction of its own.</summary>
    internal void Update(bool visible)
    {
        Begin();
        RequestUpdate(visible);
        Commit();
    }

    /// <summary>Lets an exception of the program leave the operation after it is complete.</summary>
    internal void Defer(ExceptionDispatchInfo exception) => (_deferredExceptions ??= []).Add(exception);

    /// <summary>Finalizes a region when the readers that may be looking at it are done; its owner outlives it.</summary>
    internal void RetireRegion(MemoryRegion region)
    {
        Retire(new RetiredItem(region, isFinalization: true));
        if (region.Owner is { } owner && owner.TryObjectRef())
        {
            RetireReference(owner);
        }
    }

    /// <summary>Drops a reference when the readers that may rely on it are done.</summary>
    internal void RetireReference(QomObject? o)
    {
        if (o is not null)
        {
            Retire(new RetiredItem(o, isFinalization: false));
        }
    }

    /// <summary>The transactions of the program that are open. Under the lock.</summary>
    internal IReadOnlyList<OpenTransaction> OpenTransactions => _openTransactions;

    /// <summary>Begins a transaction of the program, which holds the lock until it is committed.</summary>
    internal OpenTransaction BeginOpenTransaction()
    {
        var transaction = new OpenTransaction(this, Machine.Registry.CaptureStack());

        // Entered outside an operation: what is let go at the end of each operation inside the transaction does not wait for its commit.
        _lock.Enter();
        Begin();
        _openTransactions.Add(transaction);
        return transaction;
    }

    /// <summary>Commits a transaction of the program. On its own thread, and once.</summary>
    internal void CommitOpenTransaction(OpenTransaction transaction)
    {
        EnterOperation();
        try
        {
            _openTransactions.Remove(transaction);
            Commit();
        }
        finally
        {
            _lock.Exit();
            ExitOperation();
        }
    }

    /// <summary>Throws what code of the program threw meanwhile.</summary>
    internal static void ThrowIfAny(List<ExceptionDispatchInfo>? exceptions)
    {
        if (exceptions is null)
        {
            return;
        }

        if (exceptions.Count == 1)
        {
            exceptions[0].Throw();
        }

        throw new AggregateException(exceptions.ConvertAll(e => e.SourceException));
    }

    /// <summary>Ends an operation: the outermost one lets go of what it can. Returns what was thrown meanwhile.</summary>
    private List<ExceptionDispatchInfo>? LeaveOperation()
    {
        List<ExceptionDispatchInfo>? exceptions = null;
        if (_operationDepth == 1)
        {
            if (_kicked != 0)
            {
                Interlocked.Exchange(ref _kicked, 0);
            }

            if (_retired.Count > 0)
            {
                Drain();
            }

            exceptions = _deferredExceptions;
            _deferredExceptions = null;
        }

        _operationDepth--;
        _lock.Exit();

        // A reader either gets the lock now or is seen to have tried.
        Interlocked.MemoryBarrier();
        return exceptions;
    }

    private void Retire(RetiredItem item)
    {
        _retired.Enqueue(item);
        _unwatched.Add(item);
    }

    /// <summary>Lets go of what no reader can be looking at any more, in the order in which it became unused.</summary>
    private void Drain()
    {
        if (_draining)
        {
            return;
        }

        _draining = true;
        try
        {
            while (_retired.TryPeek(out RetiredItem? item))
            {
                // All at once, as early as possible: who begins to read after this does not count.
                if (_unwatched.Count > 0)
                {
                    ReaderSnapshot snapshot = Readers.SnapshotActive();
                    _unwatched.ForEach(retired => retired.Readers = snapshot);
                    _unwatched.Clear();
                }

                if (item.Readers!.RemoveGone() > 0)
                {
                    return;
                }

                _retired.Dequeue();
                item.Release();
            }
        }
        finally
        {
            _draining = false;
        }
    }

    /// <summary>Something that is let go when its readers are done.</summary>
    private sealed class RetiredItem
    {
        private readonly QomObject? _object;
        private readonly bool _isFinalization;
        private readonly FlatView? _view;

        internal RetiredItem(QomObject o, bool isFinalization)
        {
            _object = o;
            _isFinalization = isFinalization;
        }

        internal RetiredItem(FlatView view) => _view = view;

        internal ReaderSnapshot? Readers { get; set; }

        internal void Release()
        {
            if (_view is not null)
            {
                _view.ReleaseReferences();
            }
            else if (_isFinalization)
            {
                _object!.FinalizeNow();
            }
            else
            {
                _object!.ObjectUnref();
            }
        }
    }
}
