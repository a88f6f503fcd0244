using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>What a guest does to configure PCI functions: it writes the ports of the host bridge.</summary>
internal sealed class PciGuest(Machine machine)
{
    internal void Write(int bus, int slot, int offset, uint value)
    {
        Select(bus, slot, offset);
        machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4, value);
    }

    internal uint Read(int bus, int slot, int offset)
    {
        Select(bus, slot, offset);
        return machine.Io.LoadUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4);
    }

    private void Select(int bus, int slot, int offset) =>
        machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort, 0x8000_0000u | ((uint)bus << 16) | ((uint)slot << 11) | (uint)offset);
}
