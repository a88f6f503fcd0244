using System.Linq;

namespace MemoryRegions;

/// <content>What was registered, and caches.</content>
internal sealed partial class LeakFinder
{
    private void FindRegistrations()
    {
        foreach (MemoryListener listener in _topology.Listeners)
        {
            string space = listener.AddressSpace!.Name;
            Add(LeakKind.Listener, listener.Name, space, $"The listener {listener.Name} of {space} is not unregistered.", "MRL301", listener.AcquisitionStack);
        }

        foreach (IommuNotifier notifier in _topology.Notifiers)
        {
            string path = notifier.Region!.Path;
            Add(LeakKind.Notifier, path, "the program", $"A notifier of {path} is not unregistered.", "MRL301", notifier.AcquisitionStack);
        }

        foreach (MapClientSlot slot in _topology.MapClients.Snapshot().Where(slot => slot.IsInUse))
        {
            string space = slot.Space?.Name ?? string.Empty;
            Add(LeakKind.MapClient, space, space, $"A map client of {space} still waits.", "MRL301", slot.Stack);
        }
    }

    private void FindCaches()
    {
        foreach (MemoryRegionCache cache in _topology.Caches)
        {
            string path = PathOf(cache.Region);
            Add(LeakKind.RegionCache, path, cache.AddressSpace.Name, $"A region cache of {cache} ({path}) is not disposed.", "MRL301", cache.AcquisitionStack);
        }
    }
}
