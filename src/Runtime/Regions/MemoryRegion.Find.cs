using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Looking up what is seen through a region.</content>
public abstract partial class MemoryRegion
{
    /// <summary>
    /// Finds what a guest sees through this region, in the first address space whose root is the outermost container of this region
    /// (<c>memory_region_find</c>). Inside a transaction that is still the view from before it.
    /// </summary>
    /// <param name="address">The first offset in this region, in bytes.</param>
    /// <param name="size">How many bytes to look at.</param>
    /// <returns>The lowest part of the range that anything answers, as far as one range of the flat view goes; null if nothing does. Drop it.</returns>
    /// <exception cref="MemoryRegionException">The region is finalized.</exception>
    [return: Acquires("section", MayFail = true)]
    [RequiresAlive]
    public MemorySection Find(ulong address, ulong size)
    {
        MachineTopology? topology = Topology;
        using TopologyScope scope = TopologyScope.Enter(topology);
        ThrowIfDead();
        if (topology is null || size == 0)
        {
            return default;
        }

        MemoryRegion root = this;
        ulong first = address + Address;
        while (root.Container is { } container)
        {
            root = container;
            first += container.Address;
        }

        if (topology.SpaceOf(root) is not { } space)
        {
            return default;
        }

        FlatView view = space.CurrentView;
        ulong last = size - 1 > ulong.MaxValue - first ? ulong.MaxValue : first + (size - 1);
        int index = view.FirstIntersecting(first, last);
        if (index < 0)
        {
            return default;
        }

        ref readonly FlatRange range = ref view.RangeAt(index);
        MemoryRegion region = range.Region;
        if (region.PolicyTarget is { } target && !target.TryObjectRef())
        {
            return default;
        }

        ulong start = Math.Max(first, range.Start);
        UInt128 length = (UInt128)(Math.Min(last, range.Last) - start) + 1;
        SectionSlot slot = topology.Sections.Rent();
        slot.Set(topology, region);
        slot.Stack = topology.Machine.Registry.CaptureStack();
        return new MemorySection(slot, region, range.OffsetInRegion + (start - range.Start), start, length, range.ReadOnly);
    }
}
