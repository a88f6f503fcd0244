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

namespace MemoryRegions.CodeFixes.Tests;

/// <summary>Repairs the resources of a whole project as <c>dotnet format</c> does it: one Fix All for each id, by the first fix that is offered.</summary>
internal static class Repairs
{
    private static readonly MetadataReference[] References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(file => MetadataReference.CreateFromFile(file))];

    public static Project Load(AdhocWorkspace workspace, IEnumerable<(string Name, string Text)> sources)
    {
        ProjectId project = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "Project",
            "Project" + Guid.NewGuid().ToString("N"),
            LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Latest),
            metadataReferences: References));
        foreach ((string name, string text) in sources)
        {
            solution = solution.AddDocument(DocumentId.CreateNewId(project), name, text);
        }

        return solution.GetProject(project)!;
    }

    public static async Task<Project> ApplyAsync(Project project)
    {
        foreach (CodeFixProvider provider in new CodeFixProvider[] { new LeakCodeFix(), new SecondReleaseCodeFix(), new LossCodeFix() })
        {
            foreach (string id in provider.FixableDiagnosticIds)
            {
                project = await ApplyAsync(project, provider, id);
            }
        }

        return project;
    }

    /// <summary>What is found, apart from advice, which has other tests.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync())!;
        ImmutableArray<Diagnostic> found = await compilation.WithAnalyzers([new ResourceAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. found.Where(diagnostic => !Advice.Rules.Contains(diagnostic.Id)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private static async Task<Project> ApplyAsync(Project project, CodeFixProvider provider, string id)
    {
        ImmutableArray<Diagnostic> found = [.. (await FindAsync(project)).Where(diagnostic => diagnostic.Id == id)];
        foreach (Diagnostic diagnostic in found)
        {
            Document document = project.Solution.GetDocument(diagnostic.Location.SourceTree)!;
            var offered = new List<CodeAction>();
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), CancellationToken.None));
            if (offered.Count == 0)
            {
                continue;
            }

            var context = new FixAllContext(document, provider, FixAllScope.Solution, offered[0].EquivalenceKey!, [id], new Found(found), CancellationToken.None);
            CodeAction fixAll = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
            ImmutableArray<CodeActionOperation> operations = await fixAll.GetOperationsAsync(CancellationToken.None);
            return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
        }

        return project;
    }

    private sealed class Found(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            return Task.FromResult<IEnumerable<Diagnostic>>(found);
        }

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            return Task.FromResult(found.Where(diagnostic => document.Project.Solution.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        {
            return Task.FromResult<IEnumerable<Diagnostic>>([]);
        }
    }
}
