namespace MemoryRegions.Benchmarks.Runtime;

/// <summary>Many regions.</summary>
internal static class TopologyBenchmarks
{
    private const int Few = 10;
    private const int Many = 10_000;
    private const int Rounds = 5;

    public static void Run()
    {
        using Machine few = Machines.WithRegions(Few);
        using Machine many = Machines.WithRegions(Many);
        byte[] buffer = new byte[64];
        (double measured, double yardstick) = Measure.Operations(count => ReadScattered(many, Many, buffer, count), count => ReadScattered(few, Few, buffer, count));
        Report.Write("read 64 bytes, 10,000 regions", Report.Nanoseconds(measured), "10 regions, " + Report.Nanoseconds(yardstick), measured / yardstick, "1.6");

        double[] times = Measure.Runs(Rounds, () => Commit(many, 20), () => Commit(few, 20));
        Report.Write("topology commit, 10,000 regions", Report.Milliseconds(times[0] / 20), "10 regions, " + Report.Milliseconds(times[1] / 20), times[0] / Math.Max(times[1], 0.01), "-");
    }

    private static void ReadScattered(Machine machine, int regions, byte[] buffer, int count)
    {
        // Ten regions far from one another either way: it is the search that is compared, not the processor's caches.
        AddressSpace space = machine.Memory;
        ulong step = (ulong)(regions / Few) * 0x2000;
        for (int i = 0; i < count; i++)
        {
            space.Read((ulong)(i % Few) * step, buffer);
        }
    }

    private static void Commit(Machine machine, int count)
    {
        var region = new RamRegion(null, "hot", 0x1000);
        for (int i = 0; i < count; i++)
        {
            machine.SystemMemory.AddSubregion(1UL << 40, region);
            machine.SystemMemory.DelSubregion(region);
        }
    }
}
