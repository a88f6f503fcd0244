using System;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Where a diagnostic is expected, and how strictly.</summary>
public readonly struct DiagnosticLocation(FileLinePositionSpan span, DiagnosticLocationOptions options)
{
    public FileLinePositionSpan Span { get; } = span;

    public DiagnosticLocationOptions Options { get; } = options;
}

[Flags]
public enum DiagnosticLocationOptions
{
    None = 0,

    /// <summary>Only the start of the span is compared.</summary>
    IgnoreLength = 1,

    /// <summary>The column of the span is the number of a markup span, <c>{|#n:...|}</c>.</summary>
    InterpretAsMarkupKey = 2,
}
