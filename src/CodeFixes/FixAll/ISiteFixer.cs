namespace MemoryRegions.CodeFixes.FixAll;

/// <summary>
/// Repairs one site. The light bulb and Fix All both use it: Fix All calls it for one site after the other, each time with the source as
/// the repairs before have left it.
/// </summary>
internal interface ISiteFixer
{
    /// <summary>The node that stands for a diagnostic; <see langword="null"/> if there is none to be repaired.</summary>
    SyntaxNode? FindSite(SyntaxNode root, Diagnostic diagnostic);

    /// <summary>
    /// The solution in which the site is repaired; <see langword="null"/> if there is nothing to repair (any more), or no way that the key
    /// stands for. Must keep the annotations of all nodes that it keeps.
    /// </summary>
    /// <param name="document">The document of the site, as it is now.</param>
    /// <param name="site">The node, in the document's root.</param>
    /// <param name="diagnostic">What was reported of it. Its locations are those of the source before any repair.</param>
    /// <param name="equivalenceKey">Which fix; <see langword="null"/>: the best.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    Task<Solution?> FixAsync(Document document, SyntaxNode site, Diagnostic diagnostic, string? equivalenceKey, CancellationToken cancellationToken);
}
