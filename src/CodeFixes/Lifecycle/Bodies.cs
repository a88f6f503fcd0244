using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Edits of the bodies of methods and constructors, whichever form they have.</summary>
internal static class Bodies
{
    /// <summary>Puts statements at the beginning of the body, behind <paramref name="after"/> if that is its first statement.</summary>
    public static Edit? Prepend(Document document, BaseMethodDeclarationSyntax method, SourceShape shape, string step, string[] lines, Func<StatementSyntax, bool>? after = null)
    {
        if (method.Body is { } body)
        {
            if (after is not null && body.Statements.FirstOrDefault() is { } first && after(first))
            {
                return AtLine(document, first.FullSpan.End, body, shape, step, lines);
            }

            return AtLine(document, body.OpenBraceToken.FullSpan.End, body, shape, step, lines);
        }

        return method.ExpressionBody is null ? null : FromExpression(document, method, shape, step, lines, before: true);
    }

    /// <summary>Puts statements at the end of the body.</summary>
    public static Edit? Append(Document document, BaseMethodDeclarationSyntax method, SourceShape shape, string step, string[] lines)
    {
        if (method.Body is { } body)
        {
            // A block is set off from what follows it.
            return body.Statements.LastOrDefault() is { } last
                ? AtLine(document, last.FullSpan.End, body, shape, step, shape.IsMultiline(last) && last.GetLastToken().IsKind(SyntaxKind.CloseBraceToken) ? [string.Empty, .. lines] : lines)
                : AtLine(document, body.OpenBraceToken.FullSpan.End, body, shape, step, lines);
        }

        return method.ExpressionBody is null ? null : FromExpression(document, method, shape, step, lines, before: false);
    }

    /// <summary>An empty block in place of the expression body.</summary>
    public static string EmptyBlock(SourceShape shape, string indent) => shape.LineEnd + indent + "{" + shape.LineEnd + indent + "}";

    private static Edit AtLine(Document document, int position, BlockSyntax body, SourceShape shape, string step, string[] lines)
    {
        bool startsLine = position > 0 && shape.Between(position - 1, position) is "\n" or "\r";
        if (startsLine)
        {
            string indent = body.Statements.FirstOrDefault(statement => shape.IndentOf(statement).Length > 0 && shape.IsMultiline(body)) is { } other
                ? shape.IndentOf(other)
                : shape.IndentAt(body.OpenBraceToken.SpanStart) + step;
            return new Edit(document.Id, new TextSpan(position, 0), shape.Lines(indent, lines));
        }

        // All on one line.
        string text = string.Join(" ", lines.Select(static line => line.Trim()));
        bool spaced = position > 0 && shape.Between(position - 1, position) == " ";
        return new Edit(document.Id, new TextSpan(position, 0), (spaced ? string.Empty : " ") + text + (spaced ? " " : string.Empty));
    }

    private static Edit FromExpression(Document document, BaseMethodDeclarationSyntax method, SourceShape shape, string step, string[] lines, bool before)
    {
        ArrowExpressionClauseSyntax arrow = method.ExpressionBody!;
        int start = arrow.GetFirstToken().GetPreviousToken().Span.End;
        int end = method.SemicolonToken.Span.End;
        string expression = shape.Between(arrow.ArrowToken.Span.End, method.SemicolonToken.SpanStart).Trim() + ";";
        string indent = shape.IndentOf(method);
        string[] all = before ? [.. lines, expression] : [expression, .. lines];
        string block = shape.LineEnd + indent + "{" + shape.LineEnd + shape.Lines(indent + step, all) + indent + "}";
        return new Edit(document.Id, TextSpan.FromBounds(start, end), block);
    }
}
