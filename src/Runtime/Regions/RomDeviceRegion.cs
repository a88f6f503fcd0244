using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// Memory that the guest reads directly and writes through callbacks, such as a flash chip; with <see cref="RomMode"/> off, reads go to the
/// callbacks too. It can be mapped, but references keep alive only its owner: do not destroy it while it is mapped.
/// </summary>
[Region(RegionKind.RomDevice)]
public class RomDeviceRegion : MemoryRegion
{
    /// <summary>Creates a ROM device in ROM mode, whose memory reads as 0 (<c>memory_region_init_rom_device</c>).</summary>
    /// <param name="owner">The owner, or <see langword="null"/> if the machine keeps the region.</param>
    /// <param name="name">The name.</param>
    /// <param name="size">The size in bytes.</param>
    /// <param name="operations">What writes, and reads outside ROM mode, do.</param>
    public RomDeviceRegion([Owner] QomObject? owner, string name, ulong size, MmioOperations operations)
        : this(owner, name, (UInt128)size, operations)
    {
    }

    /// <inheritdoc cref="RomDeviceRegion(QomObject?, string, ulong, MmioOperations)"/>
    public RomDeviceRegion([Owner] QomObject? owner, string name, UInt128 size, MmioOperations operations)
        : base(RegionKind.RomDevice, owner, name, size, new RamStorage(size), new MmioDispatcher(operations))
    {
    }

    /// <summary>Whether reads see the memory. If not, they go to the callbacks (<c>memory_region_rom_device_set_romd</c>).</summary>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    public bool RomMode
    {
        [DoesNotThrow]
        get => ReadsDirectly;
        [RequiresAlive]
        set
        {
            using TopologyScope scope = TopologyScope.Enter(Topology);
            ThrowIfDead();
            if (value != ReadsDirectly)
            {
                ReadsDirectly = value;
                Topology?.Update(Enabled);
            }
        }
    }

    /// <inheritdoc cref="RamRegion.GetSpan"/>
    public Span<byte> GetSpan(ulong offset, int length) => Storage!.GetSpan(offset, length);
}
