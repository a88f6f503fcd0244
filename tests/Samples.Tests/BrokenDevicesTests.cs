using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Samples.Tests;

/// <summary>The broken samples say themselves, in comments such as <c>// expect: MRL301</c>, which of their lines must warn.</summary>
public sealed class BrokenDevicesTests
{
    private const string Mark = "// expect:";

    private static readonly CSharpCompilation s_compilation = BrokenDevices.Compile(runtimeIsProject: false);
    private static readonly CSharpCompilation s_besideRuntime = BrokenDevices.Compile(runtimeIsProject: true);

    public static TheoryData<string, bool> Files()
    {
        var data = new TheoryData<string, bool>();
        foreach (string path in s_compilation.SyntaxTrees.Select(tree => tree.FilePath).Where(path => path.Length > 0))
        {
            data.Add(path, false);
            data.Add(path, true);
        }

        return data;
    }

    [Fact]
    public void Sources_compile_without_warnings_of_the_compiler()
    {
        Assert.Empty(s_compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        Assert.Empty(s_besideRuntime.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Analyzers_do_not_throw(bool runtimeIsProject)
    {
        ImmutableArray<Diagnostic> diagnostics = await AnalyzeAsync(runtimeIsProject);
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");
    }

    /// <summary>In an IDE and in <c>dotnet format</c> a project reference is no assembly but the other project's sources.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_marked_line_warns_and_no_other(string path, bool runtimeIsProject)
    {
        CSharpCompilation compilation = runtimeIsProject ? s_besideRuntime : s_compilation;
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        IEnumerable<string> reported = (await AnalyzeAsync(runtimeIsProject))
            .Where(diagnostic => diagnostic.Location.SourceTree == tree)
            .Select(diagnostic => At(diagnostic.Location.GetLineSpan().StartLinePosition.Line, diagnostic.Id));

        Assert.Equal(Marks(tree.GetText()).Order(StringComparer.Ordinal), reported.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("MRL101")]
    [InlineData("MRL103")]
    [InlineData("MRL201")]
    [InlineData("MRL301")]
    [InlineData("MRL302")]
    [InlineData("MRL304")]
    [InlineData("MRL310")]
    public void Rule_occurs_more_than_once(string id)
    {
        int count = s_compilation.SyntaxTrees.SelectMany(tree => Marks(tree.GetText())).Count(mark => mark.EndsWith(id, StringComparison.Ordinal));
        Assert.True(count >= 2, $"{id} is marked {count} times");
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(bool runtimeIsProject)
    {
        IEnumerable<DiagnosticAnalyzer> analyzers = typeof(ResourceAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
        CompilationWithAnalyzers compilation = (runtimeIsProject ? s_besideRuntime : s_compilation).WithAnalyzers([.. analyzers]);
        return await compilation.GetAnalyzerDiagnosticsAsync(CancellationToken.None);
    }

    private static IEnumerable<string> Marks(SourceText text)
    {
        foreach (TextLine line in text.Lines)
        {
            string content = line.ToString();
            int mark = content.IndexOf(Mark, StringComparison.Ordinal);
            if (mark >= 0)
            {
                foreach (string id in content[(mark + Mark.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                {
                    yield return At(line.LineNumber, id);
                }
            }
        }
    }

    private static string At(int line, string id) => $"line {line + 1:D3}: {id}";
}
