using System.Linq;

namespace MemoryRegions.Tests.Support;

/// <summary>A machine with one owner, for tests that need no more.</summary>
public abstract class MachineTest : IDisposable
{
    protected MachineTest()
        : this(new MachineOptions { Tracking = true })
    {
    }

    protected MachineTest(MachineOptions options)
    {
        Machine = new Machine("machine", options);
        Owner = new Owner(Machine, "A");
    }

    protected Machine Machine { get; }

    protected Owner Owner { get; }

    protected ContainerRegion Root => Machine.SystemMemory;

    protected AddressSpace Memory => Machine.Memory;

    public void Dispose()
    {
        Machine.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static string Show(AddressSpace space) => string.Join(
        ", ", space.FlatView.Select(r => $"{r.Start:x}-{r.Last:x} {r.Region.Name}+{r.OffsetInRegion:x} {r.Kind}"));

    protected string Show() => Show(Memory);

    protected RamRegion Ram(string name, ulong size = 0x1000) => new(Owner, name, size);

    protected MmioRegion Mmio(string name, ulong size = 0x1000) => new(Owner, name, size, null, null);
}
