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
/// Code as deep and as wide as the compiler accepts, with a resource around it: the analyzers neither overflow the stack nor take forever,
/// and what is not beyond their budget they still see.
/// </summary>
public class DeepCodeTests
{
    /// <summary>What the compiler's own threads have where it is least. It looks after itself in deep expressions.</summary>
    private const int StackSize = 1024 * 1024;

    private const int Most = 10_000;

    /// <summary>In deep statements the compiler does not, so they get the stack of its main thread.</summary>
    private const int LargeStackSize = 8 * StackSize;

    public static TheoryData<string> Shapes => new(s_shapes.Keys);

    private static readonly Dictionary<string, Func<int, string>> s_shapes = new()
    {
        ["sum"] = depth => $"int sum = {Repeat("a + ", depth)}a;",
        ["parentheses"] = depth => $"int sum = {Repeat("(a + ", depth)}a{Repeat(")", depth)};",
        ["nested calls"] = depth => $"int sum = {Repeat("Math.Abs(", depth)}a{Repeat(")", depth)};",
        ["conditional expression"] = depth => $"int sum = {string.Concat(Enumerable.Range(0, depth).Select(i => $"a == {i} ? {i} : "))}a;",
        ["else if"] = depth => string.Concat(Enumerable.Range(0, depth).Select(i => $"if (a == {i}) _bus.Work(); else ")) + "_bus.Work();",
        ["nested if"] = depth => $"{Repeat("if (_bus.Ask()) { ", depth)}_bus.Work();{Repeat(" }", depth)}",
        ["nested lambdas"] = depth => $"{Repeat("Run(() => { ", depth)}_bus.Work();{Repeat(" });", depth)}",
        ["nested local functions"] = depth => $"{string.Concat(Enumerable.Range(0, depth).Select(i => $"void L{i}() {{ "))}_bus.Work();{string.Concat(Enumerable.Range(0, depth).Select(i => $" }} L{depth - 1 - i}();"))}",
        ["nested catch"] = depth => $"{Repeat("try { ", depth)}_bus.Work();{Repeat(" } catch (InvalidOperationException) { _bus.Work(); }", depth)}",
        ["branches in a row"] = depth => string.Concat(Enumerable.Range(0, depth / 2).Select(i => $"if (a == {i}) _bus.Work(); ")),
        ["early throws in a row"] = depth => string.Concat(Enumerable.Range(0, depth / 10).Select(i => $"if (a == {i}) {{ slot.Free(); throw new InvalidOperationException(); }} ")),
        ["switch sections"] = depth => $"switch (a) {{ {string.Concat(Enumerable.Range(0, depth / 10).Select(i => $"case {i}: _bus.Work(); break; "))}}}",
        ["flags"] = depth => string.Concat(Enumerable.Range(0, depth / 10).Select(i => $"bool f{i} = _bus.Ask(); if (f{i}) _bus.Work(); ")),
        ["labels"] = depth => string.Concat(Enumerable.Range(0, depth / 10).Select(i => $"l{i}: if (_bus.Ask()) goto l{(i * 7) % (depth / 10)}; ")),
    };

    /// <summary>Nested statements, with as many levels as the compiler survives, or binds in reasonable time.</summary>
    private static readonly Dictionary<string, int> s_nested = new()
    {
        ["else if"] = 2_000,
        ["nested if"] = 1_000,
        ["nested catch"] = 200,
        ["nested lambdas"] = 50,
        ["nested local functions"] = 100,
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Resource_around_deep_code(string shape)
    {
        bool isNested = s_nested.TryGetValue(shape, out int depth);
        if (!isNested)
        {
            depth = Most;
        }

        CSharpCompilation? compilation = null;
        Exception? failure = null;
        ImmutableArray<Diagnostic> reported = default;
        var thread = new Thread(
            () =>
            {
                try
                {
                    while (depth > 0 && (compilation = TryCompile(s_shapes[shape](depth))) is null)
                    {
                        depth /= 2;
                    }

                    reported = Analyze(compilation!);
                }
                catch (Exception exception)
                {
                    failure = exception;
                }
            },
            isNested ? LargeStackSize : StackSize);
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(5)), $"'{shape}' {depth} deep takes too long");
        Assert.True(failure is null, $"'{shape}' {depth} deep: {failure}");

        // Found, or admitted that it is not.
        Assert.True(depth >= 50, $"the compiler does not accept '{shape}' even {depth} deep: the test is no good");
        string[] ids = [.. reported.Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == "Deep.cs").Select(diagnostic => diagnostic.Id).Distinct().Order()];
        Assert.True(ids is ["MRL301"] or ["MRL901"] or ["MRL302"] or ["MRL301", "MRL901"], $"'{shape}' {depth} deep: {string.Join(", ", reported)}");
    }

    /// <summary>The method leaks a slot around what is deep.</summary>
    private static CSharpCompilation? TryCompile(string body)
    {
        string source = $$"""
            using Leases;

            class C(Machine machine) : Device(machine, "c")
            {
                private readonly Bus _bus = new();
                private static void Run(Action action) => action();

                void M(int a, string text0, object? null0)
                {
                    var slot = _bus.Take();
                    {{body}}
                    _bus.Work();
                }
            }
            """;
        CSharpCompilation compilation = BrokenCode.Compile([]).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, Toolset.ParseOptions, "Deep.cs"));
        compilation = compilation.WithOptions(compilation.Options.WithConcurrentBuild(false));
        try
        {
            return compilation.Emit(Stream.Null).Success ? compilation : null;
        }
        catch (InsufficientExecutionStackException)
        {
            return null;
        }
    }

    /// <summary>On the thread of the caller, with its stack.</summary>
    private static ImmutableArray<Diagnostic> Analyze(Compilation compilation)
    {
        var exceptions = new List<Exception>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => exceptions.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        Task<ImmutableArray<Diagnostic>> analysis = new CompilationWithAnalyzers(compilation, Toolset.CreateAnalyzers(), options).GetAnalyzerDiagnosticsAsync(CancellationToken.None);
        ImmutableArray<Diagnostic> reported = analysis.GetAwaiter().GetResult();
        return exceptions.Count == 0 ? reported : throw new AggregateException(exceptions);
    }

    private static string Repeat(string text, int count) => new StringBuilder(text.Length * count).Insert(0, text, count).ToString();
}
