namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL1xx: creation and destruction.</summary>
internal static class LifecycleRules
{
    /// <summary>{0} kind and name of the region; {1} the member; {2} why that is not init code.</summary>
    public static readonly DiagnosticDescriptor CreatedOutsideInit = new(
        RuleIds.CreatedOutsideInit,
        "Region created outside init",
        "{0} is created in '{1}', {2}; create it in the constructor or in OnRealize and only enable or link it here",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.CreatedOutsideInit));

    /// <summary>{0} kind and name of the region; {1} the member; {2} its phase; {3} the cure.</summary>
    public static readonly DiagnosticDescriptor DestroyedInUse = new(
        RuleIds.DestroyedInUse,
        "Region destroyed while it may be in use",
        "{0} is destroyed in '{1}', {2}, while a CPU, a mapping or a link may still use it; {3}",
        RuleCategories.Lifecycle,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.DestroyedInUse));
}
