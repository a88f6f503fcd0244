namespace MemoryRegions.Samples.BrokenDevices;

/// <summary>What the PCI devices here are plugged into.</summary>
public sealed class PciBus : QomObject
{
    public PciBus(Machine machine)
        : base(machine)
    {
        Memory = new ContainerRegion(this, "pci-memory", 1UL << 32);
    }

    /// <summary>The space that the devices put their BARs into.</summary>
    public ContainerRegion Memory { get; }
}
