using System.Threading;
using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// Guest memory that a device has mapped for DMA. May be stored in fields and used across <c>await</c>; unmap it exactly once.
/// </summary>
/// <remarks>
/// <para>A direct mapping is the guest's memory itself; a bounced one is a buffer that was read when it was mapped, or is written when it is
/// unmapped. Either keeps the region alive if it is RAM or ROM, and its owner otherwise.</para>
/// <para>Copies of the value are the same mapping. The default value, and the result of a failed map, is null: there is nothing to unmap.</para>
/// </remarks>
public readonly struct MemoryMapping : IDisposable
{
    private readonly MappingSlot? _slot;
    private readonly long _generation;

    internal MemoryMapping(MappingSlot slot, long generation)
    {
        _slot = slot;
        _generation = generation;
        Address = slot.Address;
        Length = slot.Length;
        Access = slot.IsWrite ? MapAccess.Write : MapAccess.Read;
        IsDirect = slot.IsDirect;
    }

    /// <summary>Whether the map failed, so that there is nothing to unmap.</summary>
    [TestsNull]
    public bool IsNull
    {
        [DoesNotThrow]
        get => _slot is null;
    }

    /// <summary>How many bytes are mapped: at most what was asked for, often less. 0 if the map failed.</summary>
    [TestsNull]
    public int Length
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>The guest address of the first byte.</summary>
    public ulong Address
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>What the device said that it would do.</summary>
    public MapAccess Access
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>Whether it is the guest's memory itself, not a bounce buffer.</summary>
    public bool IsDirect
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>The bytes. Not to be used after the mapping is unmapped: memory of the caller or of a file may be gone then. Empty if the map failed.</summary>
    /// <exception cref="MemoryRegionException">The mapping was unmapped.</exception>
    [RequiresHeld(AllowsNull = true)]
    public Span<byte> Span
    {
        [DoesNotThrow]
        get
        {
            if (_slot is null)
            {
                return default;
            }

            // Read first, checked afterwards: what was read belongs to this mapping if it is still held.
            RamBytes bytes = _slot.Bytes;
            Volatile.ReadBarrier();
            if (!_slot.IsHeld(_generation))
            {
                throw NotHeld("MRL305");
            }

            return bytes.First(Length);
        }
    }

    /// <summary>The region that is mapped; <see langword="null"/> if no region answers the address, or the map failed.</summary>
    /// <exception cref="MemoryRegionException">The mapping was unmapped.</exception>
    [RequiresHeld(AllowsNull = true)]
    public MemoryRegion? Region
    {
        [DoesNotThrow]
        get
        {
            MemoryRegion? region = _slot?.Region;
            Volatile.ReadBarrier();
            return _slot is null || _slot.IsHeld(_generation) ? region : throw NotHeld("MRL305");
        }
    }

    /// <summary>The offset in the region, in bytes, of the first byte.</summary>
    /// <exception cref="MemoryRegionException">The mapping was unmapped.</exception>
    [RequiresHeld(AllowsNull = true)]
    public ulong OffsetInRegion
    {
        [DoesNotThrow]
        get
        {
            ulong offset = _slot?.OffsetInRegion ?? 0;
            Volatile.ReadBarrier();
            return _slot is null || _slot.IsHeld(_generation) ? offset : throw NotHeld("MRL305");
        }
    }

    internal MappingSlot? Slot => _slot;

    internal long Generation => _generation;

    /// <summary>Whether it can be unmapped.</summary>
    internal bool IsHeld => _slot is not null && _slot.IsHeld(_generation);

    /// <summary>Unmaps it; all of it was accessed.</summary>
    /// <exception cref="MemoryRegionException">The mapping is null or was unmapped.</exception>
    [Releases("mapping")]
    [DoesNotThrow]
    public void Unmap() => Unmap(Length);

    /// <summary>Unmaps it (<c>address_space_unmap</c>).</summary>
    /// <param name="accessedLength">How many bytes, from the first, were accessed. Of a bounce buffer only these are written.</param>
    /// <exception cref="MemoryRegionException">The mapping is null or was unmapped, or more was accessed than is mapped.</exception>
    [Releases("mapping")]
    [DoesNotThrow]
    public void Unmap([AccessedLength] int accessedLength) => AddressSpace.Release(this, accessedLength, null);

    /// <summary>Unmaps it, as if all of it was accessed, unless it is null or was unmapped already.</summary>
    [Releases("mapping", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose()
    {
        if (IsHeld)
        {
            AddressSpace.ReleaseIfHeld(this, Length);
        }
    }

    internal MemoryRegionException NotHeld(string ruleId) => new(
        MemoryRegionErrorCode.NotHeld,
        _slot is null ? "(null mapping)" : $"mapping of 0x{Length:x} bytes at 0x{Address:x}",
        _slot is null ? "the map failed: there is nothing to unmap" : "it was unmapped already",
        ruleId);
}
