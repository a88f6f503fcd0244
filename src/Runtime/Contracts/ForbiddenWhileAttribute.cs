namespace MemoryRegions.Contracts;

/// <summary>
/// The member must not be called by code that holds a resource of the given kind: what it does waits for something, or takes effect, that
/// the resource holds up until it is released (as a change of notifiers inside a transaction, which meets its commit).
/// </summary>
/// <remarks>
/// A member that blocks needs it for <c>"transaction"</c>, whose lock nobody else gets before it is committed. Overrides and implementations
/// of interface members inherit it.
/// </remarks>
/// <param name="kind">The kind of resource, equal to that of the <see cref="AcquiresAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ForbiddenWhileAttribute(string kind) : Attribute
{
    /// <summary>The kind of resource that the caller must not hold.</summary>
    public string Kind { get; } = kind;
}
