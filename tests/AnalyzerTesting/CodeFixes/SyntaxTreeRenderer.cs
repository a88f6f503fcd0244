using System;
using System.Globalization;
using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A tree as text, a line per node, token and, in <see cref="CodeActionValidationMode.Full"/>, trivia.</summary>
internal sealed class SyntaxTreeRenderer(Type syntaxKindType, CodeActionValidationMode mode)
{
    internal string Render(SyntaxNode root)
    {
        var text = new StringBuilder();
        Append(text, root, string.Empty);
        return text.ToString();
    }

    private static string Escape(string text)
    {
        return text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
    }

    private void Append(StringBuilder text, SyntaxNodeOrToken item, string indent)
    {
        if (item.AsNode() is { } node)
        {
            text.AppendLine($"{indent}Node({GetKind(node.RawKind)}):");
            foreach (SyntaxNodeOrToken child in node.ChildNodesAndTokens())
            {
                Append(text, child, indent + "  ");
            }

            return;
        }

        SyntaxToken token = item.AsToken();
        text.AppendLine($"{indent}Token({GetKind(token.RawKind)}): {Escape(token.Text)}");
        if (mode == CodeActionValidationMode.Full)
        {
            Append(text, token.LeadingTrivia, "Leading", indent + "  ");
            Append(text, token.TrailingTrivia, "Trailing", indent + "  ");
        }
    }

    private void Append(StringBuilder text, SyntaxTriviaList list, string side, string indent)
    {
        foreach (SyntaxTrivia trivia in list)
        {
            if (trivia.GetStructure() is { } structure)
            {
                text.AppendLine($"{indent}{side}({GetKind(trivia.RawKind)}):");
                Append(text, structure, indent + "  ");
            }
            else
            {
                text.AppendLine($"{indent}{side}({GetKind(trivia.RawKind)}): {Escape(trivia.ToString())}");
            }
        }
    }

    private string GetKind(int rawKind)
    {
        return syntaxKindType.IsEnum ? Enum.Format(syntaxKindType, (ushort)rawKind, "G") : rawKind.ToString(CultureInfo.InvariantCulture);
    }
}
