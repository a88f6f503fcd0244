using System.Linq;
using MemoryRegions.CodeFixes.FixAll;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// The base of the fixes of MRL3xx. A repair is tried before it is offered: the engine analyses the changed member, and the compiler checks
/// it. That costs one binding of that member for each form that is tried, no more, and nothing is offered that does not help.
/// </summary>
public abstract class ResourceCodeFixProvider : CodeFixProvider
{
    private readonly SiteFixAllProvider _fixAll;

    private protected ResourceCodeFixProvider()
    {
        _fixAll = new SiteFixAllProvider(new Fixer(this));
    }

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await SourceState.OfAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } state)
        {
            return;
        }

        // dotnet format asks with the first diagnostic of the analyzer, whatever its rule is.
        foreach (Diagnostic diagnostic in context.Diagnostics.Where(diagnostic => FixableDiagnosticIds.Contains(diagnostic.Id)))
        {
            foreach (Repair repair in Repairs(state, SiteOf(state.Root, diagnostic), context.CancellationToken))
            {
                SyntaxNode root = repair.Result.Root;
                context.RegisterCodeFix(
                    CodeAction.Create(repair.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(root)), repair.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The key of the best repair, which Fix All applies if it is told none.</summary>
    private protected abstract string BestKey { get; }

    /// <summary>What can be offered for a site, the best first.</summary>
    private protected abstract IEnumerable<Repair> Repairs(SourceState state, SyntaxNode site, CancellationToken cancellation);

    /// <summary>The source after the repair that a key stands for; <see langword="null"/> if it is not possible.</summary>
    private protected virtual SourceState? Repair(SourceState state, SyntaxNode site, string key, CancellationToken cancellation)
    {
        return Repairs(state, site, cancellation).FirstOrDefault(repair => repair.Key == key)?.Result;
    }

    private static SyntaxNode SiteOf(SyntaxNode root, Diagnostic diagnostic) => root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    private sealed class Fixer(ResourceCodeFixProvider provider) : ISiteFixer
    {
        public SyntaxNode? FindSite(SyntaxNode root, Diagnostic diagnostic) => SiteOf(root, diagnostic);

        public async Task<Solution?> FixAsync(Document document, SyntaxNode site, Diagnostic diagnostic, string? equivalenceKey, CancellationToken cancellationToken)
        {
            return await SourceState.OfAsync(document, cancellationToken).ConfigureAwait(false) is { } state
                && provider.Repair(state, site, equivalenceKey ?? provider.BestKey, cancellationToken) is { } repaired
                ? document.WithSyntaxRoot(repaired.Root).Project.Solution
                : null;
        }
    }
}
