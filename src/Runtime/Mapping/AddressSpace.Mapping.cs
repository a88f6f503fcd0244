using MemoryRegions.Contracts;

namespace MemoryRegions;

/// <content>Mappings for DMA.</content>
public sealed partial class AddressSpace
{
    private const ulong PageMask = 0xfff;

    /// <summary>
    /// Maps guest memory for a device (<c>address_space_map</c>). RAM and what is read like it is mapped directly; anything else through a
    /// bounce buffer, while there is room for it.
    /// </summary>
    /// <param name="address">The guest address.</param>
    /// <param name="length">How many bytes are wanted.</param>
    /// <param name="access">What the device does with them.</param>
    /// <returns>The mapping, which may be shorter than asked for; null if the length is 0 or there is no room for a bounce buffer.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    [return: Acquires("mapping", MayFail = true)]
    public MemoryMapping Map(ulong address, [RequestedLength] ulong length, [AccessDirection(MapAccess.Read, MapAccess.Write)] MapAccess access)
    {
        ThrowIfDisposed();
        if (length == 0)
        {
            return default;
        }

        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            FlatView view = _view;
            int index = view.IndexOf(address);
            if (index >= 0)
            {
                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                if (access == MapAccess.Write ? region.WritesDirectly : region.ReadsDirectly)
                {
                    return MapDirectly(view, index, address, length, access);
                }

                if (region is IommuRegion)
                {
                    return MapTranslated(reader, view, address, length, access);
                }
            }

            return MapBounced(reader, view, index, address, length, access);
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    /// <summary>Maps guest memory for a device, as <see cref="Map"/> does.</summary>
    /// <param name="address">The guest address.</param>
    /// <param name="length">How many bytes are wanted.</param>
    /// <param name="access">What the device does with them.</param>
    /// <param name="mapping">The mapping, which may be shorter than asked for; null if the call returns false.</param>
    /// <returns>Whether anything was mapped.</returns>
    /// <exception cref="MemoryRegionException">The address space is disposed.</exception>
    public bool TryMap(
        ulong address,
        [RequestedLength] ulong length,
        [AccessDirection(MapAccess.Read, MapAccess.Write)] MapAccess access,
        [Acquires("mapping", When = CallOutcome.WhenTrue)] out MemoryMapping mapping)
    {
        mapping = Map(address, length, access);
        return !mapping.IsNull;
    }

    /// <summary>Unmaps a mapping of this address space (<c>address_space_unmap</c>).</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="accessedLength">How many bytes, from the first, were accessed. Of a bounce buffer only these are written.</param>
    /// <exception cref="MemoryRegionException">The mapping is null, was unmapped already, or is of another address space, or more was accessed than is mapped.</exception>
    [DoesNotThrow]
    public void Unmap([Releases("mapping", FromAcquirer = true)] MemoryMapping mapping, [AccessedLength] int accessedLength) =>
        Release(mapping, accessedLength, this);

    /// <summary>Unmaps, and complains if that cannot be done.</summary>
    internal static void Release(in MemoryMapping mapping, int accessedLength, AddressSpace? expected)
    {
        AddressSpace? space = mapping.Slot?.Space;
        if (space is null || !mapping.IsHeld)
        {
            throw mapping.NotHeld(space is null && mapping.IsNull ? "MRL307" : "MRL304");
        }

        if (expected is not null && expected != space)
        {
            throw new MemoryRegionException(
                MemoryRegionErrorCode.WrongAddressSpace, expected.Name, $"the mapping belongs to the address space {space.Name}", "MRL306");
        }

        if (accessedLength < 0 || accessedLength > mapping.Length)
        {
            throw new MemoryRegionException(
                MemoryRegionErrorCode.LengthOutOfRange,
                space.Name,
                $"{accessedLength} bytes of a mapping of {mapping.Length} cannot have been accessed",
                "MRL306");
        }

        if (!ReleaseIfHeld(mapping, accessedLength))
        {
            throw mapping.NotHeld("MRL304");
        }
    }

    /// <summary>Unmaps, unless somebody has done it.</summary>
    internal static bool ReleaseIfHeld(in MemoryMapping mapping, int accessedLength)
    {
        MappingSlot slot = mapping.Slot!;
        if (!slot.TryRelease(mapping.Generation))
        {
            return false;
        }

        AddressSpace space = slot.Space!;
        MemoryRegion? region = slot.Region;
        ulong offset = slot.OffsetInRegion;
        bool isDirect = slot.IsDirect;
        RamBytes bytes = isDirect ? default : slot.Bytes;
        slot.Clear();
        space._topology.Mappings.Return(slot);
        try
        {
            if (mapping.Access == MapAccess.Write && accessedLength > 0)
            {
                if (isDirect)
                {
                    space._dirtyLog.Written(region!, offset, (ulong)accessedLength);
                }
                else
                {
                    space.WriteBounced(mapping.Address, bytes.First(accessedLength));
                }
            }
        }
        finally
        {
            region?.PolicyTarget?.ObjectUnref();
            if (!isDirect)
            {
                space._topology.Bounces.Return(mapping.Length);
                space._topology.MapClients.NotifyIfRoom();
            }
        }

        return true;
    }

    private MemoryMapping MapDirectly(FlatView view, int index, ulong address, ulong length, MapAccess access)
    {
        ref readonly FlatRange range = ref view.RangeAt(index);
        MemoryRegion region = range.Region;
        RamStorage storage = region.Storage!;
        ulong offset = range.OffsetInRegion + (address - range.Start);
        ulong wanted = Math.Min(length, int.MaxValue);
        if (region.IsRam && wanted > range.Last - address)
        {
            wanted = Math.Min(wanted, ContiguousLength(view, index, address));
        }

        RamBytes bytes = storage.Get(offset, (int)wanted);

        // The view that is being read holds a reference, so that this one comes in time.
        region.PolicyTarget?.ObjectRef();
        return Hold(region, offset, address, bytes, access, isDirect: true);
    }

    private MemoryMapping MapBounced(ReaderGate.Reader reader, FlatView view, int index, ulong address, ulong length, MapAccess access)
    {
        MemoryRegion? region = null;
        ulong offset = 0;
        if (index >= 0)
        {
            ref readonly FlatRange range = ref view.RangeAt(index);
            region = range.Region;
            offset = range.OffsetInRegion + (address - range.Start);
            if (region.IsRam)
            {
                length = Math.Min(length, SectionLength(range, address));
            }
        }

        return Bounce(reader, view, region, offset, address, length, access);
    }

    private MemoryMapping Bounce(
        ReaderGate.Reader reader, FlatView view, MemoryRegion? region, ulong offset, ulong address, ulong length, MapAccess access)
    {
        int granted = _topology.Bounces.Take((int)Math.Min(length, (ulong)Array.MaxLength));
        if (granted == 0)
        {
            Machine.Metrics.BounceRefused(this, address, length);
            return default;
        }

        region?.PolicyTarget?.ObjectRef();
        try
        {
            var bytes = new byte[granted];
            if (access == MapAccess.Read)
            {
                ReadFrom(reader, view, address, bytes, MemoryAttributes.Unspecified);
            }

            return Hold(region, offset, address, new RamBytes(bytes, 0, granted), access, isDirect: false);
        }
        catch
        {
            region?.PolicyTarget?.ObjectUnref();
            _topology.Bounces.Return(granted);
            _topology.MapClients.NotifyIfRoom();
            throw;
        }
    }

    /// <summary>Writes what a device left in a bounce buffer; to an address space that is disposed it is lost.</summary>
    private void WriteBounced(ulong address, ReadOnlySpan<byte> data)
    {
        ReaderGate.Reader reader = _readers.Enter();
        try
        {
            if (!IsDisposed)
            {
                WriteTo(reader, _view, address, data, MemoryAttributes.Unspecified);
            }
        }
        finally
        {
            _readers.Exit(reader);
        }
    }

    private MemoryMapping Hold(MemoryRegion? region, ulong offset, ulong address, in RamBytes bytes, MapAccess access, bool isDirect)
    {
        MappingSlot slot = _topology.Mappings.Rent();
        slot.Set(this, region, offset, address, bytes, access == MapAccess.Write, isDirect);
        slot.Stack = Machine.Registry.CaptureStack();
        return new MemoryMapping(slot, slot.Hold());
    }

    /// <summary>How many bytes of a region are seen on end from an address, in as many ranges as it takes (<c>flatview_extend_translation</c>).</summary>
    private static ulong ContiguousLength(FlatView view, int index, ulong address)
    {
        FlatRange last = view.RangeAt(index);
        while (++index < view.Count)
        {
            ref readonly FlatRange next = ref view.RangeAt(index);
            if (next.Start != last.Last + 1 || next.Region != last.Region || next.OffsetInRegion != last.OffsetInRegion + (next.Start - last.Start))
            {
                break;
            }

            last = next;
        }

        // All 2^64 bytes are one too many for the type; the caller is content with less.
        ulong length = last.Last - address;
        return length == ulong.MaxValue ? length : length + 1;
    }

    /// <summary>
    /// How far QEMU bounces in RAM that is not mapped directly: to the end of the piece of the range, which it cuts at the first and the last
    /// page boundary inside.
    /// </summary>
    private static ulong SectionLength(in FlatRange range, ulong address)
    {
        ulong last = range.Last;
        ulong headLast = range.Start | PageMask;
        if ((range.Start & PageMask) != 0 && address <= headLast)
        {
            last = Math.Min(last, headLast);
        }
        else if ((last & PageMask) != PageMask && address < (last & ~PageMask))
        {
            last = (last & ~PageMask) - 1;
        }

        ulong length = last - address;
        return length == ulong.MaxValue ? length : length + 1;
    }
}
