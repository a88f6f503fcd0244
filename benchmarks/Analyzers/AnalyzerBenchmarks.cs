using System.Collections.Immutable;
using System.Threading;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Benchmarks.Analyzers;

/// <summary>What the analyzers cost a compiler, in the processor time that they add to that of an empty one.</summary>
internal static class AnalyzerBenchmarks
{
    private const int Rounds = 3;
    private const int Registers = 400;
    private const int DerivedTypes = 100;

    /// <param name="classes">The size of the small compilation; the large one has ten times as many.</param>
    public static void Run(int classes)
    {
        CSharpCompilation small = GeneratedCode.Devices(classes), large = GeneratedCode.Devices(10 * classes), plain = GeneratedCode.Plain(classes);
        double[] times = Measure.Runs(Rounds, () => Analyze(small, Empty()), () => Analyze(small, Graphs()), () => Analyze(small, Ours()), () => Analyze(plain, Empty()), () => Analyze(plain, Ours()));
        double graphs = times[1] - times[0], ours = times[2] - times[0];
        Report.Write($"{classes} device classes", Report.Milliseconds(ours), "building the graphs, " + Report.Milliseconds(graphs), ours / graphs, "1.5");
        Report.Write($"{classes} classes without regions", Report.Milliseconds(times[4]), "an empty analyzer, " + Report.Milliseconds(times[3]), times[4] / times[3], "1.0");

        double[] scale = Measure.Runs(1, () => Analyze(large, Empty()), () => Analyze(large, Ours()));
        double one = ours / classes, ten = (scale[1] - scale[0]) / (10 * classes);
        Report.Write($"a class among {10 * classes}", Report.Milliseconds(ten), $"among {classes}, " + Report.Milliseconds(one), ten / one, "1.15");

        CSharpCompilation alone = GeneratedCode.Derived(Registers, 1), derived = GeneratedCode.Derived(Registers, DerivedTypes);
        times = Measure.Runs(Rounds, () => Analyze(derived, Empty()), () => Analyze(derived, Ours()), () => Analyze(alone, Empty()), () => Analyze(alone, Ours()));
        double hundred = times[1] - times[0], single = times[3] - times[2];
        Report.Write($"{DerivedTypes} types of a base of {Registers} registers", Report.Milliseconds(hundred), "one type, " + Report.Milliseconds(single), hundred / single, "-");
    }

    private static ImmutableArray<DiagnosticAnalyzer> Empty() => [new FloorAnalyzer(buildsGraphs: false)];

    private static ImmutableArray<DiagnosticAnalyzer> Graphs() => [new FloorAnalyzer(buildsGraphs: true)];

    private static ImmutableArray<DiagnosticAnalyzer> Ours() => [new ResourceAnalyzer(), new DeviceLifecycleAnalyzer()];

    private static void Analyze(CSharpCompilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // A copy: what one run has bound is not the next one's.
        CSharpCompilation fresh = compilation.Clone();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            static (exception, _, _) => throw new InvalidOperationException("An analyzer threw.", exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        fresh.WithAnalyzers(analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
    }
}
