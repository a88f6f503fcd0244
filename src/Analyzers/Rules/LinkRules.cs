namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL2xx: links between regions.</summary>
internal static class LinkRules
{
    /// <summary>{0} the region; {1} the container; {2} what the link keeps alive; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor NeverUnlinked = new(
        RuleIds.NeverUnlinked,
        "Subregion of another owner's container is never removed",
        "'{0}' is added to '{1}', which belongs to another owner, and never removed: the link keeps {2} alive; {3}",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The link of a container to a region of another owner holds a reference until it is undone: a device that leaves it in place is never finalized, and stays visible to the guest.",
        helpLinkUri: HelpLinks.For(RuleIds.NeverUnlinked));

    /// <summary>{0} the region; {1} the container; {2} the member that unlinks it; {3} the device; {4} the cure.</summary>
    public static readonly DiagnosticDescriptor UnlinkedTooLate = new(
        RuleIds.UnlinkedTooLate,
        "Subregion of another owner's container is removed too late",
        "'{0}' is added to '{1}', which belongs to another owner, and removed only in {2}: the link keeps '{3}' alive, so that this never runs; {4}",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The link of a container to a region of another owner keeps that owner alive: it is not finalized before the link is undone.",
        helpLinkUri: HelpLinks.For(RuleIds.UnlinkedTooLate));

    /// <summary>{0} the region; {1} the container; {2} the line.</summary>
    public static readonly DiagnosticDescriptor NotLinked = new(
        RuleIds.NotLinked,
        "Region removed that is not linked",
        "'{0}' is not linked any more: it was removed from '{1}' at line {2}; remove this call",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Only what is linked can be unlinked: the second removal throws.",
        helpLinkUri: HelpLinks.For(RuleIds.NotLinked));

    /// <summary>{0} the region; {1} the container; {2} the line.</summary>
    public static readonly DiagnosticDescriptor AlreadyLinked = new(
        RuleIds.AlreadyLinked,
        "Region added that is linked already",
        "'{0}' is linked already: it was added to '{1}' at line {2}; remove it there first, or add an alias of it",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A region is linked into one container at a time: the second AddSubregion throws.",
        helpLinkUri: HelpLinks.For(RuleIds.AlreadyLinked));

    /// <summary>{0} what is linked to what; {1} the cure.</summary>
    public static readonly DiagnosticDescriptor ImpossibleLink = new(
        RuleIds.ImpossibleLink,
        "Region linked where it cannot be",
        "{0}; {1}",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An alias has no subregions, and no region can be inside itself, be it through an alias.",
        helpLinkUri: HelpLinks.For(RuleIds.ImpossibleLink));

    /// <summary>{0} the alias; {1} what goes before it; {2} the cure.</summary>
    public static readonly DiagnosticDescriptor AliasOutlivesTarget = new(
        RuleIds.AliasOutlivesTarget,
        "Linked alias outlives its target",
        "{0} stays behind: {1}; {2}",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An alias holds no reference to the region that it shows. As long as it is linked it shows nothing once that is gone, or views through it keep the owner of that alive.",
        helpLinkUri: HelpLinks.For(RuleIds.AliasOutlivesTarget));
}
