// How a test of an analyzer or of a fix is written. Markup: {|MRL301:expression|} expects MRL301 on exactly that span;
// {|#0:expression|} only names a span, for WithLocation(0). The sources need no usings (see Prelude.cs), and see the
// MemoryRegions runtime, of which they may derive devices. Every test also checks that the source compiles, that a
// #pragma silences the diagnostics, and for a fix that Fix All in document, project and solution do the same.
//
// Valid:
//     [Fact]
//     public Task Mapping_that_is_unmapped_is_silent() => Verify<ResourceAnalyzer>.SilentAsync("""
//         class C
//         {
//             void M(AddressSpace space) { var mapping = space.Map(0, 4096, DmaDirection.ToDevice); mapping.Unmap(4096); }
//         }
//         """);
//
// Diagnostics:
//     [Fact]
//     public Task Mapping_that_is_never_unmapped_is_reported() => Verify<ResourceAnalyzer>.ReportsAsync("""
//         class C
//         {
//             void M(AddressSpace space) { var mapping = {|#0:space.Map(0, 4096, DmaDirection.ToDevice)|}; }
//         }
//         """,
//         Verify<ResourceAnalyzer>.Expect("MRL301").WithLocation(0).WithArguments("mapping", "mapping"));
//
// CodeFix:
//     [Fact]
//     public Task Leak_is_repaired_by_using() => new VerifyFix<ResourceAnalyzer, ResourceCodeFix>
//     {
//         TestCode = """class C { void M(AddressSpace space) { var mapping = {|MRL301:space.Map(0, 4096, DmaDirection.ToDevice)|}; } }""",
//         FixedCode = """class C { void M(AddressSpace space) { using var mapping = space.Map(0, 4096, DmaDirection.ToDevice); } }""",
//         EquivalenceKey = ResourceCodeFix.Key,
//         EditorConfig = "dotnet_diagnostic.MRL301.severity = suggestion",
//     }.RunAsync();

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace MemoryRegions.Testing;

/// <summary>A test of an analyzer.</summary>
public class Verify<TAnalyzer> : CSharpAnalyzerTest<TAnalyzer, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    public Verify()
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

    /// <summary>Checks that nothing is reported.</summary>
    public static Task SilentAsync(string source) => ReportsAsync(source);

    /// <summary>Checks that exactly this is reported, besides what the markup of the source says.</summary>
    public static Task ReportsAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new Verify<TAnalyzer> { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>An expected diagnostic of the analyzer: its severity and message come from the descriptor of this id.</summary>
    public static DiagnosticResult Expect(string id) => new(new TAnalyzer().SupportedDiagnostics.First(descriptor => descriptor.Id == id));

    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => base.GetDiagnosticAnalyzers().Concat(OtherAnalyzers);

    protected override CompilationOptions CreateCompilationOptions() => TestSetup.EnableNullable(base.CreateCompilationOptions());

    protected override ParseOptions CreateParseOptions() => TestSetup.UseLatestLanguage(base.CreateParseOptions());

    protected override Task RunImplAsync(CancellationToken cancellationToken)
    {
        TestSetup.AddFiles(TestState, WithPrelude, EditorConfig);
        DisabledDiagnostics.AddRange(Advice.RulesNotIn(TestState, WithAdvice));
        return base.RunImplAsync(cancellationToken);
    }
}
