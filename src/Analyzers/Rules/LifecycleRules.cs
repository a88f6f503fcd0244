namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL1xx: creation and destruction.</summary>
internal static class LifecycleRules
{
    /// <summary>{0} kind and name of the region; {1} the member, and why that is not init code.</summary>
    public static readonly DiagnosticDescriptor CreatedOutsideInit = new(
        RuleIds.CreatedOutsideInit,
        "Region created outside init",
        "{0} is created in {1}; create it in the constructor or in OnRealize, and only enable or link it here",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "References keep the owner of such a region alive, not the region: a region that comes and goes while the machine runs leaks with its owner, or dies under its users.",
        helpLinkUri: HelpLinks.For(RuleIds.CreatedOutsideInit));

    /// <summary>{0} kind and name of the region; {1} the member, and why that is not init code.</summary>
    public static readonly DiagnosticDescriptor RamCreatedOutsideInit = new(
        RuleIds.RamCreatedOutsideInit,
        "RAM or ROM created outside init",
        "{0} is created in {1}; that is safe, but it stays with its owner until it is destroyed: better create it in the constructor or in OnRealize",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "References keep RAM and ROM alive by themselves, so that they may come and go; but what is created while the machine runs, and not destroyed, adds up.",
        helpLinkUri: HelpLinks.For(RuleIds.RamCreatedOutsideInit));

    /// <summary>{0} kind and name of the region; {1} the member, and why it runs then; {2} what may still use it; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor DestroyedInUse = new(
        RuleIds.DestroyedInUse,
        "Region destroyed while it may be in use",
        "{0} is destroyed in {1}, {2}; {3}: the region dies with its owner",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Links, mappings and views keep the owner of such a region alive, not the region: whoever uses it is left with a dead region.",
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedInUse));

    /// <summary>{0} kind and name of the region; {1} the member, and why it runs then.</summary>
    public static readonly DiagnosticDescriptor DestroyedNeedlessly = new(
        RuleIds.DestroyedNeedlessly,
        "Region destroyed needlessly",
        "{0} is destroyed in {1}, which is safe but needless; remove the call: the region dies with its owner",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A region that init made dies with its owner. Destroying it before is one more thing to keep in order.",
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedNeedlessly));

    /// <summary>{0} kind and name of the region; {1} the member, and why it runs then.</summary>
    public static readonly DiagnosticDescriptor DestroyedWithoutOwner = new(
        RuleIds.DestroyedWithoutOwner,
        "Region without an owner destroyed",
        "{0} has no owner and is destroyed in {1}: no reference keeps it alive for those who use it; leave it to the machine, or give it an owner that dies in its stead",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "References to a region without an owner keep nothing alive, RAM included: whoever maps it, has found it or sees it through a view is left with a dead region.",
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedWithoutOwner));

    /// <summary>{0} what is used; {1} why it is gone; {2} the cure.</summary>
    public static readonly DiagnosticDescriptor UsedAfterDestruction = new(
        RuleIds.UsedAfterDestruction,
        "Region used after it was destroyed",
        "{0} is gone when it is used here: {1}; {2}",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A region that was destroyed can be neither linked nor changed any more. The regions and children of an object are released before its OnFinalize runs.",
        helpLinkUri: HelpLinks.For(RuleIds.UsedAfterDestruction));

    /// <summary>{0} kind and name of the region; {1} the member, and why it runs then; {2} who still has it; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor DestroyedWhileLinked = new(
        RuleIds.DestroyedWhileLinked,
        "Region destroyed while it is linked",
        "{0} is destroyed in {1}, while {2}; {3}",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The link into a container of another owner keeps the owner of such a region alive, not the region; and views change with the commit of the outermost transaction only.",
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedWhileLinked));

    /// <summary>{0} kind and name of the region; {1} the member, and why it runs then; {2} the address space.</summary>
    public static readonly DiagnosticDescriptor DestroyedWhileRoot = new(
        RuleIds.DestroyedWhileRoot,
        "Root of an address space destroyed",
        "{0} is destroyed in {1}, while it is the root of '{2}'; dispose the address space before",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An address space keeps the owner of its root alive, not the root: the root must not be destroyed before the address space is disposed.",
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedWhileRoot));

    /// <summary>{0} the method; {1} the method that it overrides; {2} what it does not do; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor BaseNotCalled = new(
        RuleIds.BaseNotCalled,
        "Life-cycle method of the base class is skipped",
        "'{0}' overrides '{1}', which does work, and {2}; {3}",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "What the base class creates, links, maps and releases in its own override happens only if the override of the derived class calls it.",
        helpLinkUri: HelpLinks.For(RuleIds.BaseNotCalled));
}
