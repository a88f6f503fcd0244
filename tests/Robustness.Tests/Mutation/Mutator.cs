using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.Robustness.Tests.Mutation;

/// <summary>Breaks code as people do while they type, and as nobody would.</summary>
internal sealed class Mutator(Random random)
{
    private static readonly string[] s_types =
        ["int", "string", "object", "dynamic", "void", "byte*", "Missing", "List<int>", "Span<byte>", "MemoryMapping", "RamRegion", "MmioRegion", "Task", "(int, int)", "int[]", "T", "var"];

    private static readonly string[] s_words =
    [
        "await", "yield return", "yield break;", "goto", "goto case 1;", "ref", "out", "in", "static", "async", "unsafe", "partial", "record", "struct", "interface", "enum", "abstract",
        "override", "new", "this", "base", "null", "default", "throw", "throw;", "return", "return;", "break;", "continue;", "using", "using var", "try", "catch", "finally", "lock",
        "switch", "when", "is", "as", "stackalloc", "checked", "fixed", "sizeof", "typeof", "delegate", "event", "operator", "implicit", "required", "field", "extension", "scoped",
        "=>", "->", "::", "..", "?.", "??=", "?", "!", "&", "*", "^", "++", "{", "}", "(", ")", "[", "]", "<", ">", ";", ",", ":", "=", ".", "\"", "'", "/*", "//", "#if X", "\n#endif\n", "@", "$\"{",
    ];

    private static readonly string[] s_wrappers =
    [
        "if (true) {{ {0} }}", "while (true) {{ {0} }}", "for (;;) {{ {0} break; }}", "try {{ {0} }} finally {{ }}", "try {{ }} finally {{ {0} }}", "try {{ {0} }} catch when (false) {{ }}",
        "try {{ throw null; }} catch {{ {0} throw; }}", "lock (this) {{ {0} }}", "Action deferred = () => {{ {0} }};", "void Local() {{ {0} }} Local();", "{{ {0} {0} }}", "using (null) {{ {0} }}",
        "foreach (var item in new int[3]) {{ {0} }}", "switch (1) {{ case 1: {0} break; default: {0} goto case 1; }}", "do {{ {0} }} while (false);", "unsafe {{ {0} }}", "again: {0} goto again;",
        "await Task.Run(() => {{ {0} }});", "checked {{ {0} }}", "static void Inner() {{ {0} }}", "if (1 is var one && one is > 0 and not 3) {{ {0} }} else {{ {0} }}",
    ];

    /// <summary>The source after a few mutations.</summary>
    public string Mutate(string source)
    {
        string text = source;
        for (int count = 1 + random.Next(4); count > 0; count--)
        {
            text = MutateOnce(text);
        }

        return text;
    }

    private string MutateOnce(string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text, Toolset.ParseOptions).GetRoot();
        var tokens = root.DescendantTokens().Where(token => token.Span.Length > 0).ToList();
        if (tokens.Count < 4)
        {
            return text;
        }

        SyntaxToken token = Pick(tokens);
        switch (random.Next(20))
        {
            case 0:
                return Replace(text, token.Span, string.Empty);
            case 1:
                return Insert(text, token.Span.End, " " + token.Text);
            case 2:
                return Swap(text, token.Span, token.GetNextToken().Span);
            case 3:
                return Swap(text, token.Span, Pick(tokens).Span);
            case 4:
                return text[..token.Span.End];
            case 5:
                // The rest of the line is not written yet.
                int end = text.IndexOf('\n', token.Span.End);
                return end < 0 ? text : Replace(text, TextSpan.FromBounds(token.Span.End, end), string.Empty);
            case 6:
                return Pick(tokens.Where(candidate => candidate.IsKind(SyntaxKind.OpenBraceToken) || candidate.IsKind(SyntaxKind.CloseBraceToken))) is { RawKind: not 0 } brace
                    ? Replace(text, brace.Span, string.Empty) : text;
            case 7:
                return Insert(text, token.SpanStart, " " + (random.Next(2) == 0 ? "{" : "}") + " ");
            case 8:
                return Insert(text, token.SpanStart, " " + Pick(s_words) + " ");
            case 9:
                return Replace(text, token.Span, Pick(s_words));
            case 10:
                return Pick(root.DescendantNodes().OfType<TypeSyntax>()) is { } type ? Replace(text, type.Span, Pick(s_types)) : text;
            case 11:
                return Pick(tokens.Where(candidate => candidate.IsKind(SyntaxKind.IdentifierToken))) is { RawKind: not 0 } name
                    ? Replace(text, name.Span, Pick(tokens.Where(candidate => candidate.IsKind(SyntaxKind.IdentifierToken))).Text) : text;
            case 12:
                // A member access that waits for its name.
                return Pick(root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()) is { } access
                    ? Replace(text, TextSpan.FromBounds(access.OperatorToken.Span.End, access.Parent!.Span.End), string.Empty) : text;
            case 13:
                return Pick(root.DescendantNodes().OfType<MemberDeclarationSyntax>()) is { } member
                    ? random.Next(2) == 0 ? Replace(text, member.FullSpan, string.Empty) : Insert(text, member.Span.End, "\n" + member) : text;
            case 14:
                return Pick(root.DescendantNodes().OfType<ExpressionSyntax>()) is { } expression
                    ? Replace(text, expression.Span, Pick(root.DescendantNodes().OfType<ExpressionSyntax>())?.ToString() ?? string.Empty) : text;
            default:
                return MutateStatement(text, root);
        }
    }

    private string MutateStatement(string text, SyntaxNode root)
    {
        var statements = root.DescendantNodes().OfType<StatementSyntax>().Where(statement => statement.Parent is not BaseMethodDeclarationSyntax).ToList();
        if (Pick(statements) is not { } chosen)
        {
            return text;
        }

        switch (random.Next(6))
        {
            case 0:
                return Replace(text, chosen.FullSpan, string.Empty);
            case 1:
                return Insert(text, chosen.Span.End, " " + chosen);
            case 2:
                return chosen.Parent!.ChildNodes().OfType<StatementSyntax>().SkipWhile(sibling => sibling != chosen).Skip(1).FirstOrDefault() is { } next
                    ? Swap(text, chosen.Span, next.Span) : text;
            case 3:
                return Swap(text, chosen.Span, Pick(statements)!.Span);
            default:
                return Replace(text, chosen.Span, string.Format(CultureInfo.InvariantCulture, Pick(s_wrappers), chosen));
        }
    }

    private string Pick(string[] candidates) => candidates[random.Next(candidates.Length)];

    private T? Pick<T>(IEnumerable<T> candidates)
    {
        IReadOnlyList<T> list = candidates as IReadOnlyList<T> ?? [.. candidates];
        return list.Count == 0 ? default : list[random.Next(list.Count)];
    }

    private static string Insert(string text, int position, string inserted) => Replace(text, new TextSpan(position, 0), inserted);

    private static string Replace(string text, TextSpan span, string replacement) => string.Concat(text.AsSpan(0, span.Start), replacement, text.AsSpan(span.End));

    private static string Swap(string text, TextSpan one, TextSpan other)
    {
        (TextSpan first, TextSpan second) = one.Start <= other.Start ? (one, other) : (other, one);
        return first.OverlapsWith(second)
            ? text
            : string.Concat(text[..first.Start], text[second.Start..second.End], text[first.End..second.Start], text[first.Start..first.End] + text[second.End..]);
    }
}
