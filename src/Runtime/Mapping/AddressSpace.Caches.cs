namespace MemoryRegions;

/// <content>What region caches show.</content>
public sealed partial class AddressSpace
{
    /// <summary>A view of nothing but the piece of one region at an address. Under the lock.</summary>
    /// <param name="address">The first address.</param>
    /// <param name="wanted">How many bytes are wanted.</param>
    /// <param name="access">What for.</param>
    /// <param name="bytes">The memory, if it is accessed directly.</param>
    /// <param name="length">How many bytes there are.</param>
    internal FlatView CutView(ulong address, int wanted, MapAccess access, out RamBytes bytes, out int length)
    {
        bytes = default;
        FlatView view = _view;
        int index = view.IndexOf(address);
        if (index < 0)
        {
            length = HoleLength(view, ~index, address, wanted);
            return new FlatView(null, []);
        }

        ref readonly FlatRange range = ref view.RangeAt(index);
        MemoryRegion region = range.Region;
        ulong offset = range.OffsetInRegion + (address - range.Start);
        length = Limit(range.Last - address, wanted);
        if (access == MapAccess.Write ? region.WritesDirectly : region.ReadsDirectly)
        {
            if (length < wanted)
            {
                length = (int)Math.Min((ulong)wanted, ContiguousLength(view, index, address));
            }

            bytes = region.Storage!.Get(offset, length);
            length = bytes.Length;
        }

        ulong last = address + (ulong)(length - 1);
        return new FlatView(null, [new FlatRange(address, last, region, offset, range.ReadOnly, range.RomMode, range.DirtyClients)]);
    }

    /// <summary>Whether the address space shows the same as a cut view.</summary>
    internal bool ShowsStill(FlatView cut, ulong address, int length)
    {
        FlatView view = _view;
        int index = view.IndexOf(address);
        if (cut.Count == 0 || index < 0)
        {
            return cut.Count == 0 && index < 0 && HoleLength(view, ~index, address, length) == length;
        }

        ref readonly FlatRange range = ref view.RangeAt(index);
        ref readonly FlatRange shown = ref cut.RangeAt(0);
        return range.Region == shown.Region && range.OffsetInRegion + (address - range.Start) == shown.OffsetInRegion
            && range.RomMode == shown.RomMode && ContiguousLength(view, index, address) >= (ulong)length;
    }
}
