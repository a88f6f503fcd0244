using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.CodeFixes.Editing;

/// <summary>
/// Shifts statements to the right, line by line. Everything else of the user's formatting stays, and so does the content of string literals
/// and of code that the preprocessor leaves out.
/// </summary>
internal static class Indentation
{
    public static IReadOnlyList<T> Shift<T>(IReadOnlyList<T> nodes, string unit)
        where T : SyntaxNode
    {
        var result = new List<T>(nodes.Count);
        foreach (T node in nodes)
        {
            result.Add(node.ReplaceTokens(node.DescendantTokens(), (token, _) => ShiftToken(token, unit)));
        }

        return result;
    }

    private static SyntaxToken ShiftToken(SyntaxToken token, string unit)
    {
        if (token.IsMissing || !BeginsAtLineStart(token))
        {
            return token;
        }

        var trivia = new List<SyntaxTrivia>();
        bool atLineStart = true;
        foreach (SyntaxTrivia current in token.LeadingTrivia)
        {
            if (current.IsKind(SyntaxKind.EndOfLineTrivia) || current.IsDirective || current.IsKind(SyntaxKind.DisabledTextTrivia))
            {
                atLineStart = true;
            }
            else if (atLineStart && current.IsKind(SyntaxKind.WhitespaceTrivia))
            {
                trivia.Add(current);
                continue;
            }
            else if (atLineStart)
            {
                // A comment.
                Deepen(trivia, unit);
                atLineStart = false;
            }

            trivia.Add(current);
        }

        if (atLineStart)
        {
            Deepen(trivia, unit);
        }

        return token.WithLeadingTrivia(trivia);
    }

    private static void Deepen(List<SyntaxTrivia> trivia, string unit)
    {
        int last = trivia.Count - 1;
        if (last >= 0 && trivia[last].IsKind(SyntaxKind.WhitespaceTrivia))
        {
            trivia[last] = SyntaxFactory.Whitespace(trivia[last] + unit);
        }
        else
        {
            trivia.Add(SyntaxFactory.Whitespace(unit));
        }
    }

    private static bool BeginsAtLineStart(SyntaxToken token)
    {
        SyntaxToken previous = token.GetPreviousToken();
        return previous.IsKind(SyntaxKind.None)
            || previous.TrailingTrivia.LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
            || token.LeadingTrivia.FirstOrDefault().IsDirective;
    }
}
