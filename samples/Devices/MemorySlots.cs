namespace MemoryRegions.Samples.Devices;

/// <summary>
/// The slots for memory that is plugged and pulled while the machine runs, with the registers through which the guest looks at them (after
/// QEMU's ACPI memory hot-plug).
/// </summary>
public sealed class MemorySlots : Device
{
    /// <summary>The number of slots.</summary>
    public const int Count = 8;

    /// <summary>The size in bytes of the largest module, and the distance of the slots.</summary>
    public const ulong SlotSize = 1UL << 30;

    /// <summary>Register: the slot that the other registers are about.</summary>
    public const ulong Selector = 0x00;

    /// <summary>Register: status of the slot. Writing <see cref="Eject"/> pulls the module.</summary>
    public const ulong Status = 0x04;

    /// <summary>Register: the size of the module in the slot in bytes, or 0.</summary>
    public const ulong Size = 0x08;

    /// <summary>Status: there is a module.</summary>
    public const uint Present = 1 << 0;

    /// <summary>Status: somebody wants to pull the module and waits for the guest to let go of it.</summary>
    public const uint EjectRequested = 1 << 1;

    /// <summary>Status, write only: the guest lets go of the module.</summary>
    public const uint Eject = 1 << 3;

    private const ulong RegisterWindowSize = 0x1000;

    private readonly ContainerRegion _memory;
    private readonly MmioRegion _registers;
    private readonly MemoryModule?[] _modules = new MemoryModule?[Count];
    private readonly MemoryRegion _bus;
    private readonly ulong _registerAddress;
    private readonly ulong _memoryAddress;
    private uint _selected;

    /// <summary>Creates empty slots.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="name">The device's name.</param>
    /// <param name="bus">The container that memory and registers go into; it must outlive the device.</param>
    /// <param name="registers">Where in the container the registers are.</param>
    /// <param name="memory">Where the first slot is.</param>
    public MemorySlots(Machine machine, string name, MemoryRegion bus, ulong registers, ulong memory)
        : base(machine, name)
    {
        _bus = bus;
        _registerAddress = registers;
        _memoryAddress = memory;
        _memory = new ContainerRegion(this, "hotplug-memory", Count * SlotSize);
        _registers = new MmioRegion(this, "hotplug-registers", RegisterWindowSize, new MmioOperations
        {
            Read = ReadRegister,
            Write = WriteRegister,
            ValidMinAccessSize = 4,
            ValidMaxAccessSize = 4,
            ImplementedMinAccessSize = 4,
            ImplementedMaxAccessSize = 4,
        });
    }

    /// <summary>The container that the modules go into, slot after slot.</summary>
    public ContainerRegion Memory => _memory;

    /// <summary>Takes a slot for a module.</summary>
    /// <returns>Where in <see cref="Memory"/> the module belongs.</returns>
    /// <exception cref="InvalidOperationException">The slot is taken.</exception>
    public ulong Take(int slot, MemoryModule module)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, Count);
        if (_modules[slot] is not null)
        {
            throw new InvalidOperationException($"slot {slot} of {Path} is taken");
        }

        _modules[slot] = module;
        return (ulong)slot * SlotSize;
    }

    /// <summary>Undoes <see cref="Take"/>.</summary>
    public void Leave(int slot) => _modules[slot] = null;

    /// <inheritdoc/>
    protected override void OnRealize()
    {
        base.OnRealize();
        _bus.AddSubregion(_memoryAddress, _memory);
        try
        {
            _bus.AddSubregion(_registerAddress, _registers);
        }
        catch
        {
            // OnUnrealize does not run for a device that was not realized.
            _bus.DelSubregion(_memory);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnUnrealize()
    {
        _bus.DelSubregion(_registers);
        _bus.DelSubregion(_memory);
        base.OnUnrealize();
    }

    /// <inheritdoc/>
    protected override void OnReset()
    {
        base.OnReset();
        _selected = 0;
    }

    private MemoryModule? Selected => _selected < Count ? _modules[_selected] : null;

    private ulong ReadRegister(ulong offset, int size) => offset switch
    {
        Selector => _selected,
        Status when Selected is { } module => Present | (module.IsEjectRequested ? EjectRequested : 0),
        Size => Selected?.Size ?? 0,
        _ => 0,
    };

    private void WriteRegister(ulong offset, ulong value, int size)
    {
        switch (offset)
        {
            case Selector:
                _selected = (uint)value;
                break;
            case Status when (value & Eject) != 0:
                // The module leaves its slot in its OnUnrealize. Its memory lives on for as long as somebody has it mapped.
                Selected?.Unparent();
                break;
        }
    }
}
