namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// The calls of one type that a rule has reported: the others leave them, and what follows from them, alone. Rules that know the cause
/// better come first.
/// </summary>
internal sealed class Judgements
{
    private readonly HashSet<SyntaxNode> _reported = [];

    public void Note(SyntaxNode call) => _reported.Add(call);

    /// <summary>The call, or the expression that it is a part of ("region?.Unparent()"), was reported.</summary>
    public bool Contains(SyntaxNode call)
    {
        for (SyntaxNode? node = call; node is not null; node = node.Parent)
        {
            if (_reported.Contains(node))
            {
                return true;
            }

            if (node.Parent is null || node.Parent.Span.End != call.Span.End)
            {
                return false;
            }
        }

        return false;
    }
}
