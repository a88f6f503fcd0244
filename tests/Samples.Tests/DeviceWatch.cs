using System.Collections.Generic;
using System.Linq;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>Counts what was finalized, and checks that a device that is unplugged leaves nothing behind.</summary>
internal sealed class DeviceWatch
{
    private readonly Machine _machine;
    private readonly List<QomObject> _finalized = [];

    internal DeviceWatch(Machine machine)
    {
        _machine = machine;
        machine.Diagnostics.Finalized += _finalized.Add;
    }

    /// <summary>How often objects of the given type were finalized.</summary>
    internal int CountOf<T>() => _finalized.OfType<T>().Count();

    /// <summary>Unplugs a device and asserts that it, and every region of its own, was finalized exactly once, and that it holds nothing any more.</summary>
    /// <param name="device">The device.</param>
    /// <param name="regionNames">The names of its regions.</param>
    /// <param name="referencesOfOthers">The number of references that devices which are still plugged in hold.</param>
    internal void UnplugAndVerify(Device device, string[] regionNames, int referencesOfOthers = 0)
    {
        Board.Unplug(device);

        Assert.Single(_finalized, o => o == device);
        Assert.True(device.IsFinalized);
        Assert.Equal(0, device.ReferenceCount);
        IEnumerable<string> regions = _finalized.OfType<MemoryRegion>().Where(region => region.Owner == device).Select(region => region.Name);
        Assert.Equal(regionNames.Order(StringComparer.Ordinal), regions.Order(StringComparer.Ordinal));
        VerifyLeaks(referencesOfOthers);
    }

    /// <summary>Asserts that nothing is held but the given number of references.</summary>
    internal void VerifyLeaks(int references)
    {
        IReadOnlyList<Leak> leaks = _machine.Diagnostics.FindLeaks();
        Assert.All(leaks, leak => Assert.Equal(LeakKind.Reference, leak.Kind));
        Assert.Equal(references, leaks.Count);
    }
}
