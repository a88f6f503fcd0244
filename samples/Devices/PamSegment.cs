namespace MemoryRegions.Samples.Devices;

/// <summary>
/// A segment of the legacy area below 1 MiB, which shows RAM or PCI memory as the bridge's programmable attribute map (PAM) says.
/// </summary>
/// <remarks>
/// All windows are aliases that are made and linked once, disabled; a register write enables one of them. QEMU destroyed and remade them on
/// every write until it was found that they died inside the transaction, before the views had changed (commit 2725aec7).
/// </remarks>
internal sealed class PamSegment
{
    private readonly AliasRegion _pci;
    private readonly AliasRegion _readOnlyRam;
    private readonly AliasRegion _ram;

    internal PamSegment(PciHostBridge bridge, MemoryRegion windows, MemoryRegion ram, ulong start, ulong size)
    {
        _pci = new AliasRegion(bridge, "pam-pci", bridge.Bus.Memory, start, size);
        _readOnlyRam = new AliasRegion(bridge, "pam-rom", ram, start, size) { ReadOnly = true };
        _ram = new AliasRegion(bridge, "pam-ram", ram, start, size);
        foreach (AliasRegion window in (ReadOnlySpan<AliasRegion>)[_pci, _readOnlyRam, _ram])
        {
            window.Enabled = false;
            windows.AddSubregion(start, window, priority: 1);
        }
    }

    /// <summary>Shows what two bits of a register say: bit 0 = reads go to RAM, bit 1 = writes go to RAM.</summary>
    internal void Select(uint attributes)
    {
        // Reads from PCI with writes to RAM cannot be told apart by address; like QEMU, we show PCI memory for both.
        _pci.Enabled = (attributes & 1) == 0;
        _readOnlyRam.Enabled = (attributes & 3) == 1;
        _ram.Enabled = (attributes & 3) == 3;
    }
}
