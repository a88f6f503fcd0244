using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace MemoryRegions.CodeFixes.Editing;

/// <summary>Makes bare statements (without trivia around them) for a place whose layout is given.</summary>
internal delegate IEnumerable<StatementSyntax> StatementBuilder(Layout layout);

/// <summary>Puts statements into code: with the comments, line ends and indentation of the place, and braces where they are needed.</summary>
internal static class StatementEditor
{
    /// <summary>A statement from its text; its lines after the first carry their indentation.</summary>
    public static StatementSyntax Parse(string text)
    {
        return SyntaxFactory.ParseStatement(text).WithoutTrivia().WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The statements among which a statement stands; <see langword="null"/> if it is embedded in another one.</summary>
    public static IReadOnlyList<StatementSyntax>? Siblings(StatementSyntax statement)
    {
        return statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(global => global.Statement).ToArray(),
            _ => null,
        };
    }

    /// <summary>Inserts statements before another one, which may be changed at the same time.</summary>
    public static SyntaxNode InsertBefore(SyntaxNode root, StatementSyntax anchor, StatementBuilder build, StatementSyntax? changed = null)
    {
        changed ??= anchor;
        if (Siblings(anchor) is null)
        {
            return InsertIntoEmbedded(root, anchor, build, changed);
        }

        Layout layout = Layout.Of(anchor);
        var statements = new List<StatementSyntax>();
        foreach (StatementSyntax statement in build(layout))
        {
            SyntaxTriviaList leading = statements.Count == 0 ? anchor.GetLeadingTrivia() : layout.StartsLine ? Indent(layout) : default;
            statements.Add(statement.WithLeadingTrivia(leading).WithTrailingTrivia(layout.StartsLine ? EndOfLine(layout) : Space));
        }

        statements.Add(changed.WithLeadingTrivia(layout.StartsLine ? Indent(layout) : default).WithTrailingTrivia(anchor.GetTrailingTrivia()));
        return Replace(root, anchor, statements);
    }

    /// <summary>Puts other statements in the place of one.</summary>
    public static SyntaxNode Replace(SyntaxNode root, StatementSyntax statement, IReadOnlyList<StatementSyntax> replacements)
    {
        if (statement.Parent is GlobalStatementSyntax global)
        {
            return root.ReplaceNode(global, replacements.Select(replacement => SyntaxFactory.GlobalStatement(replacement)));
        }

        return replacements.Count == 1 ? root.ReplaceNode(statement, replacements[0]) : root.ReplaceNode(statement, replacements);
    }

    /// <summary>Inserts statements before the closing brace.</summary>
    public static SyntaxNode InsertAtEnd(SyntaxNode root, BlockSyntax block, StatementBuilder build)
    {
        SyntaxToken brace = block.CloseBraceToken;
        string outer = Layout.IndentOf(brace, out bool startsLine);
        StatementSyntax? last = block.Statements.LastOrDefault();
        Layout own = Layout.Of(block);
        Layout layout = last is not null && Layout.StartsItsLine(last.GetFirstToken()) ? Layout.Of(last) : own.At(outer + own.Unit);
        SyntaxTriviaList before = startsLine ? WithoutIndent(brace.LeadingTrivia) : brace.LeadingTrivia;
        var statements = new List<StatementSyntax>();
        foreach (StatementSyntax statement in build(layout))
        {
            SyntaxTriviaList leading = startsLine ? Indent(layout) : default;
            statements.Add(statement
                .WithLeadingTrivia(statements.Count == 0 ? before.AddRange(leading) : leading)
                .WithTrailingTrivia(startsLine ? EndOfLine(layout) : Space));
        }

        BlockSyntax changed = block
            .WithStatements(block.Statements.AddRange(statements))
            .WithCloseBraceToken(brace.WithLeadingTrivia(startsLine ? Whitespace(outer) : default));
        if (!startsLine && block.Statements.Count == 0 && !changed.OpenBraceToken.HasTrailingTrivia)
        {
            changed = changed.WithOpenBraceToken(changed.OpenBraceToken.WithTrailingTrivia(Space));
        }

        return root.ReplaceNode(block, changed);
    }

    /// <summary>Inserts statements after the opening brace.</summary>
    public static SyntaxNode InsertAtStart(SyntaxNode root, BlockSyntax block, StatementBuilder build)
    {
        if (block.Statements.Count == 0)
        {
            return InsertAtEnd(root, block, build);
        }

        Layout layout = Layout.Of(block.Statements[0]);
        StatementSyntax[] statements = build(layout)
            .Select(statement => statement
                .WithLeadingTrivia(layout.StartsLine ? Indent(layout) : default)
                .WithTrailingTrivia(layout.StartsLine ? EndOfLine(layout) : Space))
            .ToArray();
        return root.ReplaceNode(block, block.WithStatements(block.Statements.InsertRange(0, statements)));
    }

    /// <summary>Gives an <c>if</c> an <c>else</c>.</summary>
    public static SyntaxNode AddElse(SyntaxNode root, IfStatementSyntax statement, StatementBuilder build)
    {
        Layout layout = Layout.Of(statement);
        BlockSyntax block = Block(layout, build(layout.Deeper()));
        ElseClauseSyntax clause = SyntaxFactory.ElseClause(
            SyntaxFactory.Token(SyntaxKind.ElseKeyword).WithLeadingTrivia(Whitespace(layout.Indent)).WithTrailingTrivia(EndOfLine(layout)), block);
        return root.ReplaceNode(statement, EndLine(statement, layout).WithElse(clause));
    }

    /// <summary>A block of its own lines.</summary>
    public static BlockSyntax Block(Layout layout, IEnumerable<StatementSyntax> statements)
    {
        string inner = layout.Indent + layout.Unit;
        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Whitespace(layout.Indent)).WithTrailingTrivia(EndOfLine(layout)),
            SyntaxFactory.List(statements.Select(statement => statement.WithLeadingTrivia(Whitespace(inner)).WithTrailingTrivia(EndOfLine(layout)))),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Whitespace(layout.Indent)).WithTrailingTrivia(EndOfLine(layout)));
    }

    /// <summary><c>{ }</c></summary>
    public static BlockSyntax EmptyBlock()
    {
        // No elastic trivia, which the formatter would stretch to two lines.
        return SyntaxFactory.Block(
            SyntaxFactory.Token(default, SyntaxKind.OpenBraceToken, Space), default, SyntaxFactory.Token(default, SyntaxKind.CloseBraceToken, default));
    }

    /// <summary>The node, with the line ended after it.</summary>
    public static T EndLine<T>(T node, Layout layout)
        where T : SyntaxNode
    {
        SyntaxTriviaList trailing = node.GetTrailingTrivia();
        return trailing.Any(SyntaxKind.EndOfLineTrivia) ? node : node.WithTrailingTrivia(WithoutIndent(trailing).AddRange(EndOfLine(layout)));
    }

    public static SyntaxTriviaList Whitespace(string text) => text.Length == 0 ? default : SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(text));

    public static SyntaxTriviaList Indent(Layout layout) => Whitespace(layout.Indent);

    public static SyntaxTriviaList EndOfLine(Layout layout) => SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(layout.EndOfLine));

    public static SyntaxTriviaList WithoutIndent(SyntaxTriviaList trivia)
    {
        return trivia.Count > 0 && trivia[trivia.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? trivia.RemoveAt(trivia.Count - 1) : trivia;
    }

    private static SyntaxTriviaList Space => SyntaxFactory.TriviaList(SyntaxFactory.Space);

    private static bool IsOnOneLine(SyntaxNode node)
    {
        FileLinePositionSpan lines = node.SyntaxTree.GetLineSpan(node.Span);
        return lines.StartLinePosition.Line == lines.EndLinePosition.Line;
    }

    /// <summary><c>if (x) return;</c> gets braces.</summary>
    private static SyntaxNode InsertIntoEmbedded(SyntaxNode root, StatementSyntax anchor, StatementBuilder build, StatementSyntax changed)
    {
        Layout outer = Layout.Of(anchor.Parent!);
        if (anchor.FirstAncestorOrSelf<BlockSyntax>() is { } around && IsOnOneLine(around))
        {
            return root.ReplaceNode(anchor, SyntaxFactory.Block(
                SyntaxFactory.Token(default, SyntaxKind.OpenBraceToken, Space),
                SyntaxFactory.List(build(outer).Append(changed).Select(static statement => statement.WithLeadingTrivia().WithTrailingTrivia(Space))),
                SyntaxFactory.Token(default, SyntaxKind.CloseBraceToken, anchor.GetTrailingTrivia())));
        }

        Layout inner = outer.Deeper();
        SyntaxTriviaList leading = Layout.StartsItsLine(anchor.GetFirstToken()) ? anchor.GetLeadingTrivia() : Indent(inner);
        var statements = new List<StatementSyntax>();
        foreach (StatementSyntax statement in build(inner))
        {
            statements.Add(statement.WithLeadingTrivia(statements.Count == 0 ? leading : Indent(inner)).WithTrailingTrivia(EndOfLine(outer)));
        }

        bool endsLine = anchor.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        statements.Add(EndLine(changed.WithLeadingTrivia(Indent(inner)).WithTrailingTrivia(anchor.GetTrailingTrivia()), outer));
        BlockSyntax block = SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(Indent(outer)).WithTrailingTrivia(EndOfLine(outer)),
            SyntaxFactory.List(statements),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(Indent(outer)).WithTrailingTrivia(endsLine ? EndOfLine(outer) : Space));
        SyntaxToken before = anchor.GetFirstToken().GetPreviousToken();
        return root.ReplaceSyntax(
            new[] { anchor },
            (_, _) => block,
            new[] { before },
            (_, token) => token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) ? token : token.WithTrailingTrivia(WithoutIndent(token.TrailingTrivia).AddRange(EndOfLine(outer))),
            Array.Empty<SyntaxTrivia>(),
            (_, trivia) => trivia);
    }
}
