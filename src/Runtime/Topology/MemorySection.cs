using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <summary>
/// What <see cref="MemoryRegion.Find"/> found: a part of a region that is seen at a part of the range that was asked for. It holds the policy
/// reference of the region; drop it exactly once.
/// </summary>
/// <remarks>Copies of the value are the same section. The default value is null: nothing was found, there is nothing to drop.</remarks>
public readonly struct MemorySection : IDisposable
{
    private readonly SectionSlot? _slot;
    private readonly long _generation;
    private readonly MemoryRegion? _region;

    internal MemorySection(SectionSlot slot, MemoryRegion region, ulong offsetInRegion, ulong address, UInt128 size, bool isReadOnly)
    {
        _slot = slot;
        _generation = slot.Hold();
        _region = region;
        OffsetInRegion = offsetInRegion;
        OffsetInAddressSpace = address;
        Size = size;
        IsReadOnly = isReadOnly;
    }

    /// <summary>Whether nothing was found.</summary>
    [TestsNull]
    public bool IsNull
    {
        [DoesNotThrow]
        get => _slot is null;
    }

    /// <summary>The region that is seen: never a container or an alias.</summary>
    /// <exception cref="MemoryRegionException">Nothing was found, or the section was dropped.</exception>
    [RequiresHeld]
    [DoesNotThrow]
    public MemoryRegion Region => _slot is not null && _slot.IsHeld(_generation) ? _region! : throw NotHeld("MRL305");

    /// <summary>The offset in the region, in bytes.</summary>
    public ulong OffsetInRegion
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>The address in the address space in which it was found.</summary>
    public ulong OffsetInAddressSpace
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>The size in bytes.</summary>
    public UInt128 Size
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>Whether it is seen read-only.</summary>
    public bool IsReadOnly
    {
        [DoesNotThrow]
        get;
    }

    /// <summary>Drops the reference (<c>memory_region_unref</c>).</summary>
    /// <exception cref="MemoryRegionException">Nothing was found, or the section was dropped already.</exception>
    [Releases("section")]
    [DoesNotThrow]
    public void Unref()
    {
        if (!TryRelease())
        {
            throw NotHeld("MRL304");
        }
    }

    /// <summary>Drops the reference, if there is one and that was not done already.</summary>
    [Releases("section", Idempotent = true)]
    [DoesNotThrow]
    public void Dispose() => TryRelease();

    private bool TryRelease()
    {
        if (_slot is null || !_slot.TryRelease(_generation))
        {
            return false;
        }

        MachineTopology topology = _slot.Topology!;
        _slot.Clear();
        topology.Sections.Return(_slot);
        _region!.PolicyTarget?.ObjectUnref();
        return true;
    }

    private MemoryRegionException NotHeld(string ruleId) => new(
        MemoryRegionErrorCode.NotHeld,
        _region?.Path ?? "(null section)",
        _slot is null ? "nothing was found: there is nothing to use or drop" : "the section was dropped already",
        _slot is null ? "MRL307" : ruleId);
}

/// <summary>What a <see cref="MemorySection"/> stands for.</summary>
internal sealed class SectionSlot : ResourceSlot
{
    internal MachineTopology? Topology { get; private set; }

    internal MemoryRegion? Region { get; private set; }

    internal void Set(MachineTopology topology, MemoryRegion region)
    {
        Topology = topology;
        Region = region;
    }

    internal void Clear()
    {
        Topology = null;
        Region = null;
        Stack = null;
    }
}
