using System.Threading;

namespace MemoryRegions;

/// <summary>Bounds the bounce buffers of a machine. They are accounted in pages, so that a budget of one page is QEMU's single buffer.</summary>
internal sealed class BounceBudget(int total)
{
    private const int PageSize = 4096;

    private int _used;

    /// <summary>How many bytes are taken.</summary>
    internal int Used => Volatile.Read(ref _used);

    /// <summary>Whether there is room for a buffer.</summary>
    internal bool HasRoom => Used < total;

    /// <summary>Takes room for at most the given number of bytes.</summary>
    /// <returns>How many there is room for; 0 if none.</returns>
    internal int Take(int length)
    {
        int used = Volatile.Read(ref _used);
        while (true)
        {
            int granted = Math.Min(length, total - used);
            if (granted <= 0)
            {
                return 0;
            }

            int seen = Interlocked.CompareExchange(ref _used, used + Charge(granted), used);
            if (seen == used)
            {
                return granted;
            }

            used = seen;
        }
    }

    /// <summary>Gives back the room of a buffer of the given size.</summary>
    internal void Return(int length) => Interlocked.Add(ref _used, -Charge(length));

    private static int Charge(int length) => (length + (PageSize - 1)) & -PageSize;
}
