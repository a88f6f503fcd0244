namespace MemoryRegions.Agreement.Model;

/// <summary>A resource that a field of a device keeps.</summary>
/// <param name="Number">Makes the names of the element its own.</param>
/// <param name="Kind">What is kept.</param>
/// <param name="InRealize">Acquired by realize, or anew whenever the device is used.</param>
/// <param name="Release">Who releases it.</param>
/// <param name="Failure">What realize does afterwards.</param>
public sealed record KeptResource(int Number, ResourceKind Kind, bool InRealize, KeptRelease Release, RealizeFailure Failure) : Element(Number);

/// <summary>Who releases what a field keeps.</summary>
public enum KeptRelease
{
    Never,
    Unrealize,

    /// <summary>In unrealize, by a helper.</summary>
    Helper,

    /// <summary>In reset, and in unrealize.</summary>
    ResetAndUnrealize,
    Finalize,
}

/// <summary>How realize may fail once it has acquired something.</summary>
public enum RealizeFailure
{
    None,

    /// <summary>It throws.</summary>
    Throws,

    /// <summary>It throws, and a handler releases first.</summary>
    ThrowsAndReleases,
}
