namespace MemoryRegions.Contracts;

/// <summary>
/// The property tells whether the acquisition that returned the receiver failed. A failed acquisition leaves nothing to release.
/// </summary>
/// <remarks>
/// On a <see langword="bool"/> property: <see langword="true"/> means that nothing is held. On a property of an integer type:
/// 0 means that nothing is held (a mapping of length 0), and any other value that the resource is held.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TestsNullAttribute : Attribute;
