using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of fixes: the diagnostics of <see cref="AnalyzerTest{TVerifier}.TestState"/> are as expected; applying fixes one by
/// one until nothing changes yields <see cref="FixedState"/>; Fix All in document, project and solution each yield
/// <see cref="BatchFixedState"/>; and the diagnostics of the two states are as expected in turn.
/// </summary>
/// <remarks>
/// A number of iterations is exact if positive, a maximum if negative; 0 says that no fix is offered.
/// <see langword="null"/> takes 0 if the fixed state does not differ, else at most one per fixable diagnostic
/// (Fix All: per document, project or language).
/// </remarks>
public abstract partial class CodeFixTest<TVerifier> : CodeActionTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected CodeFixTest()
    {
        FixedState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);
        BatchFixedState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);
    }

    [Obsolete("Use CodeActionIndex instead.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int? CodeFixIndex
    {
        get => CodeActionIndex;
        set => CodeActionIndex = value;
    }

    [Obsolete("Use CodeActionEquivalenceKey instead.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public string? CodeFixEquivalenceKey
    {
        get => CodeActionEquivalenceKey;
        set => CodeActionEquivalenceKey = value;
    }

    [Obsolete("Use CodeActionValidationMode instead.")]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CodeFixValidationMode CodeFixValidationMode
    {
        get => (CodeFixValidationMode)CodeActionValidationMode;
        set => CodeActionValidationMode = (CodeActionValidationMode)value;
    }

    /// <summary>Adds a source to <see cref="FixedState"/>.</summary>
    public string FixedCode
    {
        set => AddSource(FixedState, value);
    }

    /// <summary>What the fixes, applied one by one, make of the test state; inherits from it.</summary>
    public SolutionState FixedState { get; }

    /// <summary>Adds a source to <see cref="BatchFixedState"/>.</summary>
    public string BatchFixedCode
    {
        set => AddSource(BatchFixedState, value);
    }

    /// <summary>What Fix All makes of the test state; inherits from <see cref="FixedState"/>.</summary>
    public SolutionState BatchFixedState { get; }

    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>For Fix All in solution, and in document and project if these say nothing else.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    public int? NumberOfFixAllInDocumentIterations { get; set; }

    public int? NumberOfFixAllInProjectIterations { get; set; }

    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    /// <summary>Counts the compiler's diagnostics that a provider fixes, whatever their severity.</summary>
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
    {
        return base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics)
            || GetFixableIds().Contains(diagnostic.Id, StringComparer.OrdinalIgnoreCase);
    }

    protected virtual CodeFixContext CreateCodeFixContext(Document document, TextSpan span, ImmutableArray<Diagnostic> diagnostics, Action<CodeAction, ImmutableArray<Diagnostic>> registerCodeFix, CancellationToken cancellationToken)
    {
        return new CodeFixContext(document, span, diagnostics, registerCodeFix, cancellationToken);
    }

    protected virtual FixAllContext CreateFixAllContext(Document? document, Project project, CodeFixProvider codeFixProvider, FixAllScope scope, string? codeActionEquivalenceKey, IEnumerable<string> diagnosticIds, FixAllContext.DiagnosticProvider fixAllDiagnosticProvider, CancellationToken cancellationToken)
    {
        return document is null
            ? new FixAllContext(project, codeFixProvider, scope, codeActionEquivalenceKey!, diagnosticIds, fixAllDiagnosticProvider, cancellationToken)
            : new FixAllContext(document, codeFixProvider, scope, codeActionEquivalenceKey!, diagnosticIds, fixAllDiagnosticProvider, cancellationToken);
    }

    /// <summary>The diagnostic to fix with <see cref="CodeFixTestBehaviors.FixOne"/>: the first.</summary>
    protected virtual Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics) => fixableDiagnostics.FirstOrDefault();

    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        Verify.NotEmpty($"{nameof(TestState)}.{nameof(SolutionState.Sources)}", TestState.Sources);

        ImmutableArray<string> fixable = GetFixableIds();
        SolutionState rawTestState = TestState.WithInheritedValuesApplied(null, fixable);
        SolutionState rawFixedState = FixedState.WithInheritedValuesApplied(rawTestState, fixable);
        SolutionState rawBatchFixedState = BatchFixedState.WithInheritedValuesApplied(rawFixedState, fixable);
        SolutionState testState = ProcessMarkup(rawTestState, fixable);
        SolutionState fixedState = ProcessMarkup(rawFixedState, fixable);
        SolutionState batchFixedState = ProcessMarkup(rawBatchFixedState, fixable);

        await VerifyDiagnosticsAsync(testState, Verify.PushContext("Diagnostics of test state"), cancellationToken).ConfigureAwait(false);
        if (!CodeActionExpected(FixedState) && !CodeActionExpected(BatchFixedState))
        {
            return;
        }

        await VerifyFixesAsync(testState, fixedState, batchFixedState, cancellationToken).ConfigureAwait(false);
        await VerifyDiagnosticsAsync(fixedState, Verify.PushContext("Diagnostics of fixed state"), cancellationToken).ConfigureAwait(false);
        if (CodeActionExpected(BatchFixedState) && !Skips(CodeFixTestBehaviors.SkipFixAllCheck))
        {
            await VerifyDiagnosticsAsync(batchFixedState, Verify.PushContext("Diagnostics of batch fixed state"), cancellationToken).ConfigureAwait(false);
        }
    }

    private static void AddSource(SolutionState state, string? source)
    {
        if (source is not null)
        {
            state.Sources.Add(source);
        }
    }

    private ImmutableArray<string> GetFixableIds() => [.. GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds)];

    /// <summary>Are all of these flags set?</summary>
    private bool Skips(CodeFixTestBehaviors behaviors) => (CodeFixTestBehaviors & behaviors) == behaviors;
}
