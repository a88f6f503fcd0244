using System.Collections.Generic;
using System.Runtime.ExceptionServices;

namespace MemoryRegions;

/// <summary>What a machine tells about lifetimes: events, and what is still held.</summary>
/// <remarks>
/// <para>Besides, monitoring tools see each machine as a meter named <c>MemoryRegions</c> with the tag <c>machine</c>, and these instruments of it:
/// <c>memoryregions.commit.duration</c> (a histogram in seconds), <c>memoryregions.objects.finalized</c>, <c>memoryregions.bounce.refused</c>,
/// <c>memoryregions.accesses.refused</c> (counters), <c>memoryregions.mappings</c>, <c>memoryregions.bounce.used</c> (in bytes),
/// <c>memoryregions.flat_ranges</c> and <c>memoryregions.retired</c> (observed). The event source <c>MemoryRegions</c> tells of commits, ends,
/// refused buffers and accesses, and aliases whose target died. Neither costs direct accesses and mappings anything.</para>
/// </remarks>
public sealed class MachineDiagnostics
{
    private readonly Machine _machine;

    internal MachineDiagnostics(Machine machine) => _machine = machine;

    /// <summary>
    /// An object is finalized: of a region, before its subregions are unlinked; of any other object, after its children were released. Raised
    /// under the machine's lock; what handlers throw leaves the operation after it is complete.
    /// </summary>
    public event Action<QomObject>? Finalized;

    /// <summary>
    /// The target of a linked alias died; the alias shows nothing from now on. Raised under the machine's lock; what handlers throw leaves the operation after it is complete.
    /// </summary>
    public event Action<AliasRegion>? AliasDangling;

    /// <summary>
    /// Lists what is still held: mappings, found sections, references that the program took, address spaces (but for the machine's own), open
    /// transactions, links across owners whose subregion's owner is unplugged or dropped, objects that keep each other alive, and aliases whose
    /// target is gone.
    /// </summary>
    /// <remarks>
    /// Call it when nothing should be held: after a device was unplugged, or after the machine was disposed. The reference that <c>new</c> gives to
    /// the creator of an object is no leak. With <see cref="MachineOptions.Tracking"/> each entry says where it was acquired; without,
    /// objects that nothing but each other knows of may be missing.
    /// </remarks>
    /// <returns>What is held, each thing once; empty if nothing is.</returns>
    public IReadOnlyList<Leak> FindLeaks()
    {
        using TopologyScope scope = TopologyScope.Enter(_machine.Topology);
        return new LeakFinder(_machine).Find();
    }

    internal void RaiseFinalized(QomObject o)
    {
        _machine.Metrics.Finalized(o);
        Raise(Finalized, o);
    }

    internal void RaiseDanglingAlias(AliasRegion alias)
    {
        _machine.Metrics.AliasDangling(alias);
        Raise(AliasDangling, alias);
    }

    // The end of an object must not be stopped half-way by who only wants to hear of it.
    private void Raise<T>(Action<T>? handlers, T argument)
    {
        try
        {
            handlers?.Invoke(argument);
        }
        catch (Exception e)
        {
            _machine.Topology.Defer(ExceptionDispatchInfo.Capture(e));
        }
    }
}
