using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MemoryRegions.CodeFixes.Editing;

/// <summary>Puts statements into a block of their own: a try with a finally, or a using.</summary>
internal static partial class TryFinally
{
    /// <summary>Wraps the statements from an index to the end of the list in try/finally; <see langword="null"/> if there are none.</summary>
    public static SyntaxNode? Wrap(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, int first, StatementBuilder release)
    {
        if (Rest(statements, first) is not { } rest)
        {
            return null;
        }

        Layout layout = Layout.Of(rest[0]).At(Layout.IndentOf(rest[0].GetFirstToken(), out _));
        if (rest.Count == 1 && rest[0] is TryStatementSyntax { Finally: null } single)
        {
            // try/catch becomes try/catch/finally.
            return root.ReplaceNode(single, StatementEditor.EndLine(single, layout).WithFinally(Finally(layout, release)));
        }

        SyntaxTriviaList before = BlankLines(rest[0].GetLeadingTrivia());
        TryStatementSyntax statement = SyntaxFactory.TryStatement(
            SyntaxFactory.Token(SyntaxKind.TryKeyword).WithLeadingTrivia(before.AddRange(StatementEditor.Indent(layout))).WithTrailingTrivia(StatementEditor.EndOfLine(layout)),
            Body(layout, rest),
            default,
            Finally(layout, release));
        return ReplaceRest(root, statements, first, statement);
    }

    /// <summary>Makes a declaration and the statements after it a using statement.</summary>
    public static SyntaxNode WrapInUsing(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, LocalDeclarationStatementSyntax declaration)
    {
        int index = IndexOf(statements, declaration);
        Layout layout = Layout.Of(declaration);
        List<StatementSyntax> rest = statements.Skip(index + 1).ToList();
        UsingStatementSyntax statement = SyntaxFactory.UsingStatement(
            default,
            default,
            SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(declaration.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.OpenParenToken),
            declaration.Declaration.WithoutTrivia(),
            null,
            SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(StatementEditor.EndLine(declaration, layout).GetTrailingTrivia()),
            Body(layout, rest));
        return ReplaceRest(root, statements, index, statement);
    }

    private static BlockSyntax Body(Layout layout, IReadOnlyList<StatementSyntax> rest)
    {
        string inner = layout.Indent + layout.Unit;
        IReadOnlyList<StatementSyntax> shifted = Indentation.Shift(rest, layout.Unit);
        var body = new List<StatementSyntax>();
        for (int i = 0; i < rest.Count; i++)
        {
            StatementSyntax statement = StatementEditor.EndLine(shifted[i], layout);
            if (!Layout.StartsItsLine(rest[i].GetFirstToken()))
            {
                statement = statement.WithLeadingTrivia(StatementEditor.Whitespace(inner));
            }
            else if (i == 0)
            {
                SyntaxTriviaList leading = statement.GetLeadingTrivia();
                statement = statement.WithLeadingTrivia(leading.Skip(BlankLines(leading).Count));
            }

            body.Add(statement);
        }

        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(StatementEditor.Indent(layout)).WithTrailingTrivia(StatementEditor.EndOfLine(layout)),
            SyntaxFactory.List(body),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(StatementEditor.Indent(layout)).WithTrailingTrivia(StatementEditor.EndOfLine(layout)));
    }

    private static FinallyClauseSyntax Finally(Layout layout, StatementBuilder release)
    {
        return SyntaxFactory.FinallyClause(
            SyntaxFactory.Token(SyntaxKind.FinallyKeyword).WithLeadingTrivia(StatementEditor.Indent(layout)).WithTrailingTrivia(StatementEditor.EndOfLine(layout)),
            StatementEditor.Block(layout, release(layout.Deeper()))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>What can go into a block: not the local functions at the end, which may be called from outside it.</summary>
    private static List<StatementSyntax>? Rest(IReadOnlyList<StatementSyntax> statements, int first)
    {
        int end = statements.Count;
        while (end > first && statements[end - 1] is LocalFunctionStatementSyntax)
        {
            end--;
        }

        return end > first && statements[first].Parent is not GlobalStatementSyntax ? statements.Skip(first).Take(end - first).ToList() : null;
    }

    private static SyntaxNode ReplaceRest(SyntaxNode root, IReadOnlyList<StatementSyntax> statements, int first, StatementSyntax replacement)
    {
        SyntaxNode parent = statements[first].Parent!;
        int end = statements.Count;
        while (replacement is TryStatementSyntax && statements[end - 1] is LocalFunctionStatementSyntax)
        {
            end--;
        }

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

    /// <summary>The empty lines at the beginning.</summary>
    private static SyntaxTriviaList BlankLines(SyntaxTriviaList trivia)
    {
        int count = 0;
        for (int i = 0; i < trivia.Count; i++)
        {
            if (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia))
            {
                count = i + 1;
            }
            else if (!trivia[i].IsKind(SyntaxKind.WhitespaceTrivia))
            {
                break;
            }
        }

        return SyntaxFactory.TriviaList(trivia.Take(count));
    }

    private static int IndexOf(IReadOnlyList<StatementSyntax> statements, StatementSyntax statement)
    {
        for (int i = 0; i < statements.Count; i++)
        {
            if (statements[i] == statement)
            {
                return i;
            }
        }

        return -1;
    }
}
