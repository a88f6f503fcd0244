namespace MemoryRegions.Analyzers.Rules;

/// <summary>The descriptors of MRL5xx: what must not happen while a resource is held.</summary>
internal static class SuspensionRules
{
    /// <summary>{0} what happens; {1} kind; {2} what holds it; {3} the line of the acquisition; {4} the name of the release.</summary>
    public static readonly DiagnosticDescriptor SuspendedWhileHeld = new(
        RuleIds.SuspendedWhileHeld,
        "Await, yield or blocking while a transaction is open",
        "{0} while the {1} {2} from line {3} is held; call {4} first",
        RuleCategories.Suspension,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A transaction holds the lock of its machine, on its thread: it must be committed there, soon, and by code that waits for nobody.",
        helpLinkUri: HelpLinks.For(RuleIds.SuspendedWhileHeld));
}
