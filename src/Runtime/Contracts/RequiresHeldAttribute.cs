namespace MemoryRegions.Contracts;

/// <summary>
/// The member works only while the resource is held that its receiver is the handle of: it throws once that is released.
/// </summary>
/// <remarks>
/// <para>On a type: all its instance members do, except those that release it and those that are <see cref="DoesNotThrowAttribute"/>.</para>
/// <para>What such a member returns is a view of the resource if it is a span or another <c>ref struct</c>, a <c>Memory</c>, a pointer or a
/// reference: not to be used after the release either. A member of a handle that returns one of these needs no attribute to say so.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class RequiresHeldAttribute : Attribute
{
    /// <summary>True if the member also works on the result of an acquisition that failed, which holds nothing: a view of that is empty.</summary>
    public bool AllowsNull { get; set; }
}
