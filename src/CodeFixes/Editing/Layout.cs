using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Editing;

/// <summary>How the code around a statement is laid out, so that what is inserted looks like it.</summary>
internal sealed class Layout
{
    private const string DefaultUnit = "    ";

    private Layout(string indent, string unit, string endOfLine, bool startsLine)
    {
        Indent = indent;
        Unit = unit;
        EndOfLine = endOfLine;
        StartsLine = startsLine;
    }

    /// <summary>The white space before the first token of the line.</summary>
    public string Indent { get; }

    /// <summary>One level of indentation.</summary>
    public string Unit { get; }

    public string EndOfLine { get; }

    /// <summary>The node is the first of its line.</summary>
    public bool StartsLine { get; }

    public static Layout Of(SyntaxNode node)
    {
        string endOfLine = "\n";
        foreach (SyntaxTrivia trivia in node.SyntaxTree.GetRoot().DescendantTrivia())
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            {
                endOfLine = trivia.ToString();
                break;
            }
        }

        string indent = IndentOf(node.GetFirstToken(), out bool startsLine);
        return new Layout(indent, UnitOf(node, indent), endOfLine, startsLine);
    }

    /// <summary>One level deeper.</summary>
    public Layout Deeper() => new(Indent + Unit, Unit, EndOfLine, StartsLine);

    /// <summary>The layout of a new line with another indentation.</summary>
    public Layout At(string indent) => new(indent, Unit, EndOfLine, startsLine: true);

    public static string IndentOf(SyntaxToken token, out bool startsLine)
    {
        // The text of the line is what counts, whichever token its white space belongs to.
        SyntaxToken first = token;
        startsLine = StartsItsLine(token);
        while (!StartsItsLine(first))
        {
            first = first.GetPreviousToken();
        }

        SyntaxTrivia last = first.LeadingTrivia.LastOrDefault();
        return last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : string.Empty;
    }

    public static bool StartsItsLine(SyntaxToken token)
    {
        if (token.LeadingTrivia.Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia) || trivia.IsDirective))
        {
            return true;
        }

        SyntaxToken previous = token.GetPreviousToken();
        return previous.IsKind(SyntaxKind.None) || previous.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
    }

    private static string UnitOf(SyntaxNode node, string indent)
    {
        for (SyntaxNode? current = node.Parent; current is not null; current = current.Parent)
        {
            if (current is BlockSyntax or SwitchSectionSyntax or BaseTypeDeclarationSyntax)
            {
                string outer = current switch
                {
                    BlockSyntax block => IndentOf(block.CloseBraceToken, out _),
                    BaseTypeDeclarationSyntax type => IndentOf(type.CloseBraceToken, out _),
                    _ => IndentOf(current.GetFirstToken(), out _),
                };
                if (indent.Length > outer.Length && indent.StartsWith(outer, StringComparison.Ordinal))
                {
                    return indent.Substring(outer.Length);
                }
            }
        }

        return indent.IndexOf('\t') >= 0 ? "\t" : DefaultUnit;
    }
}
