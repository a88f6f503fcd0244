namespace MemoryRegions;

/// <summary>One operation on a machine: holds its lock, and at the end of the outermost one lets go of what became unused.</summary>
internal readonly ref struct TopologyScope
{
    private readonly MachineTopology? _topology;

    private TopologyScope(MachineTopology? topology) => _topology = topology;

    /// <summary>Begins an operation; without a machine there is nothing to lock.</summary>
    internal static TopologyScope Enter(MachineTopology? topology)
    {
        topology?.EnterOperation();
        return new TopologyScope(topology);
    }

    /// <summary>Ends the operation.</summary>
    public void Dispose() => _topology?.ExitOperation();
}
