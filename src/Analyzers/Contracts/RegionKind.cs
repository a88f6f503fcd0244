namespace MemoryRegions.Analyzers.Contracts;

/// <summary>The kinds of memory region. The values are those of the attribute's enum.</summary>
internal enum RegionKind
{
    Ram = 0,
    Rom = 1,
    RomDevice = 2,
    Mmio = 3,
    Iommu = 4,
    Container = 5,
    Alias = 6,
    Reservation = 7,
    Any = 8,
}

/// <summary>What the reference policy makes of each kind.</summary>
internal static class RegionKinds
{
    /// <summary>References keep the region itself alive (RAM and ROM), not its owner.</summary>
    public static bool ReferencesKeepRegion(this RegionKind kind) => kind is RegionKind.Ram or RegionKind.Rom;

    /// <summary>The region has no state of its own that a user could still reach: it may come and go at any time.</summary>
    public static bool MayComeAndGo(this RegionKind kind) => kind is RegionKind.Container or RegionKind.Alias;

    /// <summary>The name by which messages call the kind.</summary>
    public static string DisplayName(this RegionKind kind) => kind switch
    {
        RegionKind.Ram => "RAM region",
        RegionKind.Rom => "ROM region",
        RegionKind.RomDevice => "ROM device region",
        RegionKind.Mmio => "MMIO region",
        RegionKind.Iommu => "IOMMU region",
        RegionKind.Container => "container",
        RegionKind.Alias => "alias",
        RegionKind.Reservation => "reservation",
        _ => "region",
    };
}
