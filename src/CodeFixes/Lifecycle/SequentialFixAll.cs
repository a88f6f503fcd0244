using System.Linq;
using MemoryRegions.CodeFixes.FixAll;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>
/// Applies one fix after the other, each to what the others have left, in the order of the source: several fixes may write into the same
/// method, which one of them has to create, in another file even.
/// </summary>
internal sealed class SequentialFixAll(OfferingCodeFix fix) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => FixAllSites.Scopes;

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        List<Site> sites = (await FixAllSites.FindAsync(fixAllContext).ConfigureAwait(false))
            .Select(static site => new Site(site.Document, site.Diagnostic.Location.SourceSpan, site.Diagnostic))
            .ToList();
        return sites.Count == 0
            ? null
            : CodeAction.Create(
                "Fix all",
                cancellation => FixAsync(fixAllContext.Solution, sites, fixAllContext.CodeActionEquivalenceKey, cancellation),
                fixAllContext.CodeActionEquivalenceKey);
    }

    private async Task<Solution> FixAsync(Solution solution, List<Site> sites, string? key, CancellationToken cancellation)
    {
        for (int i = 0; i < sites.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (sites[i].Span is not { } span || solution.GetDocument(sites[i].Document) is not { } document)
            {
                continue;
            }

            Offer? offer = await fix.OfferAsync(document, span, sites[i].Diagnostic, cancellation).ConfigureAwait(false);

            // dotnet format knows no key if the first diagnostic of the analyzer is another rule's, or has no fix.
            if (offer is null || (key is not null && offer.Key != key))
            {
                continue;
            }

            solution = await offer.ApplyAsync(solution, cancellation).ConfigureAwait(false);
            for (int j = i + 1; j < sites.Count; j++)
            {
                sites[j] = sites[j].After(offer.Edits);
            }
        }

        return solution;
    }

    /// <param name="Document">Where the diagnostic is.</param>
    /// <param name="Span">Where it is now; <see langword="null"/> if an edit has swallowed it.</param>
    /// <param name="Diagnostic">What is to be fixed.</param>
    private sealed record Site(DocumentId Document, TextSpan? Span, Diagnostic Diagnostic)
    {
        public Site After(ImmutableArray<Edit> edits)
        {
            if (Span is not { } span)
            {
                return this;
            }

            int shift = 0, growth = 0;
            foreach (Edit edit in edits)
            {
                if (edit.Document != Document)
                {
                    continue;
                }

                TextSpan changed = edit.Change.Span;
                int delta = (edit.Change.NewText?.Length ?? 0) - changed.Length;
                if (changed.End <= span.Start)
                {
                    shift += delta;
                }
                else if (span.Contains(changed))
                {
                    growth += delta;
                }
                else if (changed.OverlapsWith(span))
                {
                    return this with { Span = null };
                }
            }

            return this with { Span = new TextSpan(span.Start + shift, span.Length + growth) };
        }
    }
}
