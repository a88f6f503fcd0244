namespace MemoryRegions.Contracts;

/// <summary>
/// The callee takes the resource over: from then on it, or the object that it belongs to, has to release it.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TakesOwnershipAttribute : Attribute;

/// <summary>
/// The callee only looks at the resource: after the call the caller still holds it and still has to release it.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BorrowsAttribute : Attribute;
