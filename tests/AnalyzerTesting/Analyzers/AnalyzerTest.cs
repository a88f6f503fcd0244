using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Testing.Model;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// A test of analyzers on sources: the diagnostics must be those that are expected, no other, and must go away in generated
/// code and where a <c>#pragma</c> disables them.
/// </summary>
public abstract partial class AnalyzerTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    protected AnalyzerTest()
    {
        TestState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);
    }

    protected static TVerifier Verify { get; } = new();

    public abstract string Language { get; }

    protected virtual string DefaultFilePathPrefix => "/0/Test";

    protected virtual string DefaultTestProjectName => "TestProject";

    protected virtual string DefaultFilePath => DefaultFilePathPrefix + "0." + DefaultFileExt;

    protected abstract string DefaultFileExt { get; }

    /// <summary>Adds a source to <see cref="TestState"/>.</summary>
    public string TestCode
    {
        set
        {
            if (value is not null)
            {
                TestState.Sources.Add(value);
            }
        }
    }

    public SolutionState TestState { get; }

    /// <summary>Those of <see cref="TestState"/>; the markup of the sources adds to them.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics => TestState.ExpectedDiagnostics;

    public CompilerDiagnostics CompilerDiagnostics { get; set; } = CompilerDiagnostics.Errors;

    public MarkupOptions MarkupOptions { get; set; }

    public TestBehaviors TestBehaviors { get; set; }

    /// <summary>The ids to suppress by compilation options.</summary>
    public List<string> DisabledDiagnostics { get; } = [];

    public ReferenceAssemblies ReferenceAssemblies { get; set; } = ReferenceAssemblies.Default;

    /// <summary>Files for the <c>include</c> elements of documentation comments: contents by name.</summary>
    public Dictionary<string, string> XmlReferences { get; } = [];

    public List<Func<OptionSet, OptionSet>> OptionsTransforms { get; } = [];

    public List<Func<Solution, ProjectId, Solution>> SolutionTransforms { get; } = [];

    /// <summary>Called for every diagnostic that passed the other comparisons.</summary>
    public Action<Diagnostic, DiagnosticResult, IVerifier>? DiagnosticVerifier { get; set; }

    /// <summary>Of no effect here: the search for the best match is of polynomial cost.</summary>
    protected TimeSpan MatchDiagnosticsTimeout { get; set; } = TimeSpan.FromSeconds(2);

    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await RunImplAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            DisposeWorkspaces();
        }
    }

    protected virtual async Task RunImplAsync(CancellationToken cancellationToken)
    {
        Verify.NotEmpty($"{nameof(TestState)}.{nameof(SolutionState.Sources)}", TestState.Sources);
        SolutionState testState = ProcessMarkup(TestState.WithInheritedValuesApplied(null, []), []);
        await VerifyDiagnosticsAsync(testState, Verify, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The descriptor that markup without an id means: the only one of the first analyzer, or with
    /// <see cref="MarkupOptions.UseFirstDescriptor"/> the first of all.
    /// </summary>
    protected internal virtual DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers)
    {
        if (MarkupOptions.HasFlag(MarkupOptions.UseFirstDescriptor))
        {
            return analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).FirstOrDefault();
        }

        return analyzers.Length > 0 && analyzers[0].SupportedDiagnostics.Length == 1 ? analyzers[0].SupportedDiagnostics[0] : null;
    }

    protected abstract IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers();

    /// <summary>The types of the source generators to run on every project.</summary>
    protected virtual IEnumerable<Type> GetSourceGenerators() => [];

    private protected SolutionState ProcessMarkup(SolutionState state, ImmutableArray<string> fixableDiagnostics)
    {
        DiagnosticAnalyzer[] analyzers = [.. GetDiagnosticAnalyzers()];
        ImmutableArray<DiagnosticDescriptor> supported = [.. analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)];
        return state.WithProcessedMarkup(MarkupOptions, GetDefaultDiagnostic(analyzers), supported, fixableDiagnostics, DefaultFilePath);
    }

    private protected EvaluatedProjectState Evaluate(ProjectState state) => new(state, ReferenceAssemblies);

    private protected ImmutableArray<EvaluatedProjectState> EvaluateAdditional(SolutionState state) => [.. state.AdditionalProjects.Values.Select(Evaluate)];
}
