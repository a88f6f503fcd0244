using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Robustness.Tests.Mutation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace MemoryRegions.Robustness.Tests;

/// <summary>The analyzers and the fixes over code that does not compile.</summary>
public class BrokenCodeTests
{
    private const int BatchSize = 100;

    public static TheoryData<int> Batches() => [.. Enumerable.Range(0, BrokenCode.Count / BatchSize)];

    /// <summary>No analyzer throws; and whatever fix is offered can be applied, and changes something.</summary>
    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Nothing_throws(int batch)
    {
        int[] numbers = [.. Enumerable.Range(batch * BatchSize, BatchSize)];
        using var workspace = new AdhocWorkspace();
        Project project = BrokenCode.CreateProject(workspace, numbers);
        Compilation compilation = (await project.GetCompilationAsync())!;
        (ImmutableArray<Diagnostic> reported, IReadOnlyCollection<string> exceptions) = await Toolset.AnalyzeAsync(compilation);
        if (exceptions.Count > 0)
        {
            Assert.Fail(await DescribeAsync(numbers, exceptions));
        }

        foreach (Diagnostic diagnostic in reported)
        {
            Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
            foreach (CodeFixProvider fix in Toolset.Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                try
                {
                    await ApplyAsync(document, diagnostic, fix);
                }
                catch (Exception exception)
                {
                    Assert.Fail($"{document.Name}, {diagnostic}:\n{exception}\n\n{await document.GetTextAsync()}");
                }
            }
        }
    }

    /// <summary>The corpus is worth something: most of it does not compile, and much of what does not is still reported on.</summary>
    [Fact]
    public async Task Mutants_are_broken_and_still_of_interest()
    {
        int[] numbers = [.. Enumerable.Range(0, BatchSize)];
        Compilation compilation = BrokenCode.Compile(numbers);
        int broken = compilation.SyntaxTrees.Count(tree => compilation.GetSemanticModel(tree).GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        (ImmutableArray<Diagnostic> reported, _) = await Toolset.AnalyzeAsync(compilation);

        Assert.InRange(broken, numbers.Length / 2, numbers.Length - 1);
        Assert.InRange(reported.Length, numbers.Length / 4, int.MaxValue);
        Assert.True(Seeds.Snippets.Count >= 400, $"only {Seeds.Snippets.Count} snippets were found in the tests");
    }

    private static async Task ApplyAsync(Document document, Diagnostic diagnostic, CodeFixProvider fix)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        foreach (CodeAction action in actions)
        {
            ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
            Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
            SourceText text = await changed.GetDocument(document.Id)!.GetTextAsync();
            bool elsewhere = changed.GetChanges(document.Project.Solution).GetProjectChanges().Any(project => project.GetChangedDocuments().Any(id => id != document.Id));
            Assert.True(elsewhere || !text.ContentEquals(await document.GetTextAsync()), $"'{action.Title}' changes nothing");
        }
    }

    /// <summary>The exceptions with the file that causes them.</summary>
    private static async Task<string> DescribeAsync(IReadOnlyList<int> numbers, IReadOnlyCollection<string> exceptions)
    {
        foreach (int number in numbers)
        {
            (_, IReadOnlyCollection<string> own) = await Toolset.AnalyzeAsync(BrokenCode.Compile([number]));
            if (own.Count > 0)
            {
                return $"{BrokenCode.PathOf(number)} ({own.Count} exceptions):\n{own.First()}\n\n{BrokenCode.TextOf(number)}";
            }
        }

        return $"only the files of the batch together:\n{string.Join(Environment.NewLine, exceptions)}";
    }
}
