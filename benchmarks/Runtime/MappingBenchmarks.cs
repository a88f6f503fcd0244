using System.Threading;

namespace MemoryRegions.Benchmarks.Runtime;

/// <summary>Mapping and unmapping.</summary>
internal static class MappingBenchmarks
{
    private const int BlockSize = 4096;

    private static long s_count;

    public static void Run()
    {
        using Machine machine = Machines.WithDevice(new MmioReadHandlerSource());
        AddressSpace space = machine.Memory;
        void MapAndUnmap(int count)
        {
            for (int i = 0; i < count; i++)
            {
                MemoryMapping mapping = space.Map((ulong)(i & 1023) * BlockSize, BlockSize, MapAccess.Read);
                mapping.Unmap();
            }
        }

        (double measured, double yardstick) = Measure.Operations(
            MapAndUnmap,
            static count =>
            {
                for (int i = 0; i < count; i++)
                {
                    Interlocked.Increment(ref s_count);
                    Interlocked.Decrement(ref s_count);
                }
            });
        Report.Write("map and unmap 4 KiB", Report.Nanoseconds(measured), "interlocked pair, " + Report.Nanoseconds(yardstick), measured / yardstick, "4");

        const int repetitions = 100_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        MapAndUnmap(repetitions);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Report.Write("allocated by a map and unmap", (allocated / repetitions) + " bytes", "none", allocated / repetitions, "0");
    }
}
