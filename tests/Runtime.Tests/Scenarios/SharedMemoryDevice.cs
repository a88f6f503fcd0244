namespace MemoryRegions.Tests.Scenarios;

/// <summary>
/// A device like ivshmem: registers, and shared memory in a window, which it shows in the system memory while it is realized.
/// </summary>
internal sealed class SharedMemoryDevice : Device
{
    internal const ulong RegistersSize = 0x100;
    internal const ulong MemoryOffset = 0x10_0000;
    internal const ulong MemorySize = 0x10_0000;

    private readonly ContainerRegion _window;
    private readonly MmioRegion _registers;
    private readonly RamRegion _memory;
    private readonly ulong _address;
    private ulong _mask;

    internal SharedMemoryDevice(Machine machine, string name, ulong address)
        : base(machine, name)
    {
        _address = address;
        _window = new ContainerRegion(this, "ivshmem", 2 * MemoryOffset);
        _registers = new MmioRegion(this, "ivshmem-mmio", RegistersSize, (offset, _) => offset == 0 ? _mask : 0, (_, value, _) => _mask = value);
        _memory = new RamRegion(this, "ivshmem.shmem", MemorySize);
        _window.AddSubregion(0, _registers);
        _window.AddSubregion(MemoryOffset, _memory);
    }

    internal MmioRegion Registers => _registers;

    internal RamRegion SharedMemory => _memory;

    protected override void OnRealize() => Machine.SystemMemory.AddSubregion(_address, _window);

    protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);
}
