namespace MemoryRegions.Contracts;

/// <summary>
/// The member throws nothing when it is used as its contract says, so that no path leaves a method through it.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor)]
public sealed class DoesNotThrowAttribute : Attribute;
