using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Tells whether an expression can be evaluated twice, or not at all, without anybody noticing.</summary>
internal static class Purity
{
    public static bool IsPure(ExpressionSyntax expression, ExpressionSyntax? except, SemanticModel model, CancellationToken cancellation)
    {
        foreach (SyntaxNode node in expression.DescendantNodesAndSelf())
        {
            if (node == except)
            {
                continue;
            }

            switch (node)
            {
                case InvocationExpressionSyntax:
                case AssignmentExpressionSyntax:
                case BaseObjectCreationExpressionSyntax:
                case AwaitExpressionSyntax:
                case AnonymousFunctionExpressionSyntax:
                case SwitchExpressionSyntax:
                case DeclarationExpressionSyntax:
                    return false;
                case PrefixUnaryExpressionSyntax prefix when prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression):
                case PostfixUnaryExpressionSyntax postfix when postfix.IsKind(SyntaxKind.PostIncrementExpression) || postfix.IsKind(SyntaxKind.PostDecrementExpression):
                    return false;
                case IdentifierNameSyntax name when model.GetSymbolInfo(name, cancellation).Symbol is IPropertySymbol property && !IsHarmless(property, cancellation):
                    return false;
            }
        }

        return true;
    }

    /// <summary>An automatic property, one of another assembly, or one that only returns a pure expression of simple form.</summary>
    private static bool IsHarmless(IPropertySymbol property, CancellationToken cancellation)
    {
        return property.DeclaringSyntaxReferences.All(reference => reference.GetSyntax(cancellation) switch
        {
            PropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.All(static accessor => accessor.Body is null && accessor.ExpressionBody is null),
            PropertyDeclarationSyntax { ExpressionBody.Expression: var returned } => returned.DescendantNodesAndSelf().All(static node =>
                node is IdentifierNameSyntax or MemberAccessExpressionSyntax or ThisExpressionSyntax or LiteralExpressionSyntax or PostfixUnaryExpressionSyntax
                { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }),
            _ => true,
        });
    }
}
