namespace MemoryRegions.Analyzers.Flow;

/// <summary>Why some work must not be done while a resource is held.</summary>
internal enum Suspension
{
    Await,
    Yield,
    Blocking,

    /// <summary>The contract of the callee says so.</summary>
    Forbidden,
}
