using System.Collections.Generic;
using MemoryRegions.Contracts;

namespace MemoryRegions.Samples.Devices;

/// <summary>
/// The base of PCI devices: configuration registers, and memory that the guest places by writing base address registers (BARs).
/// </summary>
/// <remarks>
/// The regions of a function are linked once, by the constructor, into a container of its own. That link stays within one owner: it makes no
/// cycle and needs no undoing. The only link that crosses owners is the one from the bus to that container: realize makes it as its last
/// step, unrealize undoes it. What the guest does with the BARs later moves and enables regions; it neither creates nor links any.
/// </remarks>
public abstract class PciFunction : Device
{
    private readonly ContainerRegion _window;
    private readonly List<(int Index, MemoryRegion Region)> _bars = [];
    private readonly PciBus _bus;
    private readonly int _slot;

    /// <summary>Creates a function.</summary>
    protected PciFunction(Machine machine, string name, PciBus bus, int slot, ushort vendorId, ushort deviceId, uint classCode)
        : base(machine, name)
    {
        _slot = slot;
        _bus = bus;

        // As in qdev: the device holds its bus until it is finalized, so that the link below can be undone at any time before.
        _bus.Ref();
        _window = new ContainerRegion(this, "bars", 1UL << 32);
        Configuration = new PciConfigurationSpace(vendorId, deviceId, classCode, OnConfigurationWritten);
    }

    /// <summary>The configuration registers.</summary>
    public PciConfigurationSpace Configuration { get; }

    /// <summary>Gives the function a BAR. For constructors.</summary>
    /// <param name="index">Which one, 0 to 5.</param>
    /// <param name="region">A region of this device, whose size is a power of two.</param>
    protected void AddBar(int index, MemoryRegion region)
    {
        region.Enabled = false;
        _window.AddSubregion(0, region);
        _bars.Add((index, region));

        // The guest finds the size by writing ones and looking which bits stick.
        Configuration.SetWritable(PciConfigurationSpace.FirstBar + (4 * index), (uint)-(long)(ulong)region.Size);
    }

    /// <summary>Adds a region that the function places itself. For constructors.</summary>
    /// <param name="region">A region of this device; it shows nothing until the function enables it.</param>
    protected void AddWindow(MemoryRegion region)
    {
        region.Enabled = false;
        _window.AddSubregion(0, region);
    }

    /// <summary>The guest has written a configuration register, or reset has cleared them all.</summary>
    /// <param name="decodes">Whether the function answers memory accesses.</param>
    [LifecyclePhase(LifecyclePhase.Runtime)]
    protected virtual void OnDecodingChanged(bool decodes)
    {
    }

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.Attach(_slot, Configuration);
        try
        {
            _bus.Memory.AddSubregion(0, _window);
        }
        catch
        {
            // OnUnrealize does not run for a device that was not realized.
            _bus.Detach(_slot);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _bus.Memory.DelSubregion(_window);
        _bus.Detach(_slot);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        Configuration.Reset();
        PlaceBars();
    }

    /// <inheritdoc/>
    protected override void OnFinalize()
    {
        _bus.Unref();
        base.OnFinalize();
    }

    private void OnConfigurationWritten(int offset)
    {
        if (offset < PciConfigurationSpace.FirstBar + (4 * 6))
        {
            PlaceBars();
        }
    }

    private void PlaceBars()
    {
        bool decodes = (Configuration[PciConfigurationSpace.Command] & PciConfigurationSpace.MemoryEnable) != 0;

        // The guest sees all of the change at once, or none of it.
        using TopologyTransaction transaction = Machine.BeginTransaction();
        foreach ((int index, MemoryRegion region) in _bars)
        {
            uint address = Configuration[PciConfigurationSpace.FirstBar + (4 * index)];
            region.Address = address;
            region.Enabled = decodes && address != 0;
        }

        OnDecodingChanged(decodes);
    }
}
