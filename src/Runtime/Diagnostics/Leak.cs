namespace MemoryRegions;

/// <summary>What kind of thing is still held.</summary>
public enum LeakKind
{
    /// <summary>A mapping that was not unmapped.</summary>
    Mapping = 0,

    /// <summary>A section returned by <see cref="MemoryRegion.Find"/> whose reference was not dropped.</summary>
    Section = 1,

    /// <summary>A reference that was taken with <see cref="QomObject.Ref"/> and not dropped.</summary>
    Reference = 2,

    /// <summary>A link across owners whose subregion's owner is unplugged, unrealized or dropped.</summary>
    Link = 3,

    /// <summary>Objects that keep each other alive, which nothing else reaches.</summary>
    Cycle = 4,

    /// <summary>An address space that was not disposed.</summary>
    AddressSpace = 5,

    /// <summary>A topology transaction that was not committed.</summary>
    Transaction = 6,

    /// <summary>A linked alias whose target is destroyed: it shows nothing.</summary>
    DanglingAlias = 7,

    /// <summary>A <see cref="MemoryListener"/> that was not unregistered.</summary>
    Listener = 8,

    /// <summary>An <see cref="IommuNotifier"/> that was not unregistered.</summary>
    Notifier = 9,

    /// <summary>A <see cref="MemoryRegionCache"/> that was not disposed.</summary>
    RegionCache = 10,

    /// <summary>A <see cref="MapClient"/> that still waits.</summary>
    MapClient = 11,
}

/// <summary>Something that is still held, or left dangling, as <see cref="MachineDiagnostics.FindLeaks"/> reports it.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="ObjectPath">The path of the object that is held (the region that is mapped, linked, referenced, ...).</param>
/// <param name="Holder">Who holds it: the path of a container, the name of an address space, or what the program does with it.</param>
/// <param name="Description">One sentence for a person.</param>
/// <param name="RuleId">The analyzer rule that finds this kind of leak at compile time.</param>
/// <param name="AcquisitionStack">Where it was acquired, if <see cref="MachineOptions.Tracking"/> is on; otherwise <see langword="null"/>.</param>
public sealed record Leak(LeakKind Kind, string ObjectPath, string Holder, string Description, string RuleId, string? AcquisitionStack)
{
    /// <inheritdoc/>
    public override string ToString() => AcquisitionStack is null ? $"{RuleId}: {Description}" : $"{RuleId}: {Description}{Environment.NewLine}{AcquisitionStack}";
}
