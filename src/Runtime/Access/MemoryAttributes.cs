namespace MemoryRegions;

/// <summary>Who makes an access, and how (QEMU's <c>MemTxAttrs</c>). The default value is <see cref="Unspecified"/>.</summary>
public readonly record struct MemoryAttributes
{
    private const uint Specified = 1;
    private const uint Secure = 2;
    private const uint User = 4;
    private const uint Memory = 8;
    private const int RequesterShift = 16;

    // One word, for it goes with every access.
    private readonly uint _bits;

    /// <summary>Creates attributes.</summary>
    /// <param name="isSecure">Whether the access is secure (as Arm's TrustZone means it).</param>
    /// <param name="isUser">Whether it is made in user mode.</param>
    /// <param name="isMemory">Whether it is meant for memory only, not for devices.</param>
    /// <param name="requesterId">The id of the requester, as PCI means it.</param>
    public MemoryAttributes(bool isSecure = false, bool isUser = false, bool isMemory = false, ushort requesterId = 0) =>
        _bits = Specified | (isSecure ? Secure : 0) | (isUser ? User : 0) | (isMemory ? Memory : 0) | ((uint)requesterId << RequesterShift);

    /// <summary>Nothing is known.</summary>
    public static MemoryAttributes Unspecified => default;

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnspecified => (_bits & Specified) == 0;

    /// <summary>Whether the access is secure.</summary>
    public bool IsSecure => (_bits & Secure) != 0;

    /// <summary>Whether the access is made in user mode.</summary>
    public bool IsUser => (_bits & User) != 0;

    /// <summary>Whether the access is meant for memory only.</summary>
    public bool IsMemory => (_bits & Memory) != 0;

    /// <summary>The id of the requester.</summary>
    public ushort RequesterId => (ushort)(_bits >> RequesterShift);
}
