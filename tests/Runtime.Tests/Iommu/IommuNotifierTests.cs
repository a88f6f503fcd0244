using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Iommu;

public sealed class IommuNotifierTests : MachineTest
{
    private readonly List<string> _log = [];
    private readonly List<string> _changes = [];
    private bool _refuses;

    [Fact]
    public void Notifier_hears_of_what_it_wants_in_its_range_and_translation()
    {
        IommuRegion iommu = Create();
        IommuNotifier map = Notifier("map", IommuEvents.Map);
        IommuNotifier unmap = Notifier("unmap", IommuEvents.Unmap, start: 0x1000, last: 0x1fff);
        IommuNotifier second = Notifier("second", IommuEvents.Map, index: 1);
        map.Register(iommu);
        unmap.Register(iommu);
        second.Register(iommu);
        iommu.Notify(0, IommuEvents.Map, Entry(0x1000, IommuAccess.Read));
        iommu.Notify(0, IommuEvents.Unmap, Entry(0x2000, IommuAccess.None));
        iommu.Notify(0, IommuEvents.Unmap, Entry(0x1000, IommuAccess.None));
        iommu.Notify(1, IommuEvents.Map, Entry(0x5000, IommuAccess.Read));
        Assert.Equal(["map 1000+fff Read", "unmap 1000+fff None", "second 5000+fff Read"], _log);
        map.Unregister();
        unmap.Unregister();
        second.Unregister();
        iommu.Notify(0, IommuEvents.Map, Entry(0x1000, IommuAccess.Read));
        Assert.Equal(3, _log.Count);
        Assert.Equal(["None>Map", "Map>Unmap, Map", "Unmap, Map>Map", "Map>None"], _changes.Where(c => c.Split('>')[0] != c.Split('>')[1]));
    }

    [Fact]
    public void Device_cache_notifier_hears_of_the_part_in_its_range()
    {
        IommuRegion iommu = Create();
        IommuNotifier notifier = Notifier("dev", IommuEvents.DeviceTlbUnmap, start: 0x1800, last: 0x27ff);
        notifier.Register(iommu);
        iommu.Notify(0, IommuEvents.DeviceTlbUnmap, new IommuTlbEntry(null, 0x1000, 0, 0xffff, IommuAccess.None));
        Assert.Equal(["dev 1800+fff None"], _log);
        notifier.Unregister();
    }

    [Fact]
    public void Mapping_partly_in_the_range_or_gone_with_a_permission_is_refused()
    {
        IommuNotifier notifier = Notifier("n", IommuEvents.Unmap, start: 0x1800, last: 0x27ff);
        Assert.Throws<ArgumentException>(() => notifier.Notify(IommuEvents.Unmap, Entry(0x1000, IommuAccess.None)));
        Assert.Throws<ArgumentException>(() => notifier.Notify(IommuEvents.Unmap, Entry(0x2000, IommuAccess.Read)));
    }

    [Fact]
    public void Replay_tells_of_each_page_that_is_there()
    {
        IommuRegion iommu = Create();
        IommuNotifier notifier = Notifier("n", IommuEvents.Map);
        iommu.Replay(notifier);
        Assert.Equal(["n 2000+fff Read", "n 3000+fff Read"], _log);
    }

    [Fact]
    public void Replay_of_the_IOMMU_itself_goes_first()
    {
        var iommu = new IommuRegion(Owner, "iommu", 0x4000, new IommuOperations
        {
            Translate = (_, _, _) => throw new InvalidOperationException(),
            Replay = n => n.Notify(IommuEvents.Map, Entry(0x7000, IommuAccess.Write)),
        });
        iommu.Replay(Notifier("n", IommuEvents.Map));
        Assert.Equal(["n 7000+fff Write"], _log);
    }

    [Fact]
    public void Registration_that_the_IOMMU_refuses_has_not_happened()
    {
        IommuRegion iommu = Create();
        IommuNotifier notifier = Notifier("n", IommuEvents.Map);
        _refuses = true;
        Assert.Throws<NotSupportedException>(() => notifier.Register(iommu));
        Assert.Null(notifier.Region);
        Assert.Equal(IommuEvents.None, iommu.NotifiedEvents);
        iommu.Notify(0, IommuEvents.Map, Entry(0, IommuAccess.Read));
        Assert.Empty(_log);
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    [Fact]
    public void Registering_and_unregistering_twice_is_refused()
    {
        IommuRegion iommu = Create();
        IommuNotifier notifier = Notifier("n", IommuEvents.Map);
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", notifier.Unregister);
        notifier.Register(iommu);
        Misuse.IsRefused(MemoryRegionErrorCode.AlreadyRegistered, "MRL310", () => notifier.Register(iommu));
        notifier.Unregister();
        Misuse.IsRefused(MemoryRegionErrorCode.NotHeld, "MRL304", notifier.Unregister);
    }

    [Fact]
    public void Notifier_that_is_left_is_a_leak_even_after_the_region()
    {
        IommuRegion iommu = Create();
        IommuNotifier notifier = Notifier("n", IommuEvents.Map);
        notifier.Register(iommu);
        Leak leak = Assert.Single(Machine.Diagnostics.FindLeaks());
        Assert.Equal(LeakKind.Notifier, leak.Kind);
        Assert.Contains(nameof(Notifier_that_is_left_is_a_leak_even_after_the_region), leak.AcquisitionStack);
        iommu.Unparent();
        Assert.True(iommu.IsFinalized);
        Assert.Single(Machine.Diagnostics.FindLeaks());
        notifier.Unregister();
        Assert.Empty(Machine.Diagnostics.FindLeaks());
    }

    private static IommuTlbEntry Entry(ulong iova, IommuAccess permission) => new(null, iova, iova, 0xfff, permission);

    private IommuRegion Create() => new(Owner, "iommu", 0x1_0000, new IommuOperations
    {
        Translate = (address, _, _) => Entry(address & ~0xffful, address is 0x2000 or 0x3000 ? IommuAccess.Read : IommuAccess.None),
        IndexCount = 2,
        NotifiedEventsChanged = (before, after) =>
        {
            if (_refuses)
            {
                throw new NotSupportedException();
            }

            _changes.Add($"{before}>{after}");
        },
    });

    private IommuNotifier Notifier(string name, IommuEvents events, ulong start = 0, ulong last = ulong.MaxValue, int index = 0) => new(
        (_, entry) => _log.Add($"{name} {entry.Iova:x}+{entry.AddressMask:x} {entry.Permission}"), events, start, last, index);
}
