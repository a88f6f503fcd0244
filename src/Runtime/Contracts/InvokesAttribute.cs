using System.Collections.Generic;

namespace MemoryRegions.Contracts;

/// <summary>
/// The call runs these methods of its receiver before it returns, as the release of a registration that tells its owner once more of what there
/// was: what they need must still be there.
/// </summary>
/// <remarks>Overrides and implementations of interface members inherit it.</remarks>
/// <param name="methods">The names of the methods, which are virtual members of the class that declares this one.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class InvokesAttribute(params string[] methods) : Attribute
{
    /// <summary>The names of the methods.</summary>
    public IReadOnlyList<string> Methods { get; } = methods;
}
