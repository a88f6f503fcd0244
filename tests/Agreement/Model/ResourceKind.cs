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
}
