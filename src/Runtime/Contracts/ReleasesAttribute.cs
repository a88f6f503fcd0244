namespace MemoryRegions.Contracts;

/// <summary>
/// The call releases a resource: the argument of the parameter that carries the attribute, or the receiver when it stands on a method.
/// </summary>
/// <param name="kind">The kind of resource, equal to that of the <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Method)]
public sealed class ReleasesAttribute(string kind) : Attribute
{
    /// <summary>The kind of resource.</summary>
    public string Kind { get; } = kind;

    /// <summary>
    /// True if releasing what is released already, or was never acquired, does nothing (as <c>Dispose</c> should).
    /// False, the default, if it is an error.
    /// </summary>
    public bool Idempotent { get; set; }

    /// <summary>On a parameter: true if the receiver must be the object from which the resource was acquired.</summary>
    public bool FromAcquirer { get; set; }

    /// <summary>On which result of the call the resource is released. On any other result it is still held.</summary>
    public CallOutcome When { get; set; }
}
