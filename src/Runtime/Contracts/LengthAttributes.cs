namespace MemoryRegions.Contracts;

/// <summary>
/// The argument says how much of a resource is wanted. What the call acquires may be less: the integer property of the handle that is
/// <see cref="TestsNullAttribute"/> tells how much, at least 1 if anything.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RequestedLengthAttribute : Attribute;

/// <summary>The argument of a release says how much of the resource was used: from 0 to as much as there is.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AccessedLengthAttribute : Attribute;
