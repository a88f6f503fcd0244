using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Benchmarks.Analyzers;

/// <summary>What the analyzers cost a compiler, in the processor time that they add to that of an empty one.</summary>
internal static class AnalyzerBenchmarks
{
    private const int Rounds = 5;
    private const int LargeRounds = 2;
    private const int WarmUpClasses = 100;
    private const int Registers = 400;
    private const int DerivedTypes = 100;

    private static readonly int[] s_regions = [10, 50, 100, 200];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_empty = [new FloorAnalyzer(buildsGraphs: false)];
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_graphs = [new FloorAnalyzer(buildsGraphs: true)];

    /// <summary>All that the package has.</summary>
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_ours =
    [
        .. typeof(ResourceAnalyzer).Assembly.GetTypes()
            .Where(static type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .Select(static type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    /// <param name="classes">The size of the small compilation; the large one has ten times as many.</param>
    public static void Run(int classes)
    {
        CSharpCompilation[] samples = [GeneratedCode.Devices(WarmUpClasses), GeneratedCode.Plain(WarmUpClasses), GeneratedCode.Regions(1, 20), GeneratedCode.Derived(20, 10)];
        Measure.WarmUp([.. new[] { s_empty, s_graphs, s_ours }.SelectMany(analyzers => samples.Select(sample => (Action)(() => Analyze(sample, analyzers))))]);

        Devices(classes);
        Plain(classes);
        Sizes();
        Derived();
        Scale(classes);
    }

    private static void Devices(int classes)
    {
        CSharpCompilation devices = GeneratedCode.Devices(classes);
        double[] times = Measure.Runs(Rounds, [() => Analyze(devices, s_empty), () => Analyze(devices, s_graphs), () => Analyze(devices, s_ours), .. s_ours.Select(analyzer => (Action)(() => Analyze(devices, [analyzer])))]);
        double graphs = times[1] - times[0];
        Write($"{classes} device classes", times[2]);
        for (int i = 0; i < s_ours.Length; i++)
        {
            Write("- " + s_ours[i].GetType().Name + " alone", times[i + 3]);
        }

        void Write(string what, double time)
        {
            Report.Write(what, Report.Milliseconds(time - times[0]), "building the graphs, " + Report.Milliseconds(graphs), (time - times[0]) / graphs, what[0] == '-' ? "-" : "1.5");
        }
    }

    private static void Plain(int classes)
    {
        CSharpCompilation plain = GeneratedCode.Plain(classes), unaware = GeneratedCode.Unaware(classes);
        double[] times = Measure.Runs(Rounds, () => Analyze(plain, s_empty), () => Analyze(plain, s_ours), () => Analyze(unaware, s_empty), () => Analyze(unaware, s_ours));
        Report.Write($"{classes} classes without regions", Report.Milliseconds(times[1]), "an empty analyzer, " + Report.Milliseconds(times[0]), times[1] / times[0], "1.0");
        Report.Write("- that do not reference the library", Report.Milliseconds(times[3]), "an empty analyzer, " + Report.Milliseconds(times[2]), times[3] / times[2], "1.0");
    }

    /// <summary>The time for a region must not depend on how many a type has.</summary>
    private static void Sizes()
    {
        double first = 0;
        foreach (int regions in s_regions)
        {
            // As many regions in all, so that the figures are as good.
            CSharpCompilation types = GeneratedCode.Regions(s_regions[^1] / regions, regions);
            double[] times = Measure.Runs(Rounds, () => Analyze(types, s_empty), () => Analyze(types, s_ours));
            double each = (times[1] - times[0]) / s_regions[^1];
            first = first == 0 ? each : first;
            Report.Write($"a region of a type with {regions}", Report.Milliseconds(each), $"of one with {s_regions[0]}, " + Report.Milliseconds(first), each / first, "about 1");
        }
    }

    private static void Derived()
    {
        CSharpCompilation alone = GeneratedCode.Derived(Registers, 1), derived = GeneratedCode.Derived(Registers, DerivedTypes);
        double[] times = Measure.Runs(Rounds, () => Analyze(derived, s_empty), () => Analyze(derived, s_ours), () => Analyze(alone, s_empty), () => Analyze(alone, s_ours));
        double hundred = times[1] - times[0], single = times[3] - times[2];
        Report.Write($"{DerivedTypes} types of a base of {Registers} registers", Report.Milliseconds(hundred), "one type, " + Report.Milliseconds(single), hundred / single, "-");
    }

    private static void Scale(int classes)
    {
        CSharpCompilation small = GeneratedCode.Devices(classes), large = GeneratedCode.Devices(10 * classes);
        double[] times = Measure.Runs(LargeRounds, () => Analyze(small, s_empty), () => Analyze(small, s_ours), () => Analyze(large, s_empty), () => Analyze(large, s_ours));
        double one = (times[1] - times[0]) / classes, ten = (times[3] - times[2]) / (10 * classes);
        Report.Write($"a class among {10 * classes}", Report.Milliseconds(ten), $"among {classes}, " + Report.Milliseconds(one), ten / one, "1.15");
    }

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
