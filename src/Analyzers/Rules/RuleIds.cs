namespace MemoryRegions.Analyzers.Rules;

/// <summary>The ids of the rules. They never change their meaning.</summary>
internal static class RuleIds
{
    public const string CreatedOutsideInit = "MRL101";
    public const string RamCreatedOutsideInit = "MRL102";
    public const string DestroyedInUse = "MRL103";
    public const string DestroyedNeedlessly = "MRL104";
    public const string DestroyedWithoutOwner = "MRL105";
    public const string UsedAfterDestruction = "MRL106";
    public const string DestroyedWhileLinked = "MRL107";
    public const string CreatedOverLiving = "MRL108";
    public const string CallbacksOutlived = "MRL109";
    public const string DestroyedWhileRoot = "MRL110";
    public const string BaseNotCalled = "MRL111";
    public const string NeverUnlinked = "MRL201";
    public const string UnlinkedOnSomePaths = "MRL202";
    public const string UnlinkedTooLate = "MRL203";
    public const string LeftByThrow = "MRL204";
    public const string LinkedElsewhere = "MRL205";
    public const string NotLinked = "MRL206";
    public const string AlreadyLinked = "MRL207";
    public const string ImpossibleLink = "MRL208";
    public const string AliasOutlivesTarget = "MRL209";
    public const string NeverReleased = "MRL301";
    public const string NotReleasedOnPath = "MRL302";
    public const string NotReleasedOnThrow = "MRL303";
    public const string ReleasedTwice = "MRL304";
    public const string UsedAfterRelease = "MRL305";
    public const string Misreleased = "MRL306";
    public const string UsedUntested = "MRL307";
    public const string UsedAsAsked = "MRL308";
    public const string NotReleasedByType = "MRL309";
    public const string LostWhileLive = "MRL310";
    public const string KeptByFailedRealize = "MRL311";
    public const string UsedAgainstDirection = "MRL312";
    public const string ReferenceOnAlias = "MRL401";
    public const string SuspendedWhileHeld = "MRL501";
    public const string NotSaid = "MRL601";
    public const string DoesOtherwise = "MRL602";
    public const string ForeignContractDoesNotFit = "MRL603";
    public const string BodyOverBudget = "MRL901";
}
