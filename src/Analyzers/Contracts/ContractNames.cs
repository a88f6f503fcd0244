namespace MemoryRegions.Analyzers.Contracts;

/// <summary>
/// The contract attributes, by name: they are matched by full name, so that a project may also carry its own copy of them.
/// </summary>
internal static class ContractNames
{
    public const string Namespace = "MemoryRegions.Contracts";

    public const string Acquires = "AcquiresAttribute";
    public const string Releases = "ReleasesAttribute";
    public const string TakesOwnership = "TakesOwnershipAttribute";
    public const string Borrows = "BorrowsAttribute";
    public const string TestsNull = "TestsNullAttribute";
    public const string TestsHeld = "TestsHeldAttribute";
    public const string ForeignContract = "ForeignContractAttribute";
    public const string DoesNotThrow = "DoesNotThrowAttribute";
    public const string LifecyclePhase = "LifecyclePhaseAttribute";
    public const string HasLifecycle = "HasLifecycleAttribute";
    public const string MachineLifetime = "MachineLifetimeAttribute";
    public const string Region = "RegionAttribute";
    public const string Owner = "OwnerAttribute";
    public const string Adopts = "AdoptsAttribute";
    public const string Destroys = "DestroysAttribute";
    public const string Links = "LinksAttribute";
    public const string Unlinks = "UnlinksAttribute";
    public const string RequestedLength = "RequestedLengthAttribute";
    public const string AccessedLength = "AccessedLengthAttribute";
    public const string Invokes = "InvokesAttribute";
    public const string AccessDirection = "AccessDirectionAttribute";
    public const string Reads = "ReadsAttribute";
    public const string Writes = "WritesAttribute";
    public const string ReturnsCount = "ReturnsCount";
    public const string RequiresHeld = "RequiresHeldAttribute";
    public const string LinkContainer = "LinkContainerAttribute";
    public const string TestsLink = "TestsLinkAttribute";
    public const string RequiresAlive = "RequiresAliveAttribute";
    public const string RequiresBaseCall = "RequiresBaseCallAttribute";
    public const string Root = "RootAttribute";

    public const string ForbiddenWhile = "ForbiddenWhileAttribute";
    public const string MayReenter = "MayReenterAttribute";

    /// <summary>Named arguments.</summary>
    public const string NoSuspension = "NoSuspension";
    public const string When = "When";
    public const string Idempotent = "Idempotent";
    public const string MayFail = "MayFail";
    public const string FromAcquirer = "FromAcquirer";
    public const string AllowsNull = "AllowsNull";

    /// <summary>Tells whether the compilation can use the contracts at all. If not, the analyzers register nothing.</summary>
    public static bool AreKnownTo(Compilation compilation)
    {
        return !compilation.GetTypesByMetadataName(Namespace + "." + Acquires).IsEmpty
            || !compilation.GetTypesByMetadataName(Namespace + "." + ForeignContract).IsEmpty;
    }
}
