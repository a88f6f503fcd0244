namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptor of MRL603: descriptions of foreign APIs.</summary>
internal static class ForeignContractRules
{
    /// <summary>{0} the documentation id; {1} why it does not fit.</summary>
    public static readonly DiagnosticDescriptor DoesNotFit = new(
        RuleIds.ForeignContractDoesNotFit,
        "Description of a foreign API does not fit",
        "The description of '{0}' is not used: {1}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.ForeignContractDoesNotFit));
}
