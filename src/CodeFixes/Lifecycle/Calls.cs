using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Finds the call that a diagnostic is reported at.</summary>
internal static class Calls
{
    /// <summary>The call, which is the last part of the expression if that begins with "region?.".</summary>
    public static InvocationExpressionSyntax? Find(SyntaxNode root, TextSpan span)
    {
        if (!root.FullSpan.Contains(span))
        {
            return null;
        }

        SyntaxNode node = root.FindNode(span, getInnermostNodeForTie: true);
        while (node is ConditionalAccessExpressionSyntax access)
        {
            node = access.WhenNotNull;
        }

        return node.FirstAncestorOrSelf<InvocationExpressionSyntax>();
    }
}
