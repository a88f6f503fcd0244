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

    /// <summary>{0} the region; {1} the container; {2} where the teardown ends.</summary>
    public static readonly DiagnosticDescriptor UnlinkedOnSomePaths = new(
        RuleIds.UnlinkedOnSomePaths,
        "Subregion of another owner's container is removed only on some paths",
        "'{0}' is added to '{1}', which belongs to another owner, and still there when {2}; call DelSubregion on every path of the teardown",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The link of a container to a region of another owner holds a reference until it is undone: the teardown has to undo it whichever way it goes.",
        helpLinkUri: HelpLinks.For(RuleIds.UnlinkedOnSomePaths));

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

    /// <summary>{0} the region; {1} the container; {2} the line of the throw.</summary>
    public static readonly DiagnosticDescriptor LeftByThrow = new(
        RuleIds.LeftByThrow,
        "Subregion of another owner's container is left in place when realize throws",
        "'{0}' is added to '{1}', which belongs to another owner, and left there when realize throws at line {2}: the teardown does not run then; catch, call DelSubregion and rethrow",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A device whose OnRealize throws is not realized, and its OnUnrealize does not run: what was linked by then has to be unlinked by OnRealize itself.",
        helpLinkUri: HelpLinks.For(RuleIds.LeftByThrow));

    /// <summary>{0} the region; {1} the container that is asked; {2} the container that has it; {3} the line.</summary>
    public static readonly DiagnosticDescriptor LinkedElsewhere = new(
        RuleIds.LinkedElsewhere,
        "Region removed from another container than it was added to",
        "'{0}' is not in '{1}': it was added to '{2}' at line {3}; remove it from there",
        RuleCategories.Links,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Only the container that holds a region can unlink it: another one throws, and the link stays.",
        helpLinkUri: HelpLinks.For(RuleIds.LinkedElsewhere));

    /// <summary>{0} the region; {1} why; {2} the cure.</summary>
    public static readonly DiagnosticDescriptor NotLinked = new(
        RuleIds.NotLinked,
        "Region removed that is not linked",
        "'{0}' is not linked here: {1}; {2}",
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
