using System.Linq;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.FixAll;

/// <summary>
/// Repairs all sites of a document, project or solution in one go. The sites are marked in the source first; then each is repaired in the
/// source that the repairs before it have left. So edits of the same lines (two resources on one path, two members for one type) add up,
/// where a merge of edits made apart would have to drop all but one.
/// </summary>
internal sealed class SiteFixAllProvider(ISiteFixer fixer) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllSites.Scopes;

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        ImmutableArray<(DocumentId Document, Diagnostic Diagnostic)> found = await FixAllSites.FindAsync(fixAllContext).ConfigureAwait(false);
        return found.IsEmpty
            ? null
            : CodeAction.Create(
                "Fix all of this kind",
                cancellation => FixAllAsync(fixAllContext.Solution, found, fixAllContext.CodeActionEquivalenceKey, cancellation),
                fixAllContext.CodeActionEquivalenceKey);
    }

    private async Task<Solution> FixAllAsync(
        Solution original, ImmutableArray<(DocumentId Document, Diagnostic Diagnostic)> found, string? key, CancellationToken cancellation)
    {
        Solution solution = original;
        var sites = new List<Site>();
        foreach (IGrouping<DocumentId, Diagnostic> group in found.GroupBy(pair => pair.Document, pair => pair.Diagnostic))
        {
            solution = await MarkAsync(solution, group.Key, group, sites, cancellation).ConfigureAwait(false);
        }

        // A repair may make another one possible that was not before: go round while something happens.
        for (bool progress = true; progress && sites.Count > 0;)
        {
            progress = false;
            foreach (Site site in sites.ToArray())
            {
                cancellation.ThrowIfCancellationRequested();
                Document? document = solution.GetDocument(site.Document);
                SyntaxNode? root = document is null ? null : await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
                SyntaxNode? node = root?.GetAnnotatedNodes(site.Mark).FirstOrDefault();
                if (node is null)
                {
                    // A repair took it away.
                    sites.Remove(site);
                    continue;
                }

                if (await fixer.FixAsync(document!, node, site.Diagnostic, key, cancellation).ConfigureAwait(false) is { } changed)
                {
                    solution = changed;
                    sites.Remove(site);
                    progress = true;
                }
            }
        }

        return await WithoutMarksAsync(original, solution, cancellation).ConfigureAwait(false);
    }

    private async Task<Solution> MarkAsync(
        Solution solution, DocumentId id, IEnumerable<Diagnostic> diagnostics, List<Site> sites, CancellationToken cancellation)
    {
        Document document = solution.GetDocument(id)!;
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root)
        {
            return solution;
        }

        var marks = new Dictionary<SyntaxNode, List<SyntaxAnnotation>>();
        foreach (Diagnostic diagnostic in diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal))
        {
            if (fixer.FindSite(root, diagnostic) is { } node)
            {
                var mark = new SyntaxAnnotation();
                if (!marks.TryGetValue(node, out List<SyntaxAnnotation>? list))
                {
                    marks.Add(node, list = new List<SyntaxAnnotation>());
                }

                list.Add(mark);
                sites.Add(new Site(id, diagnostic, mark));
            }
        }

        SyntaxNode marked = root.ReplaceNodes(marks.Keys, (node, rewritten) => rewritten.WithAdditionalAnnotations(marks[node]));
        return solution.WithDocumentSyntaxRoot(id, marked, PreservationMode.PreserveIdentity);
    }

    /// <summary>Documents in which nothing was repaired are left as they were: a mark alone would make them count as changed.</summary>
    private static async Task<Solution> WithoutMarksAsync(Solution original, Solution changed, CancellationToken cancellation)
    {
        Solution result = changed;
        foreach (ProjectChanges project in changed.GetChanges(original).GetProjectChanges())
        {
            foreach (DocumentId id in project.GetChangedDocuments())
            {
                if (original.GetDocument(id) is not { } before)
                {
                    continue;
                }

                SourceText textBefore = await before.GetTextAsync(cancellation).ConfigureAwait(false);
                SourceText textAfter = await changed.GetDocument(id)!.GetTextAsync(cancellation).ConfigureAwait(false);
                if (textAfter.ContentEquals(textBefore))
                {
                    result = result.WithDocumentSyntaxRoot(id, (await before.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!, PreservationMode.PreserveIdentity);
                }
            }
        }

        return result;
    }

    private sealed class Site(DocumentId document, Diagnostic diagnostic, SyntaxAnnotation mark)
    {
        public DocumentId Document { get; } = document;

        public Diagnostic Diagnostic { get; } = diagnostic;

        public SyntaxAnnotation Mark { get; } = mark;
    }
}
