namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What a fixed state takes over from the state before it, where it sets nothing itself.</summary>
public enum StateInheritanceMode
{
    /// <summary>Files, projects, references, and those expected diagnostics that no fix provider fixes.</summary>
    AutoInherit,

    /// <summary>Nothing.</summary>
    Explicit,

    /// <summary>Files, projects, references, and every expected diagnostic.</summary>
    AutoInheritAll,
}
