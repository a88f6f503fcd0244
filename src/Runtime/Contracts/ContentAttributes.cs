namespace MemoryRegions.Contracts;

/// <summary>
/// The argument says what the caller is going to do with the content of the resource that the call acquires: one value of the parameter's type
/// is for reading it, another for writing it.
/// </summary>
/// <remarks>
/// What is written to a resource that was acquired for reading may be lost; what one that was acquired for writing holds before it is written is
/// not defined. Any other value says nothing.
/// </remarks>
/// <param name="reads">The value for reading, a constant of the parameter's type.</param>
/// <param name="writes">The value for writing, a constant of the parameter's type.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AccessDirectionAttribute(object reads, object writes) : Attribute
{
    /// <summary>The value for reading.</summary>
    public object Reads { get; } = reads;

    /// <summary>The value for writing.</summary>
    public object Writes { get; } = writes;
}

/// <summary>
/// The callee reads what the argument, a span, holds. It need not be said of a <see cref="ReadOnlySpan{T}"/>, of which nothing else can be done.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ReadsAttribute : Attribute;

/// <summary>The callee writes to the argument, a span. Together with <see cref="ReadsAttribute"/>: it changes what is there.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class WritesAttribute : Attribute
{
    /// <summary>True if the call returns how many elements it wrote, from the first one on.</summary>
    public bool ReturnsCount { get; set; }
}
