using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>A change of one document.</summary>
internal readonly struct Edit(DocumentId document, TextSpan span, string text)
{
    public DocumentId Document { get; } = document;

    public TextChange Change { get; } = new(span, text);
}

/// <summary>A fix whose preconditions are proven and whose edits are known.</summary>
internal sealed class Offer(string title, string key, ImmutableArray<Edit> edits)
{
    public string Title { get; } = title;

    public string Key { get; } = key;

    public ImmutableArray<Edit> Edits { get; } = edits;

    /// <summary>Two edits want the same text: there is no saying what would come of it.</summary>
    public bool IsContradictory
    {
        get
        {
            foreach (IGrouping<DocumentId, Edit> edits in Edits.GroupBy(static edit => edit.Document))
            {
                int end = 0;
                foreach (TextSpan span in edits.Select(static edit => edit.Change.Span).OrderBy(static span => span))
                {
                    if (span.Start < end)
                    {
                        return true;
                    }

                    end = span.End;
                }
            }

            return false;
        }
    }

    /// <summary>Texts are changed, not syntax trees, so that nothing but the edits changes: no formatter touches the code of others.</summary>
    public async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellation)
    {
        foreach (IGrouping<DocumentId, Edit> edits in Edits.GroupBy(static edit => edit.Document))
        {
            if (solution.GetDocument(edits.Key) is { } document)
            {
                SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
                IEnumerable<TextChange> changes = edits.Select(static edit => edit.Change).OrderBy(static change => change.Span.Start);
                solution = solution.WithDocumentText(edits.Key, text.WithChanges(changes));
            }
        }

        return solution;
    }
}
