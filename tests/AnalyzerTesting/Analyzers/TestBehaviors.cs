using System;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Checks to leave out.</summary>
[Flags]
public enum TestBehaviors
{
    None = 0,

    /// <summary>Do not check that the analyzer is silent in generated code.</summary>
    SkipGeneratedCodeCheck = 1,

    /// <summary>Do not check that <c>#pragma warning disable</c> silences the analyzer.</summary>
    SkipSuppressionCheck = 2,

    /// <summary>Do not compare what source generators yield.</summary>
    SkipGeneratedSourcesCheck = 4,
}
