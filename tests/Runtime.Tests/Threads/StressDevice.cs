using System.Threading;

namespace MemoryRegions.Tests.Threads;

/// <summary>A device that is plugged in and out while others use it, and notices when it is used after its end.</summary>
internal sealed class StressDevice : Device
{
    internal const ulong SlotSize = 0x1_0000;
    internal const ulong RegisterOffset = 0;
    internal const ulong RamOffset = 0x4000;
    internal const ulong IommuOffset = 0x8000;
    internal const ulong PageSize = 0x1000;

    private readonly StressRun _run;
    private readonly ContainerRegion _bar;
    private readonly MmioRegion _registers;
    private readonly IommuRegion _iommu;
    private readonly RamRegion _ram;
    private int _ended;

    public StressDevice(StressRun run)
        : base(run.Machine, "hot")
    {
        _run = run;
        _bar = new ContainerRegion(this, "bar", PageSize * 2);
        _registers = new MmioRegion(this, "registers", PageSize, new MmioOperations
        {
            ReadWithAttributes = Read,
            WriteWithAttributes = Write,
        });
        _ram = new RamRegion(this, "ram", PageSize);
        _iommu = new IommuRegion(this, "iommu", PageSize, Translate);

        // The same owner: the link holds the region, not the device.
        _bar.AddSubregion(0, _registers);
    }

    /// <summary>Where it is plugged in.</summary>
    public required ulong Address { get; init; }

    protected override void OnRealize()
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        _run.Bus.AddSubregion(Address + RegisterOffset, _bar);
        _run.Bus.AddSubregion(Address + RamOffset, _ram);
        _run.Bus.AddSubregion(Address + IommuOffset, _iommu);
    }

    protected override void OnUnrealize()
    {
        using TopologyTransaction transaction = Machine.BeginTransaction();
        _run.Bus.DelSubregion(_bar);
        _run.Bus.DelSubregion(_ram);
        _run.Bus.DelSubregion(_iommu);
    }

    protected override void OnFinalize()
    {
        if (Interlocked.Increment(ref _ended) != 1)
        {
            _run.Report("a device was finalized twice");
        }

        _run.CountFinalized();
    }

    private MemoryTransactionResult Read(ulong offset, out ulong value, int size, MemoryAttributes attributes)
    {
        CheckAlive(_registers);
        value = offset;
        Thread.Yield();
        CheckAlive(_registers);
        return MemoryTransactionResult.Ok;
    }

    private MemoryTransactionResult Write(ulong offset, ulong value, int size, MemoryAttributes attributes)
    {
        CheckAlive(_registers);
        _run.CountWrite();
        return MemoryTransactionResult.Ok;
    }

    private IommuTlbEntry Translate(ulong address, IommuAccess access, int index)
    {
        CheckAlive(_iommu);
        return new IommuTlbEntry(Machine.Memory, 0, StressRun.SharedAddress, PageSize - 1, IommuAccess.ReadWrite);
    }

    private void CheckAlive(MemoryRegion region)
    {
        if (Volatile.Read(ref _ended) != 0 || IsFinalized || region.IsFinalized)
        {
            _run.Report($"{region.Name} was called after its end");
        }
    }
}
