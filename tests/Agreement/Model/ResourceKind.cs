namespace MemoryRegions.Agreement.Model;

/// <summary>What a variable of a random program holds.</summary>
public enum ResourceKind
{
    /// <summary><see cref="MemoryMapping"/>: may be null.</summary>
    Mapping,

    /// <summary><see cref="MemorySection"/>: may be null.</summary>
    Section,

    /// <summary><see cref="TopologyTransaction"/>: never null once begun.</summary>
    Transaction,

    /// <summary>A reference that is taken on an object, and counted.</summary>
    Reference,

    /// <summary><see cref="MemoryRegionCache"/>: an object, never null.</summary>
    Cache,

    /// <summary><see cref="AddressSpace"/>: an object, never null.</summary>
    Space,

    /// <summary><see cref="MemoryListener"/>: is registered, and not counted.</summary>
    Listener,
}

/// <summary>What the kinds have in common.</summary>
public static class ResourceKinds
{
    /// <summary>The acquisition may fail without an exception.</summary>
    public static bool MayBeNull(this ResourceKind kind) => kind is ResourceKind.Mapping or ResourceKind.Section;

    /// <summary>It is acquired on an object that exists before, by a call that returns nothing, and cannot be released by <c>Dispose</c>.</summary>
    public static bool IsOnObject(this ResourceKind kind) => kind is ResourceKind.Reference or ResourceKind.Listener;

    /// <summary>Its handle is an object.</summary>
    public static bool IsObject(this ResourceKind kind) => kind is ResourceKind.Reference or ResourceKind.Listener or ResourceKind.Cache or ResourceKind.Space;
}

/// <summary>How a resource is released.</summary>
public enum ReleaseForm
{
    /// <summary><c>Dispose</c>, which does nothing the second time.</summary>
    Dispose,

    /// <summary><c>Unmap()</c>, <c>Unref()</c>, <c>Commit()</c>: a mistake the second time.</summary>
    Plain,

    /// <summary><c>Unmap(0)</c>; as <see cref="Plain"/> for the other kinds.</summary>
    WithLength,

    /// <summary><c>space.Unmap(mapping, 0)</c>; as <see cref="Plain"/> for the other kinds.</summary>
    ByOwner,

    /// <summary><c>x?.Dispose()</c>, or <c>x?.Unref()</c>, of a handle that is an object.</summary>
    Conditional,

    /// <summary><c>Unmap(8)</c>, or of what was asked for: more than a short mapping has.</summary>
    AsAsked,

    /// <summary><c>Unmap(9)</c>, more than any mapping has.</summary>
    TooMuch,

    /// <summary>By another address space.</summary>
    ByOther,
}
