using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Listeners;

/// <summary>Who does what a listener is told knows the flat view.</summary>
public sealed class MirrorTests
{
    private const ulong Size = 64;

    [Fact]
    public void Listener_that_follows_random_changes_has_the_view_after_each_commit()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            using var machine = new Machine();
            ContainerRegion root = RandomTree.Build(machine, random, Size);
            using var space = new AddressSpace(machine, root, "space");
            var early = new Mirror("early", space);
            early.Register(space);
            for (int i = 0; i < 100; i++)
            {
                Change(machine, root, random);
                if (i == 50)
                {
                    var late = new Mirror("late", space);
                    late.Register(space);
                    late.Check();
                    late.Unregister();
                    Assert.Empty(late.Ranges);
                }
            }

            early.Unregister();
            Assert.Empty(early.Ranges);
        }
    }

    private static void Change(Machine machine, ContainerRegion root, Random random)
    {
        using TopologyTransaction transaction = machine.BeginTransaction();
        for (int n = random.Next(3); n >= 0; n--)
        {
            MemoryRegion region = root.Subregions[random.Next(root.Subregions.Count)];
            switch (random.Next(6))
            {
                case 0:
                    region.Enabled = !region.Enabled;
                    break;
                case 1:
                    region.Address = (ulong)random.Next((int)Size);
                    break;
                case 2:
                    region.ReadOnly = !region.ReadOnly;
                    break;
                case 3:
                    region.Priority = random.Next(-2, 3);
                    break;
                case 4 when region is RamRegion && region.DirtyClients == DirtyClients.None:
                    region.StartDirtyLog(DirtyClients.Display);
                    break;
                case 4 when region is RamRegion:
                    region.StopDirtyLog(DirtyClients.Display);
                    break;
                default:
                    region.Size = (UInt128)random.Next(1, (int)Size);
                    break;
            }
        }
    }

    private sealed class Mirror(string name, AddressSpace space) : MemoryListener(name)
    {
        private int _depth;

        public SortedDictionary<ulong, FlatRange> Ranges { get; } = [];

        public void Check() => Assert.Equal(space.FlatView.Select(Show), Ranges.Values.Select(Show));

        protected override void OnBegin() => Assert.Equal(1, ++_depth);

        protected override void OnCommit()
        {
            Assert.Equal(0, --_depth);
            if (AddressSpace is not null)
            {
                Check();
            }
        }

        protected override void OnRegionAdd(in FlatRange range)
        {
            Assert.Equal(1, _depth);
            FlatRange added = range;
            Assert.DoesNotContain(Ranges.Values, other => other.Start <= added.Last && added.Start <= other.Last);
            Ranges.Add(range.Start, range);
        }

        protected override void OnRegionDel(in FlatRange range)
        {
            Assert.Equal(Show(range), Show(Ranges[range.Start]));
            Ranges.Remove(range.Start);
        }

        // What stays may be logged by others now: that is told separately.
        protected override void OnRegionNop(in FlatRange range)
        {
            FlatRange known = Ranges[range.Start];
            Assert.Equal((range.Last, range.Region, range.OffsetInRegion, range.ReadOnly), (known.Last, known.Region, known.OffsetInRegion, known.ReadOnly));
        }

        protected override void OnLogStart(in FlatRange range, DirtyClients before, DirtyClients after) => Replace(range, before, after);

        protected override void OnLogStop(in FlatRange range, DirtyClients before, DirtyClients after) => Replace(range, before, after);

        private static string Show(FlatRange range) => $"{range} {range.ReadOnly} {range.DirtyClients}";

        private void Replace(in FlatRange range, DirtyClients before, DirtyClients after)
        {
            Assert.NotEqual(before, after);
            Ranges[range.Start] = range;
        }
    }
}
