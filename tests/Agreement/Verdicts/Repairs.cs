using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using MemoryRegions.Agreement.Generation;
using MemoryRegions.CodeFixes.Resources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Agreement.Verdicts;

/// <summary>A program after its warnings were repaired.</summary>
/// <param name="Before">The judgement before.</param>
/// <param name="Text">The source after.</param>
/// <param name="Applied">The fixes, in the order in which they were applied.</param>
/// <param name="Left">The rules whose warnings are left, because no fix is offered.</param>
internal sealed record Repair(Judgement Before, string Text, ImmutableArray<string> Applied, ImmutableHashSet<string> Left);

/// <summary>Applies the code fixes of the project: to each program one after the other, as long as there is one.</summary>
internal sealed class Repairs : IDisposable
{
    private const int MaxRounds = 8;

    private static readonly ImmutableArray<CodeFixProvider> s_providers = [.. typeof(LeakCodeFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    private readonly AdhocWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    /// <summary>Repairs all programs that have warnings.</summary>
    public async Task<List<Repair>> OfAsync(IReadOnlyList<Judgement> judgements)
    {
        Dictionary<string, Judgement> programs = judgements.Where(judgement => judgement.Reports.Any(report => Comparison.IsCompared(report.Rule))).ToDictionary(judgement => judgement.Source.Program.Name);
        Dictionary<string, List<string>> applied = programs.Keys.ToDictionary(name => name, _ => new List<string>());
        Dictionary<string, ImmutableHashSet<string>> left = [];
        Solution solution = Load(programs.Values.Select(judgement => judgement.Source));
        for (int round = 0; round < MaxRounds; round++)
        {
            Project project = solution.Projects.Single();
            var compilation = (CSharpCompilation)(await project.GetCompilationAsync())!;
            ILookup<string, Diagnostic> found = (await StaticVerdict.DiagnosticsOfAsync(compilation)).ToLookup(diagnostic => Path.GetFileNameWithoutExtension(diagnostic.Location.SourceTree!.FilePath));
            Solution next = solution;
            foreach (string name in programs.Keys)
            {
                left[name] = [.. found[name].Select(diagnostic => diagnostic.Id)];
                foreach (Diagnostic diagnostic in found[name].Where(diagnostic => Comparison.IsCompared(diagnostic.Id)).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
                {
                    if (await ApplyAsync(project, diagnostic, applied[name].Count) is { } repaired)
                    {
                        applied[name].Add($"{diagnostic.Id} line {diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {repaired.Title}");
                        next = next.WithDocumentText(repaired.Document, repaired.Text);
                        break;
                    }
                }
            }

            if (next == solution)
            {
                break;
            }

            solution = next;
        }

        var repairs = new List<Repair>();
        foreach (Document document in solution.Projects.Single().Documents)
        {
            string name = Path.GetFileNameWithoutExtension(document.Name);
            if (applied[name].Count > 0)
            {
                repairs.Add(new Repair(programs[name], (await document.GetTextAsync()).ToString(), [.. applied[name]], left[name]));
            }
        }

        return repairs;
    }

    /// <summary>One of the fixes that are offered, which differs from round to round so that all get their turn.</summary>
    private static async Task<(DocumentId Document, SourceText Text, string Title)?> ApplyAsync(Project project, Diagnostic diagnostic, int round)
    {
        Document document = project.GetDocument(diagnostic.Location.SourceTree)!;
        var offered = new List<CodeAction>();
        foreach (CodeFixProvider provider in s_providers.Where(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offered.Add(action), CancellationToken.None));
        }

        if (offered.Count == 0)
        {
            return null;
        }

        CodeAction chosen = offered[(diagnostic.Location.SourceSpan.Start + round) % offered.Count];
        ImmutableArray<CodeActionOperation> operations = await chosen.GetOperationsAsync(CancellationToken.None);
        Solution changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return (document.Id, await changed.GetDocument(document.Id)!.GetTextAsync(), chosen.Title);
    }

    private Solution Load(IEnumerable<Source> sources)
    {
        ProjectId project = ProjectId.CreateNewId();
        Solution solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            project,
            VersionStamp.Default,
            "Programs",
            "Programs",
            LanguageNames.CSharp,
            compilationOptions: Compiler.Options,
            parseOptions: Compiler.ParseOptions,
            metadataReferences: Compiler.MetadataReferences));
        foreach (Source source in sources)
        {
            string name = source.Program.Name + ".cs";
            solution = solution.AddDocument(DocumentId.CreateNewId(project), name, SourceText.From(source.Text, System.Text.Encoding.UTF8), filePath: name);
        }

        return solution;
    }
}
