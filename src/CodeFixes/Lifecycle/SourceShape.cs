using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>How a file is written: its line ends and its indentation.</summary>
internal sealed class SourceShape
{
    private readonly SourceText _text;

    public SourceShape(SourceText text)
    {
        _text = text;
        TextLine first = text.Lines[0];
        LineEnd = first.EndIncludingLineBreak > first.End ? text.ToString(TextSpan.FromBounds(first.End, first.EndIncludingLineBreak)) : "\n";
    }

    public string LineEnd { get; }

    /// <summary>The white space in front of the line on which the node begins.</summary>
    public string IndentOf(SyntaxNode node) => IndentAt(node.SpanStart);

    public string IndentAt(int position)
    {
        string line = _text.Lines.GetLineFromPosition(position).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>One step of indentation, as the members of the type show it.</summary>
    public string StepIn(TypeDeclarationSyntax type)
    {
        string outer = IndentOf(type);
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            string inner = IndentOf(member);
            if (inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal))
            {
                return inner.Substring(outer.Length);
            }
        }

        return "    ";
    }

    /// <summary>The lines, each with the indentation in front and the line end behind.</summary>
    public string Lines(string indent, params string[] lines)
    {
        return string.Concat(lines.Select(line => (line.Length == 0 ? line : indent + line) + LineEnd));
    }

    /// <summary>The whole lines of the span if nothing else stands on them, else the span itself.</summary>
    public TextSpan WholeLines(TextSpan span)
    {
        TextLine first = _text.Lines.GetLineFromPosition(span.Start);
        TextLine last = _text.Lines.GetLineFromPosition(span.End);
        bool alone = string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(first.Start, span.Start)))
            && string.IsNullOrWhiteSpace(_text.ToString(TextSpan.FromBounds(span.End, last.End)));
        return alone ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak) : span;
    }

    /// <summary>The end of the empty line at the position, or the position itself if there is none.</summary>
    public int AfterEmptyLine(int position)
    {
        TextLine line = _text.Lines.GetLineFromPosition(position);
        return line.Start == position && line.EndIncludingLineBreak > line.End && string.IsNullOrWhiteSpace(line.ToString()) ? line.EndIncludingLineBreak : position;
    }

    /// <summary>True if the tokens of the node stand on more than one line.</summary>
    public bool IsMultiline(SyntaxNode node) => _text.Lines.IndexOf(node.SpanStart) != _text.Lines.IndexOf(node.Span.End);

    /// <summary>Nothing but white space is in front of it.</summary>
    public bool StartsLine(SyntaxNode node) => string.IsNullOrWhiteSpace(Between(_text.Lines.GetLineFromPosition(node.SpanStart).Start, node.SpanStart));

    /// <summary>Where the line ends, its line end included.</summary>
    public int EndOfLine(int position) => _text.Lines.GetLineFromPosition(position).EndIncludingLineBreak;

    public string Between(int start, int end) => _text.ToString(TextSpan.FromBounds(start, end));
}
