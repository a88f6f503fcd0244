namespace MemoryRegions.Contracts;

/// <summary>
/// Says in which phase a member runs; on a parameter, property or field of a delegate type (or of a type that is made of delegates): in
/// which phase the delegate that is stored there runs.
/// </summary>
/// <remarks>Overrides and implementations of interface members inherit it.</remarks>
/// <param name="phase">The phase.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Field | AttributeTargets.Event)]
public sealed class LifecyclePhaseAttribute(LifecyclePhase phase) : Attribute
{
    /// <summary>The phase.</summary>
    public LifecyclePhase Phase { get; } = phase;
}

/// <summary>On a virtual life-cycle method: overrides, also those of derived classes, have to call it on every path.</summary>
/// <remarks>For classes of other assemblies, whose code cannot be seen. Of a class of the same project it is seen whether its method does work.</remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = true)]
public sealed class RequiresBaseCallAttribute : Attribute;
