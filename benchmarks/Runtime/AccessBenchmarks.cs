namespace MemoryRegions.Benchmarks.Runtime;

/// <summary>Reads and writes.</summary>
internal static class AccessBenchmarks
{
    private const int BlockSize = 4096;

    public static void Run()
    {
        var source = new MmioReadHandlerSource();
        using Machine machine = Machines.WithDevice(source);
        AddressSpace space = machine.Memory;
        byte[] buffer = new byte[BlockSize], other = new byte[Machines.RamSize];
        ulong sink = 0;

        (double measured, double yardstick) = Measure.Operations(
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    space.Read((ulong)(i & 1023) * BlockSize, buffer);
                }
            },
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    other.AsSpan((i & 1023) * BlockSize, BlockSize).CopyTo(buffer);
                }
            });
        Report.Write("read 4 KiB of RAM", Report.Nanoseconds(measured), "span copy, " + Report.Nanoseconds(yardstick), measured / yardstick, "1.2");

        (measured, yardstick) = Measure.Operations(
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    space.Write((ulong)(i & 1023) * BlockSize, buffer);
                }
            },
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    buffer.CopyTo(other.AsSpan((i & 1023) * BlockSize, BlockSize));
                }
            });
        Report.Write("write 4 KiB of RAM", Report.Nanoseconds(measured), "span copy, " + Report.Nanoseconds(yardstick), measured / yardstick, "1.2");

        Func<ulong, int, ulong> callback = source.Read;
        (measured, yardstick) = Measure.Operations(
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    sink += space.LoadUInt32LittleEndian(Machines.DeviceAddress + (ulong)(i & 15) * 4);
                }
            },
            count =>
            {
                for (int i = 0; i < count; i++)
                {
                    sink += callback((ulong)(i & 15) * 4, 4);
                }
            });
        Report.Write("read a 4-byte register", Report.Nanoseconds(measured), "delegate call, " + Report.Nanoseconds(yardstick), measured / yardstick, "3");
        GC.KeepAlive(sink);
    }
}
