namespace MemoryRegions.Contracts;

/// <summary>
/// On a parameter of a region's constructor: the argument becomes the owner of the new region (<see langword="null"/>: it has none).
/// On a property: it returns the owner of the region.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class OwnerAttribute : Attribute;

/// <summary>The argument becomes a child of the receiver, which from then on keeps it alive.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class AdoptsAttribute : Attribute;

/// <summary>The call takes the receiver from its owner or parent. A region is destroyed by it, unless something else still holds it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DestroysAttribute : Attribute;

/// <summary>The call links the argument, a region, into the receiver, its container, which from then on holds a reference (see <see cref="RegionKind"/>).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LinksAttribute : Attribute;

/// <summary>The call unlinks the argument, a region, from the receiver, its container, which drops its reference.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class UnlinksAttribute : Attribute;

/// <summary>The property returns the container into which the region is linked, or <see langword="null"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LinkContainerAttribute : Attribute;

/// <summary>The property tells whether the region is linked into a container.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TestsLinkAttribute : Attribute;

/// <summary>
/// On a method or accessor: it throws if its receiver is finalized, for instance a region that was destroyed. On a parameter: it does if the
/// argument is.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class RequiresAliveAttribute : Attribute;

/// <summary>
/// The argument, a region, becomes the root of the address space that the constructor makes, and must not be destroyed before that is released.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class RootAttribute : Attribute;
