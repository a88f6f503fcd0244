using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Samples.Tests.Consequences;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;

namespace MemoryRegions.Samples.Tests;

/// <summary>An IDE shows what is found in a file while it is typed, but runs the actions at the end of a compilation only on request.</summary>
public sealed class RegisteredActionsTests
{
    [Fact]
    public async Task No_analyzer_waits_for_the_end_of_the_compilation()
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers = FlaggedDevice.CreateAnalyzers();
        CompilationWithAnalyzers compilation = BrokenDevices.Compile(runtimeIsProject: false).WithAnalyzers(analyzers);
        Assert.NotEmpty(await compilation.GetAnalyzerDiagnosticsAsync());
        foreach (DiagnosticAnalyzer analyzer in analyzers)
        {
            AnalyzerTelemetryInfo actions = await compilation.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
            Assert.Equal(0, actions.CompilationEndActionsCount);
            Assert.Equal(0, actions.CompilationActionsCount);
            Assert.True(
                actions.SymbolStartActionsCount + actions.OperationBlockStartActionsCount + actions.OperationBlockActionsCount + actions.SyntaxNodeActionsCount > 0,
                analyzer + " registers nothing within the compilation.");
        }
    }

    /// <summary>What is registered when the compilation starts is counted, too.</summary>
    [Fact]
    public async Task Count_would_show_an_action_at_the_end()
    {
        var analyzer = new EndAnalyzer();
        CompilationWithAnalyzers compilation = BrokenDevices.Compile(runtimeIsProject: false).WithAnalyzers([analyzer]);
        Assert.Empty(await compilation.GetAnalyzerDiagnosticsAsync());
        AnalyzerTelemetryInfo actions = await compilation.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None);
        Assert.Equal(1, actions.CompilationEndActionsCount);
    }

    /// <summary>Diagnostics of a single file come without any other being asked for.</summary>
    [Fact]
    public async Task One_file_shows_its_own_diagnostics()
    {
        Compilation sources = BrokenDevices.Compile(runtimeIsProject: false);
        foreach (SyntaxTree tree in sources.SyntaxTrees)
        {
            CompilationWithAnalyzers compilation = sources.WithAnalyzers([new DeviceLifecycleAnalyzer()]);
            ImmutableArray<Diagnostic> alone = await compilation.GetAnalyzerSemanticDiagnosticsAsync(sources.GetSemanticModel(tree), filterSpan: null, CancellationToken.None);
            bool expected = tree.ToString().Contains("expect: MRL1") || tree.ToString().Contains("expect: MRL2");
            Assert.Equal(expected, !alone.IsEmpty);
        }
    }

#pragma warning disable RS1001, RS1012, RS1013, RS1036, RS1038, RS1041
    private sealed class EndAnalyzer : DiagnosticAnalyzer
    {
        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
            [new("TEST001", "End", "End", "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true)];

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterCompilationStartAction(start => start.RegisterCompilationEndAction(_ => { }));
        }
    }
#pragma warning restore RS1001, RS1012, RS1013, RS1036, RS1038, RS1041
}
