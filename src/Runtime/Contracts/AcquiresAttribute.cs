namespace MemoryRegions.Contracts;

/// <summary>
/// The call acquires a resource that must be released exactly once.
/// </summary>
/// <remarks>
/// <para>What is acquired depends on where the attribute stands: on the return value or on an <c>out</c> parameter it is the value
/// that the caller receives; on a property or indexer it is what reading it returns; on a constructor it is the new object; on any other method it is the receiver itself
/// (as with a reference that is taken on an object).</para>
/// <para>The attribute is matched by its full name and survives in metadata, so that callers in other assemblies are checked too.
/// An override or an implementation of an interface member inherits it.</para>
/// </remarks>
/// <param name="kind">The kind of resource, as messages name it: <c>"mapping"</c>, <c>"reference"</c>, ... Acquisition and release belong together when their kinds are equal.</param>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property)]
public sealed class AcquiresAttribute(string kind) : Attribute
{
    /// <summary>The kind of resource.</summary>
    public string Kind { get; } = kind;

    /// <summary>On which result of the call the resource is held. On any other result there is nothing to release.</summary>
    public CallOutcome When { get; set; }

    /// <summary>
    /// True if the call may return a handle that holds nothing, which callers have to test for. One that tells it by its result
    /// (<see cref="When"/>) may fail without saying so here.
    /// </summary>
    public bool MayFail { get; set; }
}
