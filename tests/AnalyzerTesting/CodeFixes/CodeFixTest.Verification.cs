using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>What the fixes yield, against what they should.</content>
public abstract partial class CodeFixTest<TVerifier>
{
    private delegate Task<(Project Project, ExceptionDispatchInfo? Failure)> Fixer(Project project, int iterations, IVerifier verifier, CancellationToken cancellationToken);

    private async Task VerifyFixesAsync(SolutionState testState, SolutionState fixedState, SolutionState batchFixedState, CancellationToken cancellationToken)
    {
        await VerifyFixAsync(testState, fixedState, GetIncrementalIterations(testState, fixedState), FixEachAsync, "Iterative code fix application", cancellationToken).ConfigureAwait(false);
        if (GetCodeFixProviders().All(provider => provider.GetFixAllProvider() is null))
        {
            return;
        }

        (FixAllScope Scope, CodeFixTestBehaviors Skip, int Iterations)[] checks =
        [
            (FixAllScope.Document, CodeFixTestBehaviors.SkipFixAllInDocumentCheck, GetDocumentIterations(testState, batchFixedState)),
            (FixAllScope.Project, CodeFixTestBehaviors.SkipFixAllInProjectCheck, GetProjectIterations(testState, batchFixedState)),
            (FixAllScope.Solution, CodeFixTestBehaviors.SkipFixAllInSolutionCheck, GetSolutionIterations(testState, batchFixedState)),
        ];
        foreach ((FixAllScope scope, CodeFixTestBehaviors skip, int iterations) in checks.Where(check => !Skips(check.Skip)))
        {
            Fixer fixer = (project, count, verifier, token) => FixAllAsync(scope, project, count, verifier, token);
            await VerifyFixAsync(testState, batchFixedState, iterations, fixer, $"Fix all in {scope.ToString().ToLowerInvariant()}", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task VerifyFixAsync(SolutionState oldState, SolutionState newState, int iterations, Fixer fixer, string context, CancellationToken cancellationToken)
    {
        IVerifier verifier = Verify.PushContext(context);
        Project project = await CreateProjectAsync(Evaluate(oldState), EvaluateAdditional(oldState), cancellationToken).ConfigureAwait(false);
        (Project fixedProject, ExceptionDispatchInfo? failure) = await fixer(project, iterations, verifier, cancellationToken).ConfigureAwait(false);

        await VerifyProjectAsync(newState, fixedProject, verifier, cancellationToken).ConfigureAwait(false);
        foreach ((string name, ProjectState state) in newState.AdditionalProjects)
        {
            await VerifyProjectAsync(state, fixedProject.Solution.Projects.Single(candidate => candidate.Name == name), verifier, cancellationToken).ConfigureAwait(false);
        }

        failure?.Throw();
    }

    private static async Task VerifyProjectAsync(ProjectState state, Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyFilesAsync(state.DefaultPrefix, nameof(state.Sources), "updatedDocuments", state.Sources, project.Documents, verifier, cancellationToken).ConfigureAwait(false);
        await VerifyFilesAsync(state.DefaultPrefix, nameof(state.AdditionalFiles), "updatedAdditionalDocuments", state.AdditionalFiles, project.AdditionalDocuments, verifier, cancellationToken).ConfigureAwait(false);
        await VerifyFilesAsync(state.DefaultPrefix, nameof(state.AnalyzerConfigFiles), "updatedAnalyzerConfigDocuments", state.AnalyzerConfigFiles, project.AnalyzerConfigDocuments, verifier, cancellationToken).ConfigureAwait(false);
    }

    private static async Task VerifyFilesAsync(string prefix, string kind, string actualName, SourceFileCollection expected, IEnumerable<TextDocument> documents, IVerifier verifier, CancellationToken cancellationToken)
    {
        TextDocument[] actual = [.. documents];
        verifier.Equal(expected.Count, actual.Length, $"expected 'newState.{kind}' and '{actualName}' to be equal but 'newState.{kind}' contains '{expected.Count}' documents and '{actualName}' contains '{actual.Length}' documents");
        foreach (((string filename, SourceText content), TextDocument document) in expected.Zip(actual))
        {
            FileComparer.Compare(verifier, filename, content, await document.GetTextAsync(cancellationToken).ConfigureAwait(false));
            (string name, IEnumerable<string> folders) = FilePaths.Split(prefix, filename);
            verifier.Equal(name, document.Name, $"file name was expected to be '{name}' but was '{document.Name}'");
            verifier.SequenceEqual(folders, document.Folders, message: $"folders was expected to be '{string.Join("/", folders)}' but was '{string.Join("/", document.Folders)}'");
        }
    }

    private int GetIncrementalIterations(SolutionState testState, SolutionState fixedState)
    {
        return NumberOfIncrementalIterations
            ?? (ContentComparer.HasAnyChange(testState, fixedState) ? -GetFixable(testState).Count() : 0);
    }

    private int GetSolutionIterations(SolutionState testState, SolutionState batchFixedState)
    {
        // One per language: a Fix All never crosses languages.
        int languages = testState.AdditionalProjects.Values.Append(testState).Select(project => project.Language).Distinct().Count();
        return NumberOfFixAllIterations ?? (ContentComparer.HasAnyChange(testState, batchFixedState) ? -languages : 0);
    }

    private int GetProjectIterations(SolutionState testState, SolutionState batchFixedState)
    {
        int changed = testState.AdditionalProjects.Count(project =>
            !batchFixedState.AdditionalProjects.TryGetValue(project.Key, out ProjectState? after) || ContentComparer.HasAnyChange(project.Value, after));
        changed += ContentComparer.HasAnyChange((ProjectState)testState, batchFixedState) ? 1 : 0;
        return NumberOfFixAllInProjectIterations ?? NumberOfFixAllIterations ?? -changed;
    }

    private int GetDocumentIterations(SolutionState testState, SolutionState batchFixedState)
    {
        int documents = GetFixable(testState).Select(diagnostic => diagnostic.Spans.FirstOrDefault().Span.Path).Distinct().Count();
        return NumberOfFixAllInDocumentIterations
            ?? NumberOfFixAllIterations
            ?? (ContentComparer.HasAnyChange((ProjectState)testState, batchFixedState) ? -documents : 0);
    }

    private IEnumerable<DiagnosticResult> GetFixable(SolutionState testState)
    {
        return testState.ExpectedDiagnostics.Where(diagnostic => GetFixableIds().Contains(diagnostic.Id));
    }
}
