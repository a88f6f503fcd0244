using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Resources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Robustness.Tests;

/// <summary>All analyzers and all fixes, with every rule on.</summary>
internal static class Toolset
{
    /// <summary>A new analyzer of each kind: as in a compiler, none has seen another compilation.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() => [.. InstancesIn<DiagnosticAnalyzer>(typeof(ResourceAnalyzer))];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = [.. InstancesIn<CodeFixProvider>(typeof(LeakCodeFix))];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Preview, DocumentationMode.None);

    public static CSharpCompilationOptions CompilationOptions { get; } = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        .WithAllowUnsafe(true)
        .WithNullableContextOptions(NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions(CreateAnalyzers()
            .SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .Select(rule => rule.Id)
            .Distinct()
            .Select(id => KeyValuePair.Create(id, ReportDiagnostic.Warn)));

    /// <summary>What this process runs on: the base library, the compiler, the test packages; nothing of this repository.</summary>
    public static ImmutableArray<MetadataReference> Platform { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("MemoryRegions", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    public static MetadataReference Runtime { get; } = MetadataReference.CreateFromFile(typeof(Machine).Assembly.Location);

    /// <summary>Runs all analyzers at once and concurrently, as the compiler does.</summary>
    /// <returns>What they report, and the exceptions that came out of them.</returns>
    public static async Task<(ImmutableArray<Diagnostic> Reported, IReadOnlyCollection<string> Exceptions)> AnalyzeAsync(Compilation compilation)
    {
        var exceptions = new ConcurrentBag<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) => exceptions.Add($"{analyzer.GetType().Name}: {exception}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        var analysis = new CompilationWithAnalyzers(compilation, CreateAnalyzers(), options);
        ImmutableArray<Diagnostic> reported = await analysis.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        return (reported, exceptions);
    }

    private static IEnumerable<T> InstancesIn<T>(Type sibling) => sibling.Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(T)))
        .OrderBy(type => type.FullName, StringComparer.Ordinal)
        .Select(type => (T)Activator.CreateInstance(type)!);
}
