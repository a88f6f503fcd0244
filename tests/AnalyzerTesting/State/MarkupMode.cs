namespace Microsoft.CodeAnalysis.Testing;

/// <summary>What the markup of a state means.</summary>
public enum MarkupMode
{
    /// <summary>The sources hold no markup: they are taken as they stand.</summary>
    None,

    /// <summary>Markup is removed, and expects nothing.</summary>
    Ignore,

    /// <summary>Markup is removed, and expects diagnostics, those apart that a fix provider fixes.</summary>
    IgnoreFixable,

    /// <summary>Markup is removed, and expects diagnostics.</summary>
    Allow,
}
