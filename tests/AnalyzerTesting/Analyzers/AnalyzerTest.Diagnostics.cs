using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>Runs compiler and analyzers over a solution, and selects what counts.</content>
public abstract partial class AnalyzerTest<TVerifier>
{
    // No fix is ever offered for these by an editor: they belong to the compilation, not to a document.
    private static readonly ConditionalWeakTable<Diagnostic, object> NonLocalDiagnostics = [];

    private protected static bool IsNonLocalDiagnostic(Diagnostic diagnostic) => NonLocalDiagnostics.TryGetValue(diagnostic, out _);

    /// <summary>The diagnostics of every project, filtered and sorted.</summary>
    protected async Task<ImmutableArray<(Project project, Diagnostic diagnostic)>> GetSortedDiagnosticsAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<(Project project, Diagnostic diagnostic)> additionalDiagnostics, CompilerDiagnostics compilerDiagnostics, IVerifier verifier, CancellationToken cancellationToken)
    {
        ImmutableArray<DiagnosticAnalyzer> effective = analyzers.IsEmpty ? [new EmptyDiagnosticAnalyzer()] : analyzers;
        var found = ImmutableArray.CreateBuilder<(Project project, Diagnostic diagnostic)>();
        foreach (Project project in solution.Projects)
        {
            (Compilation compilation, ImmutableArray<Diagnostic> generatorDiagnostics) = await GetProjectCompilationAsync(project, verifier, cancellationToken).ConfigureAwait(false);
            CompilationWithAnalyzers driver = CreateCompilationWithAnalyzers(compilation, effective, GetAnalyzerOptions(project), cancellationToken);
            AnalysisResult analysis = await driver.GetAnalysisResultAsync(cancellationToken).ConfigureAwait(false);
            foreach (Diagnostic diagnostic in analysis.CompilationDiagnostics.Values.SelectMany(diagnostics => diagnostics))
            {
                NonLocalDiagnostics.AddOrUpdate(diagnostic, diagnostic.Id);
            }

            ImmutableArray<Diagnostic> compilerFound = await GetCompilerDiagnosticsAsync(project, compilation, effective, cancellationToken).ConfigureAwait(false);
            IEnumerable<Diagnostic> counted = compilerFound
                .Concat(analysis.GetAllDiagnostics())
                .Where(diagnostic => !IsCompilerDiagnostic(diagnostic) || IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics));
            found.AddRange(generatorDiagnostics.Concat(counted).Select(diagnostic => (project, diagnostic)));
        }

        found.AddRange(additionalDiagnostics);
        return SortDistinctDiagnostics(FilterDiagnostics(found.ToImmutable()));
    }

    protected virtual AnalyzerOptions GetAnalyzerOptions(Project project) => project.AnalyzerOptions;

    protected virtual CompilationWithAnalyzers CreateCompilationWithAnalyzers(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var driverOptions = new CompilationWithAnalyzersOptions(options, onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        return compilation.WithAnalyzers(analyzers, driverOptions);
    }

    /// <summary>Does a diagnostic of the compiler count?</summary>
    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) => compilerDiagnostics switch
    {
        CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
        CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
        CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
        CompilerDiagnostics.All => true,
        _ => false,
    };

    /// <summary>Drops what the source suppresses; what a suppressor suppresses stays, marked as such.</summary>
    protected virtual ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
    {
        return [.. diagnostics.Where(found => !found.diagnostic.IsSuppressed || found.diagnostic.IsProgrammaticallySuppressed())];
    }

    /// <summary>Sorts by path, span, id and arguments.</summary>
    protected virtual ImmutableArray<(Project project, Diagnostic diagnostic)> SortDistinctDiagnostics(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
    {
        return [.. diagnostics
            .OrderBy(found => found.diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(found => found.diagnostic.Location.SourceSpan.Start)
            .ThenBy(found => found.diagnostic.Location.SourceSpan.End)
            .ThenBy(found => found.diagnostic.Id, StringComparer.Ordinal)
            .ThenBy(found => string.Join('\0', DiagnosticComparer.ToTexts(found.diagnostic.GetArguments())), StringComparer.Ordinal)];
    }

    /// <summary>The compiler's diagnostics, with what the suppressors among the analyzers do to them.</summary>
    private async Task<ImmutableArray<Diagnostic>> GetCompilerDiagnosticsAsync(Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        ImmutableArray<DiagnosticAnalyzer> suppressors = [.. analyzers.Where(analyzer =>
            analyzer is DiagnosticSuppressor suppressor && suppressor.SupportedSuppressions.Any(suppression => suppression.SuppressedDiagnosticId.StartsWith("CS", StringComparison.Ordinal)))];
        return suppressors.IsEmpty
            ? compilation.GetDiagnostics(cancellationToken)
            : await CreateCompilationWithAnalyzers(compilation, suppressors, GetAnalyzerOptions(project), cancellationToken).GetAllDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
    }

    private static bool IsCompilerDiagnostic(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler);
}
