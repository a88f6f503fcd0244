namespace MemoryRegions;

/// <summary>Who makes an access, and how (QEMU's <c>MemTxAttrs</c>). The default value is <see cref="Unspecified"/>.</summary>
/// <param name="IsSecure">Whether the access is secure (as Arm's TrustZone means it).</param>
/// <param name="IsUser">Whether it is made in user mode.</param>
/// <param name="IsMemory">Whether it is meant for memory only, not for devices.</param>
/// <param name="RequesterId">The id of the requester, as PCI means it.</param>
public readonly record struct MemoryAttributes(bool IsSecure = false, bool IsUser = false, bool IsMemory = false, ushort RequesterId = 0)
{
    private readonly bool _isSpecified = true;

    /// <summary>Nothing is known.</summary>
    public static MemoryAttributes Unspecified => default;

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnspecified => !_isSpecified;
}
