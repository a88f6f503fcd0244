using System.Threading;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// An open change of a machine's topology. It holds the machine's lock; commit or dispose it on the thread that began it.
/// </summary>
public readonly struct TopologyTransaction : IDisposable
{
    private readonly OpenTransaction? _transaction;

    internal TopologyTransaction(OpenTransaction transaction) => _transaction = transaction;

    /// <summary>Ends the transaction; with the outermost one the views change (<c>memory_region_transaction_commit</c>).</summary>
    /// <exception cref="MemoryRegionException">It is committed already, or was begun by another thread.</exception>
    [Releases("transaction")]
    [DoesNotThrow]
    public void Commit()
    {
        if (_transaction is null || !_transaction.TryCommit())
        {
            throw new MemoryRegionException(
                MemoryRegionErrorCode.NotHeld, _transaction?.Topology.Machine.Path ?? "(none)", "the transaction is committed already", "MRL304");
        }
    }

    /// <summary>Commits, unless that is done.</summary>
    /// <exception cref="MemoryRegionException">It was begun by another thread.</exception>
    [Releases("transaction", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose() => _transaction?.TryCommit();
}

/// <summary>What copies of a <see cref="TopologyTransaction"/> share.</summary>
internal sealed class OpenTransaction(MachineTopology topology, string? stack)
{
    private readonly int _threadId = Environment.CurrentManagedThreadId;
    private int _done;

    internal MachineTopology Topology { get; } = topology;

    internal string? Stack { get; } = stack;

    internal bool TryCommit()
    {
        if (Volatile.Read(ref _done) != 0)
        {
            return false;
        }

        if (_threadId != Environment.CurrentManagedThreadId)
        {
            throw Topology.Machine.Error(MemoryRegionErrorCode.WrongThread, "a transaction is committed by the thread that began it", "MRL501");
        }

        _done = 1;
        Topology.CommitOpenTransaction(this);
        return true;
    }
}
