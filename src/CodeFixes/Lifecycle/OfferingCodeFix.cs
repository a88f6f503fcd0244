using System.Linq;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>The base of the life-cycle fixes: an offer is made only when all of its edits are known.</summary>
public abstract class OfferingCodeFix : CodeFixProvider
{
    private protected OfferingCodeFix()
    {
    }

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => new SequentialFixAll(this);

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        // dotnet format asks with the first diagnostic of the analyzer, whatever its rule is.
        foreach (Diagnostic diagnostic in context.Diagnostics.Where(diagnostic => FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            Offer? offer = await OfferAsync(context.Document, diagnostic.Location.SourceSpan, diagnostic, context.CancellationToken).ConfigureAwait(false);
            if (offer is not null)
            {
                Solution solution = context.Document.Project.Solution;
                context.RegisterCodeFix(CodeAction.Create(offer.Title, cancellation => offer.ApplyAsync(solution, cancellation), offer.Key), diagnostic);
            }
        }
    }

    /// <summary>The offer, if its edits can be made: in code that is not finished, one may swallow another.</summary>
    internal async Task<Offer?> OfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        Offer? offer = await FindOfferAsync(document, span, diagnostic, cancellation).ConfigureAwait(false);
        return offer is { IsContradictory: false } ? offer : null;
    }

    /// <param name="document">The document as it is now.</param>
    /// <param name="span">Where the diagnostic is now: the other fixes of a Fix All may have moved it.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    /// <param name="cancellation">Cancels the search.</param>
    /// <returns><see langword="null"/> if some precondition cannot be proven.</returns>
    private protected abstract Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation);
}
