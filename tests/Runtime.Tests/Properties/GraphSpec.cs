using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace MemoryRegions.Tests.Properties;

/// <summary>What a random region is. Numbers that refer to other regions are taken modulo what there is.</summary>
public sealed record RegionSpec(
    RegionSort Sort, UInt128 Size, ulong Offset, int Priority, bool Enabled, bool ReadOnly, int Container, int Target, ulong TargetOffset);

/// <summary>What sort of region it is.</summary>
public enum RegionSort
{
    Container,
    Alias,
    Mmio,
    Ram,
    Rom,
    RomDevice,
    SilentRomDevice,
}

/// <summary>A random graph of regions, in the order of their creation.</summary>
public sealed record GraphSpec(IReadOnlyList<RegionSpec> Regions, int SecondRoot)
{
    private const ulong Top = ulong.MaxValue;

    /// <summary>Random graphs; smaller ones are tried when one fails.</summary>
    public static Arbitrary<GraphSpec> Arbitrary { get; } = Arb.From(
        from count in Gen.Choose(1, 16)
        from regions in Gen.ListOf(Region(), count)
        from second in Gen.Choose(0, 100)
        select new GraphSpec(regions.ToList(), second),
        Shrink);

    public override string ToString() => $"second root {SecondRoot}\n" + string.Join('\n', Regions);

    private static IEnumerable<GraphSpec> Shrink(GraphSpec spec)
    {
        for (int i = 0; i < spec.Regions.Count; i++)
        {
            yield return spec with { Regions = spec.Regions.Where((_, index) => index != i).ToList() };
        }

        for (int i = 0; i < spec.Regions.Count; i++)
        {
            RegionSpec region = spec.Regions[i];
            foreach (RegionSpec simpler in new[] { region with { ReadOnly = false }, region with { Enabled = true }, region with { Offset = 0 }, region with { Priority = 0 } })
            {
                if (simpler != region)
                {
                    yield return spec with { Regions = spec.Regions.Select((r, index) => index == i ? simpler : r).ToList() };
                }
            }
        }
    }

    private static Gen<RegionSpec> Region() =>
        from sort in Gen.Frequency(
            (4, Gen.Constant(RegionSort.Container)),
            (4, Gen.Constant(RegionSort.Alias)),
            (3, Gen.Constant(RegionSort.Mmio)),
            (3, Gen.Constant(RegionSort.Ram)),
            (1, Gen.Constant(RegionSort.Rom)),
            (1, Gen.Constant(RegionSort.RomDevice)),
            (1, Gen.Constant(RegionSort.SilentRomDevice)))
        from size in sort is RegionSort.Container or RegionSort.Alias or RegionSort.Mmio ? Size() : MemorySize()
        from offset in Offset()
        from priority in Gen.Choose(-2, 2)
        from enabled in Gen.Frequency((7, Gen.Constant(true)), (1, Gen.Constant(false)))
        from readOnly in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from container in Gen.Frequency((1, Gen.Constant(0)), (1, Gen.Choose(0, 100)))
        from target in Gen.Choose(0, 100)
        from targetOffset in Offset()
        select new RegionSpec(sort, size, offset, priority, enabled, readOnly, container, target, targetOffset);

    private static Gen<UInt128> MemorySize() => Gen.Choose(1, 0x3000).Select(size => (UInt128)(uint)size);

    private static Gen<UInt128> Size() => Gen.Frequency(
        (3, Gen.Choose(1, 40).Select(size => (UInt128)(uint)size)),
        (5, Gen.Choose(1, 4).Select(pages => (UInt128)(uint)pages * 0x1000)),
        (1, Gen.Choose(0, 0x8000).Select(size => (UInt128)(uint)size)),
        (1, Gen.Choose(0, 0x8000).Select(missing => (UInt128.One << 64) - (UInt128)(uint)missing)),
        (1, Gen.Choose(1, 63).Select(bit => UInt128.One << bit)),
        (2, Gen.Constant(UInt128.One << 64)));

    private static Gen<ulong> Offset() => Gen.Frequency(
        (3, Gen.Constant(0UL)),
        (3, Gen.Choose(0, 40).Select(offset => (ulong)offset)),
        (5, Gen.Choose(0, 4).Select(pages => (ulong)pages * 0x1000)),
        (1, Gen.Choose(0, 0x8000).Select(offset => (ulong)offset)),
        (2, Gen.Choose(0, 0x8000).Select(missing => Top - (ulong)missing)),
        (1, Gen.Choose(1, 63).Select(bit => 1UL << bit)));
}
