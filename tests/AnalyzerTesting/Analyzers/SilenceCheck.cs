using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A run over the same sources with a line in front of each that must silence the analyzers under test.</summary>
internal abstract class SilenceCheck(ImmutableArray<DiagnosticAnalyzer> analyzers)
{
    internal ImmutableArray<DiagnosticAnalyzer> Analyzers => analyzers;

    /// <summary>The label of the check in messages.</summary>
    internal abstract string Context { get; }

    /// <summary>The line to put in front of every source, with its line end.</summary>
    internal abstract string GetHeader(IEnumerable<DiagnosticResult> expected, ImmutableArray<(string filename, SourceText content)> sources);

    /// <summary>What is still expected: the compiler's diagnostics, and what the line does not reach, one line further down.</summary>
    internal DiagnosticResult[] GetRemaining(IEnumerable<DiagnosticResult> expected, ImmutableArray<(string filename, SourceText content)> sources)
    {
        return [.. expected
            .Where(diagnostic => !MustVanish(diagnostic, sources))
            .Select(diagnostic => IsInSource(diagnostic, sources) ? diagnostic.WithLineOffset(1) : diagnostic)
            .Where(IsComparable)];
    }

    internal virtual ImmutableArray<Diagnostic> Filter(ImmutableArray<Diagnostic> actual) => actual;

    /// <summary>Is it reported by one of the analyzers under test, in a source of the test?</summary>
    internal bool IsAnalyzerDiagnostic(DiagnosticResult diagnostic, ImmutableArray<(string filename, SourceText content)> sources)
    {
        bool foreign = diagnostic.Id.StartsWith("CS", StringComparison.Ordinal)
            || diagnostic.Id.StartsWith("BC", StringComparison.Ordinal)
            || diagnostic.Id.StartsWith("AD", StringComparison.Ordinal);
        return !foreign && IsInSource(diagnostic, sources) && FindDescriptors(diagnostic.Id).Any();
    }

    protected IEnumerable<DiagnosticDescriptor> FindDescriptors(string id)
    {
        return analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(descriptor => descriptor.Id == id);
    }

    protected virtual bool MustVanish(DiagnosticResult diagnostic, ImmutableArray<(string filename, SourceText content)> sources)
    {
        return IsAnalyzerDiagnostic(diagnostic, sources);
    }

    protected virtual bool IsComparable(DiagnosticResult diagnostic) => true;

    private static bool IsInSource(DiagnosticResult diagnostic, ImmutableArray<(string filename, SourceText content)> sources)
    {
        return diagnostic.HasLocation && sources.Any(source => source.filename == diagnostic.Spans[0].Span.Path);
    }
}
