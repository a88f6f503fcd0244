namespace MemoryRegions;

/// <content>Mappings through IOMMUs.</content>
public sealed partial class AddressSpace
{
    /// <summary>Maps what an IOMMU shows: directly if it is memory, as far as its pages are on end in the same region; else through a buffer.</summary>
    private MemoryMapping MapTranslated(ReaderGate.Reader reader, FlatView view, ulong address, ulong length, MapAccess access)
    {
        IommuAccess wanted = access == MapAccess.Write ? IommuAccess.Write : IommuAccess.Read;
        int available = (int)Math.Min(length, int.MaxValue);
        MemoryRegion? region = Resolve(reader, view, address, wanted, ref available, out ulong offset);
        if (region is null || !(access == MapAccess.Write ? region.WritesDirectly : region.ReadsDirectly))
        {
            return Bounce(reader, view, region, offset, address, (ulong)available, access);
        }

        int total = available;
        while ((ulong)total < Math.Min(length, int.MaxValue))
        {
            int more = (int)Math.Min(length, int.MaxValue) - total;
            if (Resolve(reader, view, address + (ulong)total, wanted, ref more, out ulong next) != region || next != offset + (ulong)total)
            {
                break;
            }

            total += more;
        }

        RamBytes bytes = region.Storage!.Get(offset, total);
        region.PolicyTarget?.ObjectRef();
        return Hold(region, offset, address, bytes, access, isDirect: true);
    }

    /// <summary>Follows an address through IOMMUs to a region; <see langword="null"/> if it leads nowhere. The length is cut to what is known to be there.</summary>
    private MemoryRegion? Resolve(
        ReaderGate.Reader reader, FlatView view, ulong address, IommuAccess access, ref int length, out ulong offset)
    {
        AddressSpace space = this;
        int depth = 0;
        offset = 0;
        try
        {
            while (true)
            {
                int index = view.IndexOf(address);
                if (index < 0)
                {
                    return null;
                }

                ref readonly FlatRange range = ref view.RangeAt(index);
                MemoryRegion region = range.Region;
                offset = range.OffsetInRegion + (address - range.Start);
                if (region is not IommuRegion iommu)
                {
                    if (region.IsRam)
                    {
                        length = Limit(range.Last - address, length);
                    }

                    return region;
                }

                length = Limit(range.Last - address, length);
                if (!space.TryTranslate(
                    reader, iommu, offset, access, MemoryAttributes.Unspecified, ref length, out AddressSpace? target, out address))
                {
                    return null;
                }

                reader.Translations++;
                depth++;
                space = target;
                view = target._view;
            }
        }
        finally
        {
            reader.Translations -= depth;
        }
    }
}
