namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL3xx: resources that are acquired and released.</summary>
internal static class ResourceRules
{
    /// <summary>{0} kind; {1} what holds it; {2} the name of the release.</summary>
    public static readonly DiagnosticDescriptor NeverReleased = new(
        RuleIds.NeverReleased,
        "Resource is never released",
        "The {0} {1} is never released; call {2} on every path",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NeverReleased));

    /// <summary>{0} kind; {1} what holds it; {2} the path; {3} the name of the release.</summary>
    public static readonly DiagnosticDescriptor NotReleasedOnPath = new(
        RuleIds.NotReleasedOnPath,
        "Resource is not released on some path",
        "The {0} {1} is not released {2}; call {3} there too",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotReleasedOnPath));

    /// <summary>{0} kind; {1} what holds it; {2} what throws, or stops; {3} its line; {4} the cure.</summary>
    public static readonly DiagnosticDescriptor NotReleasedOnThrow = new(
        RuleIds.NotReleasedOnThrow,
        "Resource is not released if a call throws",
        "The {0} {1} is not released if {2} at line {3}; {4}",
        RuleCategories.Resources,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotReleasedOnThrow));

    /// <summary>{0} kind; {1} what holds it; {2} why there is nothing to release, and the cure.</summary>
    public static readonly DiagnosticDescriptor ReleasedTwice = new(
        RuleIds.ReleasedTwice,
        "Resource is released twice",
        "The {0} {1} is released here {2}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.ReleasedTwice));

    /// <summary>{0} kind; {1} what holds it; {2} where it was released; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor UsedAfterRelease = new(
        RuleIds.UsedAfterRelease,
        "Resource is used after its release",
        "The {0} {1} is used here after its release: {2}; {3}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.UsedAfterRelease));

    /// <summary>{0} kind; {1} what holds it; {2} what does not fit, and the cure.</summary>
    public static readonly DiagnosticDescriptor Misreleased = new(
        RuleIds.Misreleased,
        "Resource is released with arguments that do not fit",
        "The {0} {1} is released {2}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.Misreleased));

    /// <summary>{0} kind; {1} what holds it; {2} what is done; {3} the line of the acquisition; {4} what it says; {5} the consequence; {6} the cure.</summary>
    public static readonly DiagnosticDescriptor UsedAgainstDirection = new(
        RuleIds.UsedAgainstDirection,
        "Mapping is used against its direction",
        "The {0} {1} is {2} here, but line {3} acquires it {4}: {5}; {6}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.UsedAgainstDirection));

    /// <summary>{0} kind; {1} what holds it; {2} how much was asked for; {3} the line that asks; {4} what tells.</summary>
    public static readonly DiagnosticDescriptor UsedAsAsked = new(
        RuleIds.UsedAsAsked,
        "Asked length is used though less may be mapped",
        "The {0} {1} may be shorter here than '{2}', which line {3} asked for; test {4} first",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.UsedAsAsked));

    /// <summary>{0} kind; {1} what holds it; {2} what may have failed; {3} what tells.</summary>
    public static readonly DiagnosticDescriptor UsedUntested = new(
        RuleIds.UsedUntested,
        "Result is used without a check for failure",
        "The {0} {1} may hold nothing here, for {2}; test {3} first",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.UsedUntested));

    /// <summary>{0} kind; {1} how it is lost; {2} the cure.</summary>
    public static readonly DiagnosticDescriptor LostWhileLive = new(
        RuleIds.LostWhileLive,
        "Resource is discarded or overwritten while it is held",
        "The {0} {1}; {2}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.LostWhileLive));
}
