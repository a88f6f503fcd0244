using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Takes an expression away that is a statement, or the whole body of a function.</summary>
internal static class StatementRemoval
{
    /// <returns><see langword="null"/> if something needs its value.</returns>
    public static Edit? TryRemove(Document document, ExpressionSyntax expression, SemanticModel model, SourceShape shape, CancellationToken cancellation)
    {
        switch (expression.Parent)
        {
            case ExpressionStatementSyntax statement:
                return Remove(document, Outermost(statement, model, cancellation), shape);
            case ArrowExpressionClauseSyntax { Parent: { } member } arrow when ReturnsNothing(member, model, cancellation):
                int start = arrow.ArrowToken.GetPreviousToken().Span.End;
                SyntaxToken semicolon = arrow.GetLastToken().GetNextToken();
                if (!semicolon.IsKind(SyntaxKind.SemicolonToken) || semicolon.Span.End < arrow.Span.End)
                {
                    // Not finished yet.
                    return null;
                }

                return new Edit(document.Id, TextSpan.FromBounds(start, semicolon.Span.End), Bodies.EmptyBlock(shape, shape.IndentOf(member)));
            case LambdaExpressionSyntax lambda when lambda.Body == expression:
                return new Edit(document.Id, expression.Span, "{ }");
            default:
                return null;
        }
    }

    public static Edit Remove(Document document, StatementSyntax statement, SourceShape shape)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            // The body of an if, an else or a loop, without braces; or a top-level statement.
            return new Edit(document.Id, statement.Span, statement.Parent is GlobalStatementSyntax ? string.Empty : "{ }");
        }

        TextSpan lines = shape.WholeLines(statement.Span);
        if (lines == statement.Span)
        {
            // Something else shares the line: take the space behind the statement along.
            SyntaxTrivia space = statement.GetTrailingTrivia().FirstOrDefault();
            lines = TextSpan.FromBounds(statement.SpanStart, space.IsKind(SyntaxKind.WhitespaceTrivia) ? space.Span.End : statement.Span.End);
        }
        else if (IsBetweenEmptyLines(statement))
        {
            // Do not leave two empty lines, or one at the end of the block.
            lines = TextSpan.FromBounds(statement.FullSpan.Start, lines.End);
        }
        else if (statement.GetFirstToken().GetPreviousToken().IsKind(SyntaxKind.OpenBraceToken) && lines.Start == statement.FullSpan.Start)
        {
            lines = TextSpan.FromBounds(lines.Start, shape.AfterEmptyLine(lines.End));
        }

        return new Edit(document.Id, lines, string.Empty);
    }

    /// <summary>
    /// The statement, or the one around it that would do nothing without it: an if with a harmless condition, a loop over a harmless
    /// expression.
    /// </summary>
    private static StatementSyntax Outermost(StatementSyntax statement, SemanticModel model, CancellationToken cancellation)
    {
        while (true)
        {
            SyntaxNode? parent = statement.Parent;
            if (parent is BlockSyntax { Statements.Count: 1 } block)
            {
                bool hasComments = block.DescendantTrivia().Any(static trivia =>
                    trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) || trivia.IsDirective);
                if (hasComments)
                {
                    return statement;
                }

                parent = block.Parent;
            }

            switch (parent)
            {
                case IfStatementSyntax { Else: null } condition when Purity.IsPure(condition.Condition, null, model, cancellation):
                    statement = condition;
                    break;
                case ForEachStatementSyntax loop when Purity.IsPure(loop.Expression, null, model, cancellation):
                    statement = loop;
                    break;
                default:
                    return statement;
            }
        }
    }

    private static bool IsBetweenEmptyLines(StatementSyntax statement)
    {
        SyntaxTriviaList leading = statement.GetLeadingTrivia();
        bool emptyBefore = leading.Any(SyntaxKind.EndOfLineTrivia) && leading.All(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        SyntaxToken next = statement.GetLastToken().GetNextToken();
        return emptyBefore && (next.IsKind(SyntaxKind.CloseBraceToken) || next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia));
    }

    private static bool ReturnsNothing(SyntaxNode member, SemanticModel model, CancellationToken cancellation) => member switch
    {
        ConstructorDeclarationSyntax or DestructorDeclarationSyntax => true,
        AccessorDeclarationSyntax accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration),
        BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax => model.GetDeclaredSymbol(member, cancellation) is IMethodSymbol { ReturnsVoid: true },
        _ => false,
    };
}
