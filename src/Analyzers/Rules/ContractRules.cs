namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL6xx: what methods say of the resources that they touch.</summary>
internal static class ContractRules
{
    /// <summary>{0} the method; {1} what it does; {2} the attribute.</summary>
    public static readonly DiagnosticDescriptor NotSaid = new(
        RuleIds.NotSaid,
        "Method does not say what it does with a resource",
        "'{0}' {1} and does not say so to other assemblies; add {2}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Code of other assemblies is checked by the attributes of what it calls: without them a leak there is not seen.",
        helpLinkUri: HelpLinks.For(RuleIds.NotSaid));

    /// <summary>{0} the method; {1} the attribute and what it stands on; {2} what happens instead.</summary>
    public static readonly DiagnosticDescriptor DoesOtherwise = new(
        RuleIds.DoesOtherwise,
        "Method does otherwise than its attribute says",
        "'{0}' says {1}, but {2}",
        RuleCategories.Contracts,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Callers rely on the attribute: they release what the method has released, or do not release what it has not.",
        helpLinkUri: HelpLinks.For(RuleIds.DoesOtherwise));
}
