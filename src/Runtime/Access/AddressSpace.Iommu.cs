namespace MemoryRegions;

/// <content>Accesses that an IOMMU sends on, or that a reservation keeps away.</content>
public sealed partial class AddressSpace
{
    // As deep as IOMMUs can be behind each other; one that sends accesses back to itself would never end.
    private const int MaxTranslations = 16;

    /// <summary>Reads from a region that has neither memory nor callbacks.</summary>
    private MemoryTransactionResult ReadIndirectly(
        ReaderGate.Reader reader, MemoryRegion region, ulong offset, ulong address, Span<byte> buffer, MemoryAttributes attributes)
    {
        if (region is not IommuRegion iommu)
        {
            return ReadUnassigned(address, buffer, attributes);
        }

        var result = MemoryTransactionResult.Ok;
        while (!buffer.IsEmpty)
        {
            int count = buffer.Length;
            if (TryTranslate(reader, iommu, offset, IommuAccess.Read, attributes, ref count, out AddressSpace? target, out ulong translated))
            {
                reader.Translations++;
                try
                {
                    result |= target.ReadFrom(reader, target._view, translated, buffer[..count], attributes);
                }
                finally
                {
                    reader.Translations--;
                }
            }
            else
            {
                result |= ReadUnassigned(address, buffer[..count], attributes);
            }

            buffer = buffer[count..];
            offset += (ulong)count;
            address += (ulong)count;
        }

        return result;
    }

    /// <summary>Writes to a region that has neither memory nor callbacks.</summary>
    private MemoryTransactionResult WriteIndirectly(
        ReaderGate.Reader reader, MemoryRegion region, ulong offset, ulong address, ReadOnlySpan<byte> data, MemoryAttributes attributes)
    {
        if (region is not IommuRegion iommu)
        {
            return WriteUnassigned(address, data, attributes);
        }

        var result = MemoryTransactionResult.Ok;
        while (!data.IsEmpty)
        {
            int count = data.Length;
            if (TryTranslate(reader, iommu, offset, IommuAccess.Write, attributes, ref count, out AddressSpace? target, out ulong translated))
            {
                reader.Translations++;
                try
                {
                    result |= target.WriteTo(reader, target._view, translated, data[..count], attributes);
                }
                finally
                {
                    reader.Translations--;
                }
            }
            else
            {
                result |= WriteUnassigned(address, data[..count], attributes);
            }

            data = data[count..];
            offset += (ulong)count;
            address += (ulong)count;
        }

        return result;
    }

    private ulong LoadTranslated(
        ReaderGate.Reader reader,
        IommuRegion iommu,
        ulong offset,
        ulong address,
        int size,
        bool bigEndian,
        MemoryAttributes attributes,
        out MemoryTransactionResult result)
    {
        int count = size;
        if (TryTranslate(reader, iommu, offset, IommuAccess.Read, attributes, ref count, out AddressSpace? target, out ulong translated)
            && count == size)
        {
            reader.Translations++;
            try
            {
                return target.LoadFrom(reader, target._view, translated, size, bigEndian, attributes, out result);
            }
            finally
            {
                reader.Translations--;
            }
        }

        // On two pages, or on none.
        Span<byte> buffer = stackalloc byte[8];
        buffer = buffer[..size];
        result = ReadIndirectly(reader, iommu, offset, address, buffer, attributes);
        return Decode(buffer, bigEndian);
    }

    private MemoryTransactionResult StoreTranslated(
        ReaderGate.Reader reader, IommuRegion iommu, ulong offset, ulong address, ulong value, int size, bool bigEndian, MemoryAttributes attributes)
    {
        int count = size;
        if (TryTranslate(reader, iommu, offset, IommuAccess.Write, attributes, ref count, out AddressSpace? target, out ulong translated)
            && count == size)
        {
            reader.Translations++;
            try
            {
                return target.StoreTo(reader, target._view, translated, value, size, bigEndian, attributes);
            }
            finally
            {
                reader.Translations--;
            }
        }

        Span<byte> buffer = stackalloc byte[8];
        buffer = buffer[..size];
        MmioDispatcher.Encode(value, buffer, bigEndian);
        return WriteIndirectly(reader, iommu, offset, address, buffer, attributes);
    }

    /// <summary>
    /// Asks an IOMMU where an access goes on (<c>address_space_translate_iommu</c>, one step). The length is cut at the end of the page.
    /// </summary>
    /// <returns>Whether it goes on anywhere.</returns>
    private bool TryTranslate(
        ReaderGate.Reader reader,
        IommuRegion iommu,
        ulong offset,
        IommuAccess access,
        MemoryAttributes attributes,
        ref int length,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AddressSpace? target,
        out ulong address)
    {
        int translationIndex = iommu.Operations.AttributesToIndex?.Invoke(attributes) ?? 0;
        IommuTlbEntry entry = iommu.Operations.Translate(offset, access, translationIndex);
        ulong mask = entry.AddressMask;
        length = Limit((offset | mask) - offset, length);
        target = entry.TargetSpace;
        address = (entry.TranslatedAddress & ~mask) | (offset & mask);

        // The readers of another machine are not ours to keep: its regions could go while we look at them.
        return (entry.Permission & access) != 0 && target is { IsDisposed: false } && target.Machine == Machine
            && reader.Translations < MaxTranslations;
    }
}
