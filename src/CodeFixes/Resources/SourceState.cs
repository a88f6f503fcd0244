using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// The source of one document at one stage of a repair. A repair tries an edit on it, looks at what the engine says of the result, and goes
/// on from there. Immutable; cheap to make, because only the one tree differs and nothing is bound before it is asked for.
/// </summary>
internal sealed class SourceState
{
    private SourceState(Compilation compilation, SyntaxTree tree)
    {
        Compilation = compilation;
        Tree = tree;
        Root = tree.GetRoot();
        Model = compilation.GetSemanticModel(tree);
        Contracts = new ContractModel(compilation);
        Summaries = new SummaryProvider(compilation);
    }

    public Compilation Compilation { get; }

    public SyntaxTree Tree { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    public ContractModel Contracts { get; }

    public SummaryProvider Summaries { get; }

    public static async Task<SourceState?> OfAsync(Document document, CancellationToken cancellation)
    {
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellation).ConfigureAwait(false);
        SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellation).ConfigureAwait(false);
        return compilation is null || tree is null ? null : new SourceState(compilation, tree);
    }

    /// <summary>The same document with another root.</summary>
    public SourceState With(SyntaxNode root)
    {
        SyntaxTree tree = Tree.WithRootAndOptions(root, Tree.Options);
        return new SourceState(Compilation.ReplaceSyntaxTree(Tree, tree), tree);
    }
}
