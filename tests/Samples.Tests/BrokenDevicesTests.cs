using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
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

    private static readonly CSharpCompilation s_compilation = Compile();

    public static TheoryData<string> Files() => [.. s_compilation.SyntaxTrees.Select(tree => tree.FilePath).Where(path => path.Length > 0)];

    [Fact]
    public void Sources_compile_without_warnings_of_the_compiler()
    {
        Assert.Empty(s_compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_marked_line_warns_and_no_other(string path)
    {
        SyntaxTree tree = s_compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        IEnumerable<string> reported = (await AnalyzeAsync())
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

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync()
    {
        IEnumerable<DiagnosticAnalyzer> analyzers = typeof(ResourceAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
        CompilationWithAnalyzers compilation = s_compilation.WithAnalyzers([.. analyzers]);
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

    private static CSharpCompilation Compile()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Data", "BrokenDevices");
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        List<SyntaxTree> trees =
        [
            .. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(path)), options, Path.GetFileName(path))),

            // What the project file adds.
            CSharpSyntaxTree.ParseText("global using System;", options),
        ];

        // What this process itself runs on, and the runtime library.
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        IEnumerable<string> assemblies = platform.Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Machine).Assembly.Location);
        return CSharpCompilation.Create(
            "BrokenDevices",
            trees,
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }
}
