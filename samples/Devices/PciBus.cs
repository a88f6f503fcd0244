using System.Collections.Generic;

namespace MemoryRegions.Samples.Devices;

/// <summary>A PCI bus: the space that the functions put their memory into, and the way to their configuration registers.</summary>
/// <remarks>The bus is a child of the bridge that makes it. Each function holds a reference to it, so that it outlives them all.</remarks>
public sealed class PciBus : QomObject
{
    private const uint NobodyAnswers = 0xffff_ffff;

    private readonly MmioRegion _masterAbort;
    private readonly Dictionary<int, PciConfigurationSpace> _functions = [];
    private readonly List<PciBridge> _bridges = [];

    /// <summary>Creates an empty bus.</summary>
    public PciBus(Machine machine)
        : base(machine)
    {
        Memory = new ContainerRegion(this, "pci-memory", 1UL << 32);

        // Behind all functions: reads that nobody claims return ones, writes are lost. Without it, holes in the bus would be holes in the
        // windows onto it too, and show whatever lies behind those.
        _masterAbort = new MmioRegion(this, "pci-master-abort", 1UL << 32, (offset, size) => ulong.MaxValue, null);
        Memory.AddSubregion(0, _masterAbort, priority: -1);
    }

    /// <summary>The 4 GiB of PCI memory, of which the bridge shows windows to the processors.</summary>
    public ContainerRegion Memory { get; }

    /// <summary>Makes a function's configuration registers reachable.</summary>
    /// <exception cref="InvalidOperationException">The slot is taken.</exception>
    public void Attach(int slot, PciConfigurationSpace configuration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slot, 31);
        if (!_functions.TryAdd(slot, configuration))
        {
            throw new InvalidOperationException($"slot {slot} of {Path} is taken");
        }
    }

    /// <summary>Undoes <see cref="Attach"/>.</summary>
    public void Detach(int slot) => _functions.Remove(slot);

    /// <summary>Makes the bus behind a bridge reachable under the numbers that the guest gives to the bridge.</summary>
    public void AttachBridge(PciBridge bridge) => _bridges.Add(bridge);

    /// <summary>Undoes <see cref="AttachBridge"/>.</summary>
    public void DetachBridge(PciBridge bridge) => _bridges.Remove(bridge);

    /// <summary>The bus of the given number behind the bridges of this one, however far behind, or <see langword="null"/>.</summary>
    public PciBus? FindBehind(int number)
    {
        PciBus? bus = this;
        while (bus._bridges.Find(bridge => bridge.Claims(number)) is { } bridge)
        {
            bus = bridge.SecondaryBus;
            if (bridge.SecondaryNumber == number)
            {
                return bus;
            }
        }

        return null;
    }

    /// <summary>Reads configuration registers; all ones where there is no function.</summary>
    public uint ReadConfiguration(int slot, int offset, int size) =>
        _functions.TryGetValue(slot, out PciConfigurationSpace? configuration) ? configuration.Read(offset, size) : NobodyAnswers;

    /// <summary>Writes configuration registers, if there is a function.</summary>
    public void WriteConfiguration(int slot, int offset, uint value, int size)
    {
        if (_functions.TryGetValue(slot, out PciConfigurationSpace? configuration))
        {
            configuration.Write(offset, value, size);
        }
    }
}
