using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MemoryRegions.CodeFixes.Editing;

/// <content>Wraps some of the statements of a list, and leaves the others where they are.</content>
internal static partial class TryFinally
{
    /// <summary>
    /// Wraps the statements from <paramref name="first"/> up to <paramref name="end"/> in a try, and moves the one at <paramref name="moved"/>
    /// into its finally.
    /// </summary>
    public static SyntaxNode WrapMoving(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, int first, int end, int moved, SyntaxAnnotation mark)
    {
        List<StatementSyntax> inside = statements.Skip(first).Take(end - first).Where(statement => statement != statements[moved]).ToList();
        Layout layout = LayoutOf(statements[first]);
        StatementSyntax release = statements[moved].WithoutTrivia().WithAdditionalAnnotations(mark);
        TryStatementSyntax statement = Try(layout, inside, default, Finally(layout, _ => new[] { release }));
        return ReplaceRange(root, statements, first, Math.Max(end, moved + 1), statement);
    }

    /// <summary>Wraps statements in a try whose catch runs a statement and throws on; null if they cannot be in a block.</summary>
    public static SyntaxNode? WrapCatching(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, int first, int end, Func<Layout, StatementSyntax> build)
    {
        if (statements[first].Parent is GlobalStatementSyntax || statements.Skip(first).Take(end - first).Any(statement => statement is LocalFunctionStatementSyntax))
        {
            return null;
        }

        Layout layout = LayoutOf(statements[first]);
        CatchClauseSyntax clause = SyntaxFactory.CatchClause(
            SyntaxFactory.Token(SyntaxKind.CatchKeyword).WithLeadingTrivia(StatementEditor.Indent(layout)).WithTrailingTrivia(StatementEditor.EndOfLine(layout)),
            null,
            null,
            StatementEditor.Block(layout, new[] { build(layout.Deeper()), StatementEditor.Parse("throw;") })).WithAdditionalAnnotations(Formatter.Annotation);
        TryStatementSyntax statement = Try(layout, statements.Skip(first).Take(end - first).ToList(), SyntaxFactory.SingletonList(clause), null);
        return ReplaceRange(root, statements, first, end, statement);
    }

    private static Layout LayoutOf(StatementSyntax first) => Layout.Of(first).At(Layout.IndentOf(first.GetFirstToken(), out _));

    private static TryStatementSyntax Try(Layout layout, IReadOnlyList<StatementSyntax> inside, SyntaxList<CatchClauseSyntax> catches, FinallyClauseSyntax? @finally)
    {
        SyntaxTriviaList before = BlankLines(inside[0].GetLeadingTrivia());
        return SyntaxFactory.TryStatement(
            SyntaxFactory.Token(SyntaxKind.TryKeyword).WithLeadingTrivia(before.AddRange(StatementEditor.Indent(layout))).WithTrailingTrivia(StatementEditor.EndOfLine(layout)),
            Body(layout, inside),
            catches,
            @finally);
    }

    private static SyntaxNode ReplaceRange(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, int first, int end, StatementSyntax replacement)
    {
        SyntaxNode parent = statements[first].Parent!;
        List<StatementSyntax> result = statements.Take(first).ToList();
        if (first > 0)
        {
            result[first - 1] = StatementEditor.EndLine(result[first - 1], Layout.Of(statements[first - 1]));
        }

        result.Add(replacement);
        result.AddRange(statements.Skip(end));
        SyntaxNode changed = parent switch
        {
            BlockSyntax block => block.WithStatements(SyntaxFactory.List(result)),
            SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(result)),
            _ => parent,
        };
        return root.ReplaceNode(parent, changed);
    }
}
