using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Resources;
using MemoryRegions.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests;

/// <summary>The broken samples, repaired as <c>dotnet format</c> does it: one Fix All over the solution for each id, by the first fix that is offered.</summary>
public class BrokenSamplesTests
{
    private static readonly DiagnosticAnalyzer Analyzer = new ResourceAnalyzer();

    [Fact]
    public async Task One_run_leaves_nothing_to_repair()
    {
        using var workspace = new AdhocWorkspace();
        Solution solution = Load(workspace);
        ProjectId project = solution.ProjectIds.Single();
        Assert.NotEmpty(await FindAsync(solution.GetProject(project)!));

        foreach (CodeFixProvider provider in new CodeFixProvider[] { new LeakCodeFix(), new SecondReleaseCodeFix(), new LossCodeFix() })
        {
            foreach (string id in provider.FixableDiagnosticIds)
            {
                solution = await FixAllAsync(solution, project, provider, id);
            }
        }

        Project repaired = solution.GetProject(project)!;
        Assert.Empty(await FindAsync(repaired));
        Compilation compilation = (await repaired.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
    }

    private static Solution Load(AdhocWorkspace workspace)
    {
        ProjectId project = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "BrokenDevices",
            "BrokenDevices",
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(file => MetadataReference.CreateFromFile(file))));
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, "samples", "BrokenDevices"), "*.cs").Order(StringComparer.Ordinal))
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), Path.GetFileName(file), File.ReadAllText(file), filePath: file);
        }

        // The project file of the samples says so.
        return solution.AddDocument(DocumentId.CreateNewId(project), "Usings.cs", "global using System;");
    }

    private static async Task<Solution> FixAllAsync(Solution solution, ProjectId project, CodeFixProvider provider, string id)
    {
        ImmutableArray<Diagnostic> found = [.. (await FindAsync(solution.GetProject(project)!)).Where(diagnostic => diagnostic.Id == id)];
        foreach (Diagnostic diagnostic in found)
        {
            Document document = solution.GetDocument(diagnostic.Location.SourceTree)!;
            var offered = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), CancellationToken.None));
            if (offered.Count == 0)
            {
                continue;
            }

            var context = new FixAllContext(
                document, provider, FixAllScope.Solution, offered[0].EquivalenceKey!, [id], new Found(found), CancellationToken.None);
            CodeAction fixAll = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
            ImmutableArray<CodeActionOperation> operations = await fixAll.GetOperationsAsync(CancellationToken.None);
            return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        }

        return solution;
    }

    private static async Task<ImmutableArray<Diagnostic>> FindAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        return [.. (await compilation.WithAnalyzers([Analyzer]).GetAnalyzerDiagnosticsAsync()).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private sealed class Found(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            return Task.FromResult(found.Where(diagnostic => document.Project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
