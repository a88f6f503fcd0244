namespace MemoryRegions;

/// <summary>The outcome of an access to an address space (QEMU's <c>MemTxResult</c>). Results of parts combine by OR.</summary>
[Flags]
public enum MemoryTransactionResult
{
    /// <summary>Everything was accessed.</summary>
    Ok = 0,

    /// <summary>A device answered a part of the access with an error.</summary>
    DeviceError = 1,

    /// <summary>A part of the access hit no region, or a region that does not accept it. It read as 0, or was not written.</summary>
    DecodeError = 2,

    /// <summary>A part of the access was refused: a device that is in the middle of an access reached itself by DMA.</summary>
    AccessError = 4,
}
