using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Robustness.Tests.Mutation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace MemoryRegions.Robustness.Tests;

/// <summary>
/// Compiles code as deep or as wide as the compiler accepts, on a thread of its own with a stack as small as the compiler's, and runs all
/// analyzers over it, on the threads that the driver takes.
/// </summary>
internal static class DeepCode
{
    /// <summary>How many of a thing, unless it is told otherwise.</summary>
    public const int Most = 10_000;

    /// <summary>What the compiler's own threads have where it is least. It looks after itself in expressions that lean to the left.</summary>
    private const int StackSize = 1024 * 1024;

    /// <summary>In what is inside one another it does not always, so that gets the stack of its main thread.</summary>
    private const int LargeStackSize = 8 * StackSize;

    /// <summary>Fewer than that are not deep: the compiler does not accept the shape.</summary>
    private const int Least = 50;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);

    /// <summary>Runs all analyzers, which neither overflow the stack, nor throw, nor take forever.</summary>
    /// <param name="shape">What the code looks like.</param>
    /// <param name="source">The file with as many of it as it is told.</param>
    /// <param name="depth">How many at most; halved until the compiler accepts it.</param>
    /// <param name="isNested">It is inside one another: the compiler needs more stack for it.</param>
    /// <returns>The rules that report something in the file, in order.</returns>
    public static string[] Analyze(string shape, Func<int, string> source, int depth, bool isNested)
    {
        Exception? failure = null;
        ImmutableArray<Diagnostic> reported = default;
        string who = "the compiler";
        var thread = new Thread(
            () =>
            {
                try
                {
                    CSharpCompilation? compilation;
                    while ((compilation = TryCompile(source(depth), out string? error)) is null)
                    {
                        depth /= 2;
                        Assert.True(depth >= Least, $"the compiler does not accept '{shape}' even {depth} deep: the test is no good. {error}");
                    }

                    who = "the analysis";
                    reported = Run(compilation);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            isNested ? LargeStackSize : StackSize)
        {
            // Whoever takes forever does not keep the tests from ending.
            IsBackground = true,
        };
        thread.Start();
        Assert.True(thread.Join(s_longest), $"'{shape}' {depth} deep: {who} takes too long");
        Assert.True(failure is null, $"'{shape}' {depth} deep: {failure}");
        return [.. reported.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == "Deep.cs").Select(diagnostic => diagnostic.Id).Distinct().Order()];
    }

    public static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();

    /// <summary>One text for each number.</summary>
    public static string Each(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));

    private static CSharpCompilation? TryCompile(string source, out string? error)
    {
        CSharpCompilation compilation = BrokenCode.Compile([]).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Toolset.ParseOptions, "Deep.cs"));
        compilation = compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));
        error = null;
        try
        {
            error = compilation.Emit(Stream.Null).Diagnostics.FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)?.ToString();
            return error is null ? compilation : null;
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>The compiler runs analyzers on threads of the pool, one after another: they have the stack that the pool gives them.</summary>
    private static ImmutableArray<Diagnostic> Run(Compilation compilation)
    {
        var exceptions = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => exceptions.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        Task<ImmutableArray<Diagnostic>> analysis = new CompilationWithAnalyzers(compilation, Toolset.CreateAnalyzers(), options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        ImmutableArray<Diagnostic> reported = analysis.GetAwaiter().GetResult();
        return exceptions.Count == 0 ? reported : throw new AggregateException(exceptions);
    }
}
