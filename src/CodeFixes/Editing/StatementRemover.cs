using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Editing;

/// <summary>Takes statements out of code. Comments stay, and what is left empty by it goes too if that has no effect.</summary>
internal static class StatementRemover
{
    /// <param name="root">The root.</param>
    /// <param name="statement">What goes.</param>
    /// <param name="hasNoEffect">Tells whether a condition may be left out along with what it guards.</param>
    public static SyntaxNode Remove(SyntaxNode root, StatementSyntax statement, Func<ExpressionSyntax, bool> hasNoEffect)
    {
        switch (statement.Parent)
        {
            case BlockSyntax { Statements.Count: 1 } block when !HasComments(block) && TryRemoveOwner(root, block, hasNoEffect) is { } removed:
                return removed;
            case BlockSyntax or SwitchSectionSyntax { Statements.Count: > 1 }:
                return RemoveFromList(root, statement, statement);
            case GlobalStatementSyntax global:
                return RemoveFromList(root, global, global);
            default:
                if (!HasComments(statement) && TryRemoveOwner(root, statement, hasNoEffect) is { } without)
                {
                    return without;
                }

                return root.ReplaceNode(statement, StatementEditor.EmptyBlock().WithTriviaFrom(statement));
        }
    }

    /// <summary>Removes the statement that does nothing any more without its only part.</summary>
    private static SyntaxNode? TryRemoveOwner(SyntaxNode root, StatementSyntax only, Func<ExpressionSyntax, bool> hasNoEffect)
    {
        switch (only.Parent)
        {
            case IfStatementSyntax { Else: null, Parent: not ElseClauseSyntax and not LabeledStatementSyntax } statement when statement.Statement == only && hasNoEffect(statement.Condition):
                return Remove(root, statement, hasNoEffect);
            case ElseClauseSyntax { Parent: IfStatementSyntax statement } clause:
                return root.ReplaceNode(statement, statement.WithElse(null).WithTrailingTrivia(clause.GetTrailingTrivia()));
            case FinallyClauseSyntax { Parent: TryStatementSyntax { Catches.Count: > 0 } statement } clause:
                return root.ReplaceNode(statement, statement.WithFinally(null).WithTrailingTrivia(clause.GetTrailingTrivia()));
            default:
                return null;
        }
    }

    private static SyntaxNode RemoveFromList(SyntaxNode root, SyntaxNode statement, SyntaxNode node)
    {
        var kept = new List<SyntaxTrivia>();
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        SyntaxToken next = statement.GetLastToken().GetNextToken();
        Layout layout = Layout.Of(statement);
        if (leading.Any(IsComment) || leading.Any(trivia => trivia.IsDirective))
        {
            kept.AddRange(StatementEditor.WithoutIndent(leading));
        }
        else if (!next.IsKind(SyntaxKind.CloseBraceToken) && leading.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia) && !next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
        {
            // The empty line that sets off what follows.
            kept.Add(leading[0]);
        }

        if (statement.GetTrailingTrivia().Any(IsComment))
        {
            kept.AddRange(StatementEditor.Indent(layout));
            kept.AddRange(statement.GetTrailingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        }

        var mark = new SyntaxAnnotation();
        if (kept.Count > 0)
        {
            root = root.ReplaceSyntax(
                new[] { node },
                (_, rewritten) => rewritten.WithAdditionalAnnotations(mark),
                new[] { next },
                (_, token) => token.WithLeadingTrivia(kept.Concat(token.LeadingTrivia)),
                Array.Empty<SyntaxTrivia>(),
                (_, trivia) => trivia);
            node = root.GetAnnotatedNodes(mark).First();
        }

        return root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!;
    }

    private static bool HasComments(SyntaxNode node) => node.DescendantTrivia().Any(trivia => IsComment(trivia) || trivia.IsDirective);

    private static bool IsComment(SyntaxTrivia trivia)
    {
        return trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
    }
}
