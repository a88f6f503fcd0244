namespace MemoryRegions.Samples.Devices;

/// <summary>A module of memory that is plugged into one of the <see cref="MemorySlots"/> (QEMU's <c>pc-dimm</c>).</summary>
/// <remarks>
/// References on RAM keep the RAM alive and not the device. So the module can be pulled while a device has a part of it mapped: the module is
/// finalized at once, the memory when the last mapping goes.
/// </remarks>
public sealed class MemoryModule : Device
{
    private readonly RamRegion _ram;
    private readonly MemorySlots _slots;
    private readonly int _slot;

    /// <summary>Creates a module.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="slots">What it is plugged into.</param>
    /// <param name="slot">Which slot.</param>
    /// <param name="size">The size in bytes, <see cref="MemorySlots.SlotSize"/> at most.</param>
    public MemoryModule(Machine machine, string name, MemorySlots slots, int slot, ulong size)
        : base(machine, name)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MemorySlots.SlotSize);
        _slots = slots;
        _slot = slot;
        Size = size;

        // As with a bus: the slots are there for as long as a module is that knows them.
        _slots.Ref();
        _ram = new RamRegion(this, "module", size);
    }

    /// <summary>The size in bytes.</summary>
    public ulong Size { get; }

    /// <summary>Whether somebody has asked the guest to let go of the module.</summary>
    public bool IsEjectRequested { get; private set; }

    /// <summary>Asks the guest to let go of the module.</summary>
    public void RequestEject() => IsEjectRequested = true;

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        ulong offset = _slots.Take(_slot, this);
        try
        {
            _slots.Memory.AddSubregion(offset, _ram);
        }
        catch
        {
            // OnUnrealize does not run for a device that was not realized.
            _slots.Leave(_slot);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _slots.Memory.DelSubregion(_ram);
        _slots.Leave(_slot);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnFinalize()
    {
        _slots.Unref();
        base.OnFinalize();
    }
}
