namespace MemoryRegions.Contracts;

/// <summary>The code of types derived from this class has life-cycle phases (see <see cref="LifecyclePhase"/>).</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public sealed class HasLifecycleAttribute : Attribute;
