using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// A piece of an address space that is looked up once and accessed often, such as a ring of descriptors (QEMU's <c>MemoryRegionCache</c>).
/// </summary>
/// <remarks>
/// <para>It keeps what it shows: the region if that is RAM or ROM, its owner otherwise. It goes on showing that when the topology changes; renew it in the
/// <see cref="MemoryListener.OnCommit"/> of a listener if <see cref="IsUpToDate"/> says so. A region that was destroyed meanwhile answers
/// with decode errors.</para>
/// <para>It may be shorter than asked: it never reaches beyond one region. All members may be used from any thread; accesses take no lock and
/// allocate nothing.</para>
/// </remarks>
[RequiresHeld]
public sealed partial class MemoryRegionCache : IDisposable
{
    private readonly RamBytes _bytes;
    private readonly MachineTopology _topology;
    private readonly FlatView _view;
    private volatile bool _released;

    /// <summary>Looks up a piece of an address space (<c>address_space_cache_init</c>).</summary>
    /// <param name="space">The address space.</param>
    /// <param name="address">The first address.</param>
    /// <param name="length">How many bytes are wanted, at least 1.</param>
    /// <param name="access"><see cref="MapAccess.Write"/> if the device writes to it, or also writes.</param>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    [Acquires("region cache")]
    public MemoryRegionCache(AddressSpace space, ulong address, ulong length, MapAccess access)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentOutOfRangeException.ThrowIfZero(length);
        AddressSpace = space;
        Address = address;
        Access = access;
        _topology = space.Machine.Topology;
        using TopologyScope scope = TopologyScope.Enter(_topology);
        space.ThrowIfDisposed();
        int wanted = (int)Math.Min(length, int.MaxValue);

        // A view of its own, of nothing but this piece: what else the address space shows may come and go.
        _view = space.CutView(address, wanted, access, out _bytes, out wanted);
        Length = wanted;
        if (!_view.TryTakeReferences(_topology))
        {
            throw new MemoryRegionException(MemoryRegionErrorCode.ObjectFinalized, space.Name, "what is shown there is finalized", "MRL106");
        }

        _view.Users = 1;
        AcquisitionStack = space.Machine.Registry.CaptureStack();
        _topology.Caches.Add(this);
    }

    /// <summary>The address space.</summary>
    [DoesNotThrow]
    public AddressSpace AddressSpace { get; }

    /// <summary>The first address.</summary>
    [DoesNotThrow]
    public ulong Address { get; }

    /// <summary>How many bytes there are: at most what was asked for, often less.</summary>
    [DoesNotThrow]
    public int Length { get; }

    /// <summary>Whether the device may write.</summary>
    [DoesNotThrow]
    public MapAccess Access { get; }

    /// <summary>Whether accesses go to the guest's memory itself, not to callbacks.</summary>
    [DoesNotThrow]
    public bool IsDirect => _bytes.Length != 0;

    /// <summary>The region; <see langword="null"/> if no region answers the address.</summary>
    [DoesNotThrow]
    public MemoryRegion? Region => _view.Count == 0 ? null : _view.RangeAt(0).Region;

    /// <summary>Where it was made, if acquisitions are tracked.</summary>
    internal string? AcquisitionStack { get; }

    /// <summary>
    /// Whether the address space still shows the same there. If not, accesses go on to where they went; make another cache.
    /// </summary>
    /// <exception cref="MemoryRegionException">The cache was disposed.</exception>
    public bool IsUpToDate()
    {
        ThrowIfReleased();
        return AddressSpace.ShowsStill(_view, Address, Length);
    }

    /// <summary>Lets go of what it shows (<c>address_space_cache_destroy</c>). Does nothing the second time.</summary>
    [Releases("region cache", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose()
    {
        using TopologyScope scope = TopologyScope.Enter(_topology);
        if (!_released)
        {
            _released = true;
            _topology.Caches.Remove(this);

            // When the accesses that are going on are over.
            _topology.StopUsing(_view);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"0x{Length:x} bytes at 0x{Address:x} of {AddressSpace.Name}";

    private void ThrowIfReleased()
    {
        if (_released)
        {
            throw new MemoryRegionException(MemoryRegionErrorCode.NotHeld, ToString(), "the region cache was disposed", "MRL305");
        }
    }
}
