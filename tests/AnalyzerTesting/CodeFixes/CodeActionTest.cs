using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test that applies code actions.</summary>
public abstract class CodeActionTest<TVerifier> : AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Which of the offered actions to apply; with <see cref="CodeActionEquivalenceKey"/>, both must mean the same one.</summary>
    public int? CodeActionIndex { get; set; }

    /// <summary>The key of the action to apply; with <see cref="CodeActionIndex"/>, both must mean the same one.</summary>
    public string? CodeActionEquivalenceKey { get; set; }

    /// <summary>Called for every action before it is applied.</summary>
    public Action<CodeAction, IVerifier>? CodeActionVerifier { get; set; }

    public CodeActionValidationMode CodeActionValidationMode { get; set; } = CodeActionValidationMode.SemanticStructure;

    /// <summary>The enumeration of syntax kinds, for messages.</summary>
    public abstract Type SyntaxKindType { get; }

    /// <summary>Does the test say anything about this state?</summary>
    protected static bool CodeActionExpected(SolutionState state)
    {
        return state.InheritanceMode is not null
            || state.MarkupHandling is not null
            || state.Sources.Count > 0
            || state.GeneratedSources.Count > 0
            || state.AdditionalFiles.Count > 0
            || state.AnalyzerConfigFiles.Count > 0
            || state.AdditionalFilesFactories.Count > 0;
    }

    /// <summary>Replaces every action that has nested ones by those.</summary>
    protected virtual ImmutableArray<CodeAction> FilterCodeActions(ImmutableArray<CodeAction> actions)
    {
        return [.. actions.SelectMany(Flatten)];

        static IEnumerable<CodeAction> Flatten(CodeAction action) => action.NestedActions.IsEmpty ? [action] : action.NestedActions.SelectMany(Flatten);
    }

    /// <summary>The action that the test asks for, or <see langword="null"/> if it is not offered.</summary>
    private protected CodeAction? SelectCodeAction(int iteration, ImmutableArray<CodeAction> actions, IVerifier verifier)
    {
        CodeAction? selected = CodeActionEquivalenceKey is { } key
            ? actions.FirstOrDefault(action => action.EquivalenceKey == key)
            : actions.ElementAtOrDefault(CodeActionIndex ?? 0);
        if (CodeActionEquivalenceKey is not null && CodeActionIndex is { } index && (selected is not null || iteration == 0))
        {
            verifier.True(actions.Length > index, $"Expected to find a code action at index '{index}', but only '{actions.Length}' code actions were found.");
            verifier.Equal(CodeActionEquivalenceKey, actions[index].EquivalenceKey, "The code action equivalence key and index must be consistent when both are specified.");
            selected = actions[index];
        }

        if (selected is not null)
        {
            CodeActionVerifier?.Invoke(selected, verifier);
        }

        return selected;
    }

    /// <summary>Applies an action.</summary>
    /// <returns>The project as the action leaves it, and what is wrong with the trees that it makes.</returns>
    private protected async Task<(Project Project, ExceptionDispatchInfo? ValidationError)> ApplyCodeActionAsync(Project project, CodeAction codeAction, IVerifier verifier, CancellationToken cancellationToken)
    {
        ImmutableArray<CodeActionOperation> operations = await codeAction.GetOperationsAsync(cancellationToken).ConfigureAwait(false);
        Solution original = project.Solution;
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        ExceptionDispatchInfo? error = null;
        foreach (DocumentId id in changed.GetChanges(original).GetProjectChanges().SelectMany(change => change.GetChangedDocuments().Concat(change.GetAddedDocuments())).ToArray())
        {
            Document document = changed.GetDocument(id)!;
            (changed, ExceptionDispatchInfo? documentError) = await ReparseAsync(document, verifier, cancellationToken).ConfigureAwait(false);
            error ??= documentError;
        }

        return (changed.GetProject(project.Id)!, error);
    }

    /// <summary>Gives a document the tree that the parser makes of its text, and compares that with the one it had.</summary>
    private async Task<(Solution Solution, ExceptionDispatchInfo? Error)> ReparseAsync(Document document, IVerifier verifier, CancellationToken cancellationToken)
    {
        SyntaxNode made = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        Document reparsed = document.WithText(SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm));
        if (CodeActionValidationMode == CodeActionValidationMode.None)
        {
            return (reparsed.Project.Solution, null);
        }

        SyntaxNode parsed = (await reparsed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        var renderer = new SyntaxTreeRenderer(SyntaxKindType, CodeActionValidationMode);
        ExceptionDispatchInfo? error = null;
        try
        {
            verifier.EqualOrDiff(renderer.Render(parsed), renderer.Render(made));
        }
        catch (Exception exception)
        {
            // Thrown only after the text was compared: a wrong text says more.
            error = ExceptionDispatchInfo.Capture(exception);
        }

        return (reparsed.Project.Solution, error);
    }
}
