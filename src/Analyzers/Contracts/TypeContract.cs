using System.Linq;

namespace MemoryRegions.Analyzers.Contracts;

/// <summary>What a type is to the analyzers, as its attributes and its members' say.</summary>
internal sealed class TypeContract(RegionKind? regionKind, ITypeSymbol? lifecycleRoot, bool hasMachineLifetime, ImmutableArray<HandleKind> handleKinds, ImmutableArray<string> foreignKinds)
{
    /// <summary>The kind of region; <see cref="Contracts.RegionKind.Any"/> if it could be any; <see langword="null"/> if the type is no region.</summary>
    public RegionKind? RegionKind { get; } = regionKind;

    /// <summary>The code of the type has life-cycle phases.</summary>
    public bool HasLifecycle => LifecycleRoot is not null;

    /// <summary>The class, this one or a base, that says so.</summary>
    public ITypeSymbol? LifecycleRoot { get; } = lifecycleRoot;

    /// <summary>The device is never unplugged.</summary>
    public bool HasMachineLifetime { get; } = hasMachineLifetime;

    /// <summary>The kinds of resource that a value of the type stands for: those that a method of its own releases.</summary>
    public ImmutableArray<HandleKind> HandleKinds { get; } = handleKinds;

    /// <summary>All kinds of resource that a value of the type may be: also those that only another object releases.</summary>
    public ImmutableArray<string> Kinds { get; } = handleKinds.Select(handle => handle.Kind).Union(foreignKinds).ToImmutableArray();

    /// <summary>A value of the type may be a resource that is released once (and not a count that goes up and down).</summary>
    public bool IsHandle { get; } = !foreignKinds.IsEmpty || handleKinds.Any(handle => !handle.IsCounted);
}

/// <summary>A kind of resource that a type is a handle of.</summary>
internal readonly struct HandleKind(string kind, bool isCounted, IMethodSymbol release)
{
    public string Kind { get; } = kind;

    /// <summary>Acquired by a method of the handle itself, so that acquisitions add up.</summary>
    public bool IsCounted { get; } = isCounted;

    /// <summary>The method that a user would call to release it.</summary>
    public IMethodSymbol Release { get; } = release;
}
