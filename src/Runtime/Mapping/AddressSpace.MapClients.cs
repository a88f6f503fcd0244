using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Waiting for room for a bounce buffer.</content>
public sealed partial class AddressSpace
{
    /// <summary>
    /// Calls back once when there is room for a bounce buffer, at once if there is (<c>address_space_register_map_client</c>). For a device whose
    /// <see cref="Map"/> failed: it maps again in the callback.
    /// </summary>
    /// <remarks>
    /// The callback runs on the thread that made room, after its release is complete and without any lock; if there is room, on this thread before the call
    /// returns. What it throws goes to who made room. Another client may have taken the room before: register again then.
    /// </remarks>
    /// <param name="callback">What to call.</param>
    /// <returns>The wish, which is over when it was called. Take it back when the device goes.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    [return: Acquires("map client")]
    public MapClient RegisterMapClient([LifecyclePhase(LifecyclePhase.Runtime)] Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfDisposed();
        return _topology.MapClients.Add(this, callback);
    }
}
