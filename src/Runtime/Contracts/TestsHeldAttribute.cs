namespace MemoryRegions.Contracts;

/// <summary>
/// The Boolean property tells whether the receiver holds a resource now: <see langword="true"/> from its acquisition to its release,
/// <see langword="false"/> before, after, and if the acquisition failed.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TestsHeldAttribute : Attribute;
