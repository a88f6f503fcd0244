using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>The declaration of the member that holds a region which from now on is always there.</summary>
internal static class SlotDeclaration
{
    /// <returns>False if the member has an initialiser of its own.</returns>
    public static async Task<bool> AddEditsAsync(
        Solution solution, ISymbol slot, bool isSetInConstructor, ImmutableArray<Edit>.Builder edits, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in slot.DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = await reference.GetSyntaxAsync(cancellation).ConfigureAwait(false);
            if (solution.GetDocument(reference.SyntaxTree) is not { } document)
            {
                return false;
            }

            switch (syntax)
            {
                case VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax declaration } variable:
                    if (!IsNothing(variable.Initializer))
                    {
                        return false;
                    }

                    if (declaration is { Type: NullableTypeSyntax type, Variables.Count: 1 })
                    {
                        edits.Add(new Edit(document.Id, type.QuestionToken.Span, string.Empty));
                        var behind = TextSpan.FromBounds(variable.Identifier.Span.End, variable.Span.End);
                        edits.Add(new Edit(document.Id, behind, isSetInConstructor ? string.Empty : " = null!"));
                    }

                    break;
                case PropertyDeclarationSyntax property:
                    bool isAutomatic = property.AccessorList?.Accessors.All(static accessor => accessor is { Body: null, ExpressionBody: null }) == true;
                    if (!isAutomatic || !IsNothing(property.Initializer))
                    {
                        return false;
                    }

                    if (property.Type is NullableTypeSyntax nullable)
                    {
                        edits.Add(new Edit(document.Id, nullable.QuestionToken.Span, string.Empty));
                        edits.Add(new Edit(document.Id, TextSpan.FromBounds(property.AccessorList!.Span.End, property.Span.End), isSetInConstructor ? string.Empty : " = null!;"));
                    }

                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsNothing(EqualsValueClauseSyntax? initializer)
    {
        ExpressionSyntax? value = initializer?.Value;
        if (value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed)
        {
            value = suppressed.Operand;
        }

        return value is null || value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression);
    }
}
