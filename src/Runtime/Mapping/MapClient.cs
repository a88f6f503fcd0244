using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A wish to be called once when there is room for a bounce buffer again (<see cref="AddressSpace.RegisterMapClient"/>). May be stored in fields.
/// </summary>
/// <remarks>Copies of the value are the same wish. The default value is none.</remarks>
public readonly struct MapClient : IDisposable
{
    private readonly MapClientSlot? _slot;
    private readonly long _generation;

    internal MapClient(MapClientSlot slot, long generation)
    {
        _slot = slot;
        _generation = generation;
    }

    /// <summary>Whether it still waits: it was neither called nor taken back.</summary>
    public bool IsWaiting
    {
        [DoesNotThrow]
        get => _slot is not null && _slot.IsHeld(_generation);
    }

    /// <summary>
    /// Takes the wish back (<c>cpu_unregister_map_client</c>). Does nothing if it was called or taken back. If it is just being called by another
    /// thread, that goes on.
    /// </summary>
    [Releases("map client", Idempotent = true)]
    [DoesNotThrow]
    public void Unregister() => _slot?.Queue?.Remove(_slot, _generation);

    /// <summary>The same as <see cref="Unregister"/>.</summary>
    [Releases("map client", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose() => Unregister();
}

/// <summary>What a <see cref="MapClient"/> stands for.</summary>
internal sealed class MapClientSlot : ResourceSlot
{
    internal AddressSpace? Space { get; set; }

    internal Action? Callback { get; set; }

    internal MapClientQueue? Queue { get; set; }
}
