namespace MemoryRegions;

/// <summary>Who wants to know which memory the guest has written (QEMU's <c>DIRTY_MEMORY_*</c>).</summary>
[Flags]
public enum DirtyClients
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>A display, which draws what has changed.</summary>
    Display = 1,

    /// <summary>An execution engine, which translates anew what has changed.</summary>
    Code = 2,

    /// <summary>A migration, which sends again what has changed.</summary>
    Migration = 4,

    /// <summary>All of them.</summary>
    All = Display | Code | Migration,
}
