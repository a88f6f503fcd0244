namespace MemoryRegions;

/// <summary>What the device is going to do with the guest memory that it maps.</summary>
public enum MapAccess
{
    /// <summary>The device reads guest memory. What it writes to the mapping may be lost.</summary>
    Read = 0,

    /// <summary>The device writes guest memory. The content of the mapping is undefined before.</summary>
    Write = 1,
}
