using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing.Model;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>The three runs over a state: as it stands, as generated code, and with the diagnostics disabled by a pragma.</content>
public abstract partial class AnalyzerTest<TVerifier>
{
    protected async Task VerifyDiagnosticsAsync(EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, DiagnosticResult[] expected, IVerifier verifier, CancellationToken cancellationToken)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = [.. GetDiagnosticAnalyzers()];
        ImmutableArray<Diagnostic> actual = await GetDiagnosticsAsync(primaryProject, additionalProjects, analyzers, verifier, cancellationToken).ConfigureAwait(false);
        CreateComparer(analyzers, verifier).Compare(expected, actual);
        foreach (SilenceCheck check in GetSilenceChecks(analyzers))
        {
            await VerifySilenceAsync(check, primaryProject, additionalProjects, expected, verifier, cancellationToken).ConfigureAwait(false);
        }
    }

    private protected async Task VerifyDiagnosticsAsync(SolutionState state, IVerifier verifier, CancellationToken cancellationToken)
    {
        EvaluatedProjectState primary = Evaluate(state);
        ImmutableArray<EvaluatedProjectState> additional = EvaluateAdditional(state);
        ImmutableArray<Diagnostic> generatorDiagnostics = await VerifyGeneratedSourcesAsync(state, verifier, cancellationToken).ConfigureAwait(false);
        await VerifyDiagnosticsAsync(primary.WithAdditionalDiagnostics(generatorDiagnostics), additional, [.. state.ExpectedDiagnostics], verifier, cancellationToken).ConfigureAwait(false);
    }

    private DiagnosticComparer CreateComparer(ImmutableArray<DiagnosticAnalyzer> analyzers, IVerifier verifier) => new(analyzers, DefaultFilePath, DiagnosticVerifier, verifier);

    private IEnumerable<SilenceCheck> GetSilenceChecks(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // An analyzer that says what it does in generated code has thought of it.
        if (!TestBehaviors.HasFlag(TestBehaviors.SkipGeneratedCodeCheck) && !analyzers.All(GeneratedCodeConfiguration.IsConfigured))
        {
            yield return new GeneratedCodeCheck(Language, analyzers);
        }

        if (!TestBehaviors.HasFlag(TestBehaviors.SkipSuppressionCheck))
        {
            yield return new SuppressionCheck(Language, analyzers);
        }
    }

    private async Task VerifySilenceAsync(SilenceCheck check, EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, DiagnosticResult[] expected, IVerifier verifier, CancellationToken cancellationToken)
    {
        ImmutableArray<(string filename, SourceText content)> sources = primaryProject.Sources;
        if (!expected.Any(diagnostic => check.IsAnalyzerDiagnostic(diagnostic, sources)))
        {
            return;
        }

        string header = check.GetHeader(expected, sources);
        EvaluatedProjectState changed = primaryProject.WithSources([.. sources.Select(source => (source.filename, source.content.Replace(new TextSpan(0, 0), header)))]);
        IVerifier contextVerifier = verifier.PushContext(check.Context);
        ImmutableArray<Diagnostic> actual = await GetDiagnosticsAsync(changed, additionalProjects, check.Analyzers, contextVerifier, cancellationToken).ConfigureAwait(false);
        CreateComparer(check.Analyzers, contextVerifier).Compare(check.GetRemaining(expected, sources), check.Filter(actual));
    }

    private async Task<ImmutableArray<Diagnostic>> GetDiagnosticsAsync(EvaluatedProjectState primaryProject, ImmutableArray<EvaluatedProjectState> additionalProjects, ImmutableArray<DiagnosticAnalyzer> analyzers, IVerifier verifier, CancellationToken cancellationToken)
    {
        verifier.LanguageIsSupported(Language);
        Project project = await CreateProjectAsync(primaryProject, additionalProjects, cancellationToken).ConfigureAwait(false);
        var additionalDiagnostics = primaryProject.AdditionalDiagnostics.Select(diagnostic => (project, diagnostic)).ToImmutableArray();
        ImmutableArray<(Project project, Diagnostic diagnostic)> found =
            await GetSortedDiagnosticsAsync(project.Solution, analyzers, additionalDiagnostics, CompilerDiagnostics, verifier, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(result => result.diagnostic)];
    }
}
