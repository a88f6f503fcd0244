using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace MemoryRegions.Tests.Properties;

/// <summary>
/// Flat views, translation and dispatch of random graphs agree, address by address, with a naive look-up: at every edge of every region, and
/// one byte before and after it.
/// </summary>
public class FlatViewProperties
{
    private const int Cases = 10_000;

    [Fact]
    public void Views_translation_and_dispatch_agree_with_a_naive_oracle()
    {
        var seen = new Coverage();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true),
            Prop.ForAll(GraphSpec.Arbitrary, graph => Compare(graph, seen)));

        // The generator makes what the property is about.
        Assert.True(seen.Ranges > 2 * Cases, $"{seen.Ranges} ranges");
        Assert.True(seen.Holes > 2 * Cases, $"{seen.Holes} holes");
        Assert.True(seen.TopBytes > Cases / 10, $"{seen.TopBytes} ranges up to the last byte");
        Assert.True(seen.NestedAliases > Cases / 10, $"{seen.NestedAliases} aliases of aliases");
    }

    private static void Compare(GraphSpec spec, Coverage seen)
    {
        using var graph = new RuntimeGraph(spec);
        foreach ((AddressSpace space, NaiveRegion root) in graph.Spaces)
        {
            NaiveRegion? effective = root.EffectiveRoot();
            FlatView view = space.FlatView;
            Assert.Same(effective is null ? null : graph.RegionOf(effective), view.Root);
            CheckShape(view);
            if (effective is null)
            {
                Assert.Empty(view);
                continue;
            }

            // As in QEMU, what is shown through an alias of all of it appears where it is in its own container.
            ulong place = effective.Container is null ? 0 : effective.Spec.Offset;
            var edges = new HashSet<Int128>();
            effective.AddEdges(place, edges);
            foreach (ulong address in edges.SelectMany(edge => new[] { edge - 1, edge, edge + 1 }).Where(a => a >= 0 && a <= ulong.MaxValue).Select(a => (ulong)a).Distinct())
            {
                NaiveAnswer? expected = address < place ? null : effective.Look(address - place);
                CheckView(graph, view, address, expected);
                CheckRead(graph, space, address, expected);
                CheckWrite(graph, space, address, expected);
                CheckTranslation(graph, space, address, expected);
                seen.Holes += expected is null ? 1 : 0;
            }

            seen.Ranges += view.Count;
            seen.TopBytes += view.Count > 0 && view[view.Count - 1].Last == ulong.MaxValue ? 1 : 0;
        }

        seen.NestedAliases += graph.Spaces.Count(entry => entry.Root.Target?.Target is not null) + (graph.HasVisibleNestedAlias ? 1 : 0);
    }

    /// <summary>Ranges ascend, do not overlap, stay inside their region, and are as long as can be.</summary>
    private static void CheckShape(FlatView view)
    {
        for (int i = 0; i < view.Count; i++)
        {
            FlatRange range = view[i];
            Assert.True(range.Start <= range.Last);
            Assert.True((UInt128)range.OffsetInRegion + range.Size <= range.Region.Size);
            if (i > 0)
            {
                FlatRange before = view[i - 1];
                Assert.True(before.Last < range.Start);
                bool goesOn = before.Last + 1 == range.Start
                    && before.Region == range.Region
                    && before.OffsetInRegion + (range.Start - before.Start) == range.OffsetInRegion
                    && before.Kind == range.Kind
                    && before.ReadOnly == range.ReadOnly;
                Assert.False(goesOn, $"{before} and {range} are one range");
            }
        }
    }

    private static void CheckView(RuntimeGraph graph, FlatView view, ulong address, NaiveAnswer? expected)
    {
        bool found = view.TryFind(address, out FlatRange range);
        NaiveAnswer? actual = found
            ? new NaiveAnswer(graph.ModelOf(range.Region), range.OffsetInRegion + (address - range.Start), range.ReadOnly)
            : null;
        Assert.True(expected == actual, $"0x{address:x} shows {actual}, not {expected}");
    }

    private static void CheckRead(RuntimeGraph graph, AddressSpace space, ulong address, NaiveAnswer? expected)
    {
        graph.LastCall = null;
        var buffer = new byte[1];
        MemoryTransactionResult result = space.Read(address, buffer);
        if (expected is null)
        {
            Assert.Equal(MemoryTransactionResult.DecodeError, result);
            Assert.Equal(0, buffer[0]);
        }
        else if (ReadsMemory(expected.Region))
        {
            Assert.Equal(RuntimeGraph.Pattern(expected.Region, expected.Offset), buffer[0]);
            Assert.Null(graph.LastCall);
        }
        else
        {
            Assert.Equal((expected.Region, expected.Offset, null), graph.LastCall);
            Assert.Equal(0x5a, buffer[0]);
        }

        Assert.True(expected is null || result == MemoryTransactionResult.Ok);
    }

    private static void CheckWrite(RuntimeGraph graph, AddressSpace space, ulong address, NaiveAnswer? expected)
    {
        graph.LastCall = null;
        byte value = 0xa5;
        MemoryTransactionResult result = space.Write(address, [value]);
        if (expected is { Region.Spec.Sort: RegionSort.Mmio or RegionSort.RomDevice or RegionSort.SilentRomDevice })
        {
            Assert.Equal((expected.Region, expected.Offset, (ulong?)value), graph.LastCall);
            Assert.Equal(MemoryTransactionResult.Ok, result);
            return;
        }

        Assert.Null(graph.LastCall);
        bool writable = expected is { Region.Spec.Sort: RegionSort.Ram, ReadOnly: false };
        Assert.Equal(writable ? MemoryTransactionResult.Ok : MemoryTransactionResult.DecodeError, result);
        var read = new byte[1];
        space.Read(address, read);
        if (writable)
        {
            Assert.Equal(value, read[0]);
            space.Write(address, [RuntimeGraph.Pattern(expected!.Region, expected.Offset)]);
        }
        else if (expected is not null)
        {
            Assert.Equal(RuntimeGraph.Pattern(expected.Region, expected.Offset), read[0]);
        }
    }

    private static void CheckTranslation(RuntimeGraph graph, AddressSpace space, ulong address, NaiveAnswer? expected)
    {
        using MemoryMapping mapping = space.Map(address, 1, MapAccess.Read);
        Assert.Equal(1, mapping.Length);
        Assert.Equal(expected is not null && ReadsMemory(expected.Region), mapping.IsDirect);
        Assert.Same(expected is null ? null : graph.RegionOf(expected.Region), mapping.Region);
        Assert.Equal(expected?.Offset ?? 0, mapping.OffsetInRegion);
    }

    private static bool ReadsMemory(NaiveRegion region) => region.Spec.Sort is RegionSort.Ram or RegionSort.Rom or RegionSort.RomDevice;

    private sealed class Coverage
    {
        public int Ranges { get; set; }

        public int Holes { get; set; }

        public int TopBytes { get; set; }

        public int NestedAliases { get; set; }
    }
}
