using System.Collections.Generic;

namespace MemoryRegions.Tests.Support;

/// <summary>Random trees of regions, and what is seen in them by the definition, address by address.</summary>
public static class RandomTree
{
    public static ContainerRegion Build(Machine machine, Random random, ulong size)
    {
        // Two subregions at least: a view of a container with one is a view of that one, read-only or not.
        var root = new ContainerRegion(machine, "root", size);
        var containers = new List<MemoryRegion> { root };
        var all = new List<MemoryRegion>();
        int count = random.Next(2, 14);
        for (int i = 0; i < count; i++)
        {
            MemoryRegion region = Create(machine, random, all, $"r{i}", (ulong)random.Next(1, (int)size));
            region.Enabled = random.Next(6) != 0;
            if (random.Next(5) == 0)
            {
                region.ReadOnly = true;
            }

            all.Add(region);
            MemoryRegion container = containers[random.Next(containers.Count)];
            try
            {
                container.AddSubregion((ulong)random.Next((int)size), region, random.Next(-2, 3));
            }
            catch (MemoryRegionException e) when (e.Code == MemoryRegionErrorCode.RegionInsideItself)
            {
                // An alias of something around it; it can be seen from outside.
                root.AddSubregion((ulong)random.Next((int)size), region, random.Next(-2, 3));
            }

            if (region is not AliasRegion)
            {
                containers.Add(region);
            }
        }

        root.AddSubregion(1, new ContainerRegion(machine, "empty", 1), -10);
        root.AddSubregion(2, new ContainerRegion(machine, "empty", 1), -10);
        return root;
    }

    /// <summary>What is seen at an address of a region.</summary>
    public static (MemoryRegion Region, ulong Offset, bool ReadOnly)? Look(MemoryRegion region, ulong address, bool readOnly)
    {
        if (!region.Enabled || address >= region.Size)
        {
            return null;
        }

        readOnly |= region.ReadOnly;
        if (region is AliasRegion alias)
        {
            return Look(alias.Target, address + alias.AliasOffset, readOnly);
        }

        foreach (MemoryRegion subregion in region.Subregions)
        {
            if (address >= subregion.Address && Look(subregion, address - subregion.Address, readOnly) is { } seen)
            {
                return seen;
            }
        }

        return region is ContainerRegion ? null : (region, address, readOnly);
    }

    private static MemoryRegion Create(Machine machine, Random random, List<MemoryRegion> all, string name, ulong size) => random.Next(5) switch
    {
        0 => new RamRegion(machine, name, size),
        1 => new MmioRegion(machine, name, size, null, null),
        2 when all.Count > 0 => new AliasRegion(machine, name, all[random.Next(all.Count)], (ulong)random.Next(16), size),
        _ => new ContainerRegion(machine, name, size),
    };
}
