using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Testing;

/// <summary>A test of an analyzer and a fix of what it reports. See <see cref="Verify{TAnalyzer}"/>.</summary>
public class VerifyFix<TAnalyzer, TCodeFix> : CSharpCodeFixTest<TAnalyzer, TCodeFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TCodeFix : CodeFixProvider, new()
{
    public VerifyFix()
    {
        TestSetup.AddReferences(this);
        DisabledDiagnostics.AddRange(TestSetup.OnlyInTheirOwnTests);
    }

    /// <summary>Lines of an <c>.editorconfig</c> for all sources. A severity "error" has no effect: the test library asks for the default ones.</summary>
    public string? EditorConfig { get; set; }

    /// <summary>The global usings of <see cref="Prelude"/> in a second file.</summary>
    public bool WithPrelude { get; set; } = true;

    /// <summary>Keeps <see cref="Advice.Rules"/> on, although the test names none of them.</summary>
    public bool WithAdvice { get; set; }

    /// <summary>Analyzers that run besides.</summary>
    public List<DiagnosticAnalyzer> OtherAnalyzers { get; } = [];

    /// <summary>Which of the offered fixes to apply.</summary>
    public string? EquivalenceKey
    {
        get => CodeActionEquivalenceKey;
        set => CodeActionEquivalenceKey = value;
    }

    /// <summary>How many times the fix must be applied one by one: exactly if positive, at most if negative, 0 if none is offered.</summary>
    public int? Iterations
    {
        get => NumberOfIncrementalIterations;
        set => NumberOfIncrementalIterations = value;
    }

    /// <summary>Checks the fix that is offered first, one by one and in Fix All.</summary>
    public static Task FixesAsync(string source, string fixedSource, string? equivalenceKey = null)
    {
        return new VerifyFix<TAnalyzer, TCodeFix> { TestCode = source, FixedCode = fixedSource, EquivalenceKey = equivalenceKey }.RunAsync();
    }

    /// <summary>Checks that what the markup of the source expects is reported, and that no fix is offered.</summary>
    public static Task NotOfferedAsync(string source) => FixesAsync(source, source);

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => base.GetDiagnosticAnalyzers().Concat(OtherAnalyzers);

    protected override CompilationOptions CreateCompilationOptions() => TestSetup.EnableNullable(base.CreateCompilationOptions());

    protected override ParseOptions CreateParseOptions() => TestSetup.UseLatestLanguage(base.CreateParseOptions());

    protected override Task RunImplAsync(CancellationToken cancellationToken)
    {
        TestSetup.AddFiles(TestState, WithPrelude, EditorConfig);
        DisabledDiagnostics.AddRange(Advice.RulesNotIn(TestState, WithAdvice));
        TestSetup.AddPreludeIfChanged(FixedState, WithPrelude);
        TestSetup.AddPreludeIfChanged(BatchFixedState, WithPrelude);
        return base.RunImplAsync(cancellationToken);
    }
}
