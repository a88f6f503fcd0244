namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL4xx: what references keep alive.</summary>
internal static class ReferenceRules
{
    /// <summary>{0} the alias; {1} what the reference keeps alive; {2} what the alias shows.</summary>
    public static readonly DiagnosticDescriptor ReferenceOnAlias = new(
        RuleIds.ReferenceOnAlias,
        "Reference taken on an alias whose target has another owner",
        "The reference on the alias '{0}' keeps {1} alive, and not the owner of '{2}', which it shows; take it on '{2}'",
        RuleCategories.References,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A reference on a region keeps its own owner alive. An alias holds no reference on what it shows.",
        helpLinkUri: HelpLinks.For(RuleIds.ReferenceOnAlias));
}
