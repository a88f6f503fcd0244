using System.Runtime.CompilerServices;

namespace MemoryRegions.Benchmarks.Runtime;

/// <summary>The machines that are measured.</summary>
internal static class Machines
{
    public const ulong RamSize = 64UL << 20;

    public const ulong DeviceAddress = 1UL << 32;

    /// <summary>RAM at 0, and a device with one register window above.</summary>
    public static Machine WithDevice(MmioReadHandlerSource source)
    {
        var machine = new Machine("benchmark");
        machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", RamSize));
        machine.SystemMemory.AddSubregion(DeviceAddress, new MmioRegion(null, "registers", 0x1000, source.Operations));
        return machine;
    }

    /// <summary>As many RAM regions side by side, 4 KiB each, every other of them readable only through a gap before it.</summary>
    public static Machine WithRegions(int count)
    {
        var machine = new Machine("benchmark");
        using (machine.BeginTransaction())
        {
            for (int i = 0; i < count; i++)
            {
                machine.SystemMemory.AddSubregion((ulong)i * 0x2000, new RamRegion(null, "ram" + i, 0x1000));
            }
        }

        return machine;
    }
}

/// <summary>A device of one register.</summary>
internal sealed class MmioReadHandlerSource
{
    private ulong _value = 3;

    public MmioOperations Operations => new()
    {
        Read = Read,
        Write = Write,
        ValidMinAccessSize = 1,
        ValidMaxAccessSize = 8,
        ImplementedMinAccessSize = 1,
        ImplementedMaxAccessSize = 8,
    };

    // Else the yardstick, a bare delegate call, would be compiled away.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public ulong Read(ulong offset, int size) => _value + offset;

    public void Write(ulong offset, ulong value, int size) => _value = value;
}
