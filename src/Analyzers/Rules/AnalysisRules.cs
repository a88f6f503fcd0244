namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL9xx: notes on the analysis itself.</summary>
internal static class AnalysisRules
{
    /// <summary>{0} the member or function; {1} why it is not analysed.</summary>
    public static readonly DiagnosticDescriptor BodyOverBudget = new(
        RuleIds.BodyOverBudget,
        "Body is too large to be analysed",
        "'{0}' {1}: its resources are not checked; split it",
        RuleCategories.Analysis,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        helpLinkUri: HelpLinks.For(RuleIds.BodyOverBudget));
}
