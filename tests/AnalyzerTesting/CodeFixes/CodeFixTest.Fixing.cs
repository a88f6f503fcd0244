using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <content>Applies fixes: one after the other, or all of a scope at once.</content>
public abstract partial class CodeFixTest<TVerifier>
{
    /// <summary>Fixes the first diagnostic that has a fix, again and again, until that changes nothing any more.</summary>
    private async Task<(Project Project, ExceptionDispatchInfo? Failure)> FixEachAsync(Project project, int iterations, IVerifier verifier, CancellationToken cancellationToken)
    {
        var counter = new IterationCounter(iterations, "code fix", verifier);
        ExceptionDispatchInfo? validationError = null;
        ImmutableArray<(Project Project, Diagnostic Diagnostic)> before = [];
        for (int iteration = 0; ; iteration++)
        {
            ImmutableArray<(Project Project, Diagnostic Diagnostic)> found = await GetRemainingAsync(project, verifier, cancellationToken).ConfigureAwait(false);
            if (found.IsEmpty || AreSame(before, found))
            {
                break;
            }

            if (!counter.TryStart())
            {
                return (project, validationError ?? counter.Failure);
            }

            before = found;
            bool offered = false;
            Project? changed = null;
            foreach (Diagnostic diagnostic in GetFixable(project, found))
            {
                OfferedFix? fix = await FindFixAsync(project.Solution, diagnostic, iteration, verifier, cancellationToken).ConfigureAwait(false);
                if (fix is null)
                {
                    continue;
                }

                offered = true;
                (changed, ExceptionDispatchInfo? error) = await ApplyAsync(project, fix.Document, fix.Action, verifier, cancellationToken).ConfigureAwait(false);
                validationError ??= error;
                if (changed is not null)
                {
                    break;
                }
            }

            if (!offered)
            {
                counter.Discard();
            }

            project = changed ?? project;
            if (changed is null || CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            {
                break;
            }
        }

        counter.Finish();
        return (project, validationError ?? counter.Failure);
    }

    /// <summary>Fixes all of a scope by the fix of the first diagnostic that has one, until that changes nothing any more.</summary>
    private async Task<(Project Project, ExceptionDispatchInfo? Failure)> FixAllAsync(FixAllScope scope, Project project, int iterations, IVerifier verifier, CancellationToken cancellationToken)
    {
        var counter = new IterationCounter(iterations, "fix all", verifier);
        ExceptionDispatchInfo? validationError = null;
        ImmutableArray<(Project Project, Diagnostic Diagnostic)> before = [];
        for (int iteration = 0; ; iteration++)
        {
            ImmutableArray<(Project Project, Diagnostic Diagnostic)> found = await GetRemainingAsync(project, verifier, cancellationToken).ConfigureAwait(false);
            if (found.IsEmpty || AreSame(before, found))
            {
                break;
            }

            if (!counter.TryStart())
            {
                return (project, validationError ?? counter.Failure);
            }

            OfferedFix? first = null;
            foreach (Diagnostic diagnostic in GetFixable(project, found))
            {
                first = await FindFixAsync(project.Solution, diagnostic, iteration, verifier, cancellationToken).ConfigureAwait(false);
                if (first is not null)
                {
                    break;
                }
            }

            FixAllProvider? fixAllProvider = first?.Provider.GetFixAllProvider();
            if (first is null || fixAllProvider is null || !fixAllProvider.GetSupportedFixAllScopes().Contains(scope))
            {
                counter.Discard();
                break;
            }

            before = found;
            FixAllContext context = CreateFixAllContext(
                first.Document, first.Document.Project, first.Provider, scope, first.Action.EquivalenceKey, GetRelevantIds(project), new FoundDiagnosticProvider(found), cancellationToken);
            CodeAction? action = await fixAllProvider.GetFixAsync(context).ConfigureAwait(false);
            if (action is null)
            {
                return (project, validationError);
            }

            (Project? changed, ExceptionDispatchInfo? error) = await ApplyAsync(project, first.Document, action, verifier, cancellationToken).ConfigureAwait(false);
            validationError ??= error;
            project = changed ?? project;
            if (changed is null || CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            {
                break;
            }
        }

        counter.Finish();
        return (project, validationError ?? counter.Failure);
    }

    /// <summary>A fix that left the diagnostics where they were has not helped: applying it again would not end.</summary>
    private static bool AreSame(ImmutableArray<(Project Project, Diagnostic Diagnostic)> before, ImmutableArray<(Project Project, Diagnostic Diagnostic)> now)
    {
        return before.Length == now.Length && before.Zip(now).All(pair =>
            pair.First.Project.Id == pair.Second.Project.Id
            && pair.First.Diagnostic.Id == pair.Second.Diagnostic.Id
            && pair.First.Diagnostic.Location.SourceSpan == pair.Second.Diagnostic.Location.SourceSpan);
    }

    private Task<ImmutableArray<(Project Project, Diagnostic Diagnostic)>> GetRemainingAsync(Project project, IVerifier verifier, CancellationToken cancellationToken)
    {
        return GetSortedDiagnosticsAsync(project.Solution, [.. GetDiagnosticAnalyzers()], [], CompilerDiagnostics, verifier, cancellationToken);
    }

    /// <summary>The diagnostics that a provider fixes and that lie in a document; with <see cref="CodeFixTestBehaviors.FixOne"/>, one.</summary>
    private ImmutableArray<Diagnostic> GetFixable(Project project, ImmutableArray<(Project Project, Diagnostic Diagnostic)> found)
    {
        ImmutableArray<string> ids = GetFixableIds();
        ImmutableArray<Diagnostic> fixable = [.. found.Select(result => result.Diagnostic).Where(diagnostic => ids.Contains(diagnostic.Id) && project.Solution.GetDocument(diagnostic.Location.SourceTree) is not null)];
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
        {
            return fixable;
        }

        return TrySelectDiagnosticToFix(fixable) is { } selected ? [fixable.Single(diagnostic => diagnostic == selected)] : [];
    }

    /// <summary>The fix that the test asks for, among those that the providers offer for this diagnostic.</summary>
    private async Task<OfferedFix?> FindFixAsync(Solution solution, Diagnostic diagnostic, int iteration, IVerifier verifier, CancellationToken cancellationToken)
    {
        Document document = solution.GetDocument(diagnostic.Location.SourceTree)!;
        var offers = new List<(CodeAction Action, CodeFixProvider Provider)>();
        foreach (CodeFixProvider provider in GetCodeFixProviders().Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            var actions = ImmutableArray.CreateBuilder<CodeAction>();
            CodeFixContext context = CreateCodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => actions.Add(action), cancellationToken);
            await provider.RegisterCodeFixesAsync(context).ConfigureAwait(false);
            offers.AddRange(FilterCodeActions(actions.ToImmutable()).Select(action => (action, provider)));
        }

        if (offers.Count > 0 && IsNonLocalDiagnostic(diagnostic) && !Skips(CodeFixTestBehaviors.SkipLocalDiagnosticCheck))
        {
            Verify.Fail("Code fix is attempting to provide a fix for a non-local analyzer diagnostic");
        }

        CodeAction? selected = SelectCodeAction(iteration, [.. offers.Select(offer => offer.Action)], verifier);
        return selected is null ? null : new OfferedFix(document, selected, offers.First(offer => offer.Action == selected).Provider);
    }

    /// <returns>The primary project, or <see langword="null"/> if the action changed nothing in the project of the diagnostic.</returns>
    private async Task<(Project? Changed, ExceptionDispatchInfo? Error)> ApplyAsync(Project primary, Document document, CodeAction action, IVerifier verifier, CancellationToken cancellationToken)
    {
        (Project changed, ExceptionDispatchInfo? error) = await ApplyCodeActionAsync(document.Project, action, verifier, cancellationToken).ConfigureAwait(false);
        return (changed == document.Project ? null : changed.Solution.GetProject(primary.Id), error);
    }

    /// <summary>The ids that a Fix All may touch: those of the analyzers, and of the compiler's what the providers fix.</summary>
    private IEnumerable<string> GetRelevantIds(Project project)
    {
        IEnumerable<string> own = GetDiagnosticAnalyzers().SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id);
        IEnumerable<string> compiler = GetFixableIds().Where(id => id.StartsWith("CS", StringComparison.Ordinal) || id.StartsWith("BC", StringComparison.Ordinal));
        return own.Concat(compiler).Distinct().Where(id => project.CompilationOptions!.SpecificDiagnosticOptions.GetValueOrDefault(id) != ReportDiagnostic.Suppress);
    }

    private sealed record OfferedFix(Document Document, CodeAction Action, CodeFixProvider Provider);

    /// <summary>Hands the diagnostics of the last run to a Fix All.</summary>
    private sealed class FoundDiagnosticProvider(ImmutableArray<(Project Project, Diagnostic Diagnostic)> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            return Select(result => result.Project.Id == project.Id);
        }

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            return Select(result => document.Project.Solution.GetDocumentId(result.Diagnostic.Location.SourceTree) == document.Id);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            return Select(result => result.Project.Id == project.Id && !result.Diagnostic.Location.IsInSource);
        }

        private Task<IEnumerable<Diagnostic>> Select(Func<(Project Project, Diagnostic Diagnostic), bool> filter)
        {
            return Task.FromResult(found.Where(filter).Select(result => result.Diagnostic));
        }
    }
}
