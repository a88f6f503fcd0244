namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of those rules of MRL3xx that judge a whole type.</summary>
internal static class HeldResourceRules
{
    /// <summary>{0} kind; {1} the field; {2} what is wrong; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor NotReleasedByType = new(
        RuleIds.NotReleasedByType,
        "Resource is kept in a field and not released by the type",
        "The {0} kept in {1} {2}; {3}",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotReleasedByType));

    /// <summary>{0} kind; {1} the field; {2} the path; {3} the name of the release.</summary>
    public static readonly DiagnosticDescriptor KeptByFailedRealize = new(
        RuleIds.KeptByFailedRealize,
        "Resource is kept in a field when realize fails",
        "The {0} kept in {1} is not released {2}: unrealize does not run then; call {3} before it",
        RuleCategories.Resources,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.KeptByFailedRealize));
}
