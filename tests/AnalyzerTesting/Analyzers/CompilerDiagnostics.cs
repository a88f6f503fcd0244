namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which diagnostics of the compiler count: those of this severity and above.</summary>
public enum CompilerDiagnostics
{
    None,
    Errors,
    Warnings,
    Suggestions,
    All,
}
