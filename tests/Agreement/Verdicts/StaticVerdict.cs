using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>A warning.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Line">The line of the warning.</param>
/// <param name="Site">The line of the acquisition that it is about; <paramref name="Line"/> unless it stands elsewhere.</param>
/// <param name="Message">Its text.</param>
internal sealed record Report(string Rule, int Line, int Site, string Message)
{
    /// <summary>All lines at which the runtime may complain of what is reported once.</summary>
    public ImmutableArray<int> Lines { get; init; } = [Line];

    /// <summary>The line at which what is used without a test was acquired; 0 of other rules.</summary>
    public int Acquisition { get; init; }
}

/// <summary>Runs all analyzers of the project.</summary>
internal static class StaticVerdict
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [.. typeof(ResourceAnalyzer).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
        .Select(type => (DiagnosticAnalyzer)System.Activator.CreateInstance(type)!)];

    public static ImmutableHashSet<string> Rules { get; } = [.. s_analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(rule => rule.Id)];

    /// <summary>What the analyzers say, by the files of the programs.</summary>
    public static async Task<ILookup<string, Report>> OfAsync(CSharpCompilation compilation)
    {
        return (await DiagnosticsOfAsync(compilation)).ToLookup(diagnostic => diagnostic.Location.SourceTree!.FilePath, ReportOf);
    }

    public static Task<ImmutableArray<Diagnostic>> DiagnosticsOfAsync(CSharpCompilation compilation)
    {
        // There are as many sessions as processors: each stays on its own.
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) => throw new System.InvalidOperationException(analyzer.ToString(), exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        return new CompilationWithAnalyzers(compilation, s_analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
    }

    private static Report ReportOf(Diagnostic diagnostic)
    {
        int line = LineOf(diagnostic.Location);
        bool isElsewhere = diagnostic.Id == "MRL310" && diagnostic.AdditionalLocations.Count > 0;
        var report = new Report(diagnostic.Id, line, isElsewhere ? LineOf(diagnostic.AdditionalLocations[0]) : line, diagnostic.GetMessage());

        // The first use that may fail, the acquisition, and further uses.
        return diagnostic.Id is "MRL307" or "MRL308"
            ? report with { Acquisition = LineOf(diagnostic.AdditionalLocations[0]), Lines = [line, .. diagnostic.AdditionalLocations.Skip(1).Select(LineOf)] }
            : report;
    }

    private static int LineOf(Location location) => location.GetLineSpan().StartLinePosition.Line + 1;
}
