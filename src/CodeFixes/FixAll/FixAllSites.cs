using System.Linq;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemoryRegions.CodeFixes.FixAll;

/// <summary>Where there is something to fix in a document, project or solution.</summary>
internal static class FixAllSites
{
    public static ImmutableArray<FixAllScope> Scopes { get; } = ImmutableArray.Create(FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution);

    /// <summary>The diagnostics of the scope, document by document, in the order of the source.</summary>
    public static async Task<ImmutableArray<(DocumentId Document, Diagnostic Diagnostic)>> FindAsync(FixAllContext context)
    {
        var found = new List<(DocumentId Document, Diagnostic Diagnostic)>();
        switch (context.Scope)
        {
            case FixAllScope.Document when context.Document is { } document:
                Add(document.Project, await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
                break;
            case FixAllScope.Project:
                Add(context.Project, await context.GetAllDiagnosticsAsync(context.Project).ConfigureAwait(false));
                break;
            case FixAllScope.Solution:
                foreach (Project project in context.Solution.Projects.Where(static project => project.Language == LanguageNames.CSharp))
                {
                    Add(project, await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
                }

                break;
        }

        return found.ToImmutableArray();

        void Add(Project project, ImmutableArray<Diagnostic> diagnostics)
        {
            // Of a file that is linked into several projects each has its own document.
            foreach (Diagnostic diagnostic in diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
                .ThenBy(static diagnostic => diagnostic.Location.SourceSpan.Start))
            {
                if (diagnostic.Location.IsInSource && !diagnostic.IsSuppressed && project.GetDocument(diagnostic.Location.SourceTree) is { } document)
                {
                    found.Add((document.Id, diagnostic));
                }
            }
        }
    }
}
