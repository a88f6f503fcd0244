using System.Collections.Generic;
using MemoryRegions.Contracts;

namespace MemoryRegions.Samples.Devices;

/// <summary>
/// What inter-VM shared memory devices meet at: it owns the memory, hands out peer numbers and passes on doorbells
/// (QEMU's <c>ivshmem-server</c>).
/// </summary>
public sealed class SharedMemoryServer : QomObject
{
    private readonly Dictionary<ushort, Action<int>> _peers = [];
    private ushort _nextPeer;
    private bool _isPublished;

    /// <summary>Creates a server whose memory the peers do not see yet.</summary>
    public SharedMemoryServer(Machine machine, string name, ulong size)
        : base(machine, name)
    {
        Memory = new RamRegion(this, "shared-memory", size);
    }

    /// <summary>Raised when the memory becomes available to the peers, and when it is withdrawn.</summary>
    public event Action? PublishedChanged;

    /// <summary>The memory. It lives as long as the server.</summary>
    public RamRegion Memory { get; }

    /// <summary>Whether peers may show the memory to their guests.</summary>
    public bool IsPublished
    {
        get => _isPublished;
        set
        {
            _isPublished = value;
            PublishedChanged?.Invoke();
        }
    }

    /// <summary>Adds a peer.</summary>
    /// <param name="ring">Called with the number of the doorbell that another peer rang.</param>
    /// <returns>The number of the peer.</returns>
    public ushort Join([LifecyclePhase(LifecyclePhase.Runtime)] Action<int> ring)
    {
        ushort peer = _nextPeer++;
        _peers.Add(peer, ring);
        return peer;
    }

    /// <summary>Removes a peer.</summary>
    public void Leave(ushort peer) => _peers.Remove(peer);

    /// <summary>Rings a doorbell of a peer. A peer that left does not hear it.</summary>
    public void Ring(ushort peer, int vector)
    {
        if (_peers.TryGetValue(peer, out Action<int>? ring))
        {
            ring(vector);
        }
    }
}
