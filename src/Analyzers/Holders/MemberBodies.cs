using System.Threading;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Reads the bodies of a type's members, of a type that the compiler has not come to yet: only the files that declare it are read.</summary>
internal static class MemberBodies
{
    public static IEnumerable<(ISymbol Member, IOperation Body)> Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is not TypeDeclarationSyntax declaration)
            {
                continue;
            }

#pragma warning disable RS1030
            SemanticModel model = compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            foreach ((SyntaxNode declared, SyntaxNode body) in BodiesOf(declaration))
            {
                ISymbol? symbol = model.GetDeclaredSymbol(declared, cancellation);
                symbol = symbol switch
                {
                    IPropertySymbol property when body is ArrowExpressionClauseSyntax => property.GetMethod,
                    INamedTypeSymbol => LifecycleModel.PrimaryConstructorOf(type, declaration),
                    _ => symbol,
                };

                if (symbol is not null && model.GetOperation(body, cancellation) is { } operation)
                {
                    yield return (symbol, operation);
                }
            }
        }
    }

    private static IEnumerable<(SyntaxNode Declared, SyntaxNode Body)> BodiesOf(TypeDeclarationSyntax declaration)
    {
        foreach (BaseTypeSyntax baseType in declaration.BaseList?.Types ?? default)
        {
            if (baseType is PrimaryConstructorBaseTypeSyntax)
            {
                yield return (declaration, baseType);
            }
        }

        foreach (MemberDeclarationSyntax member in declaration.Members)
        {
            switch (member)
            {
                case BaseFieldDeclarationSyntax field:
                    foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                    {
                        if (variable.Initializer is { } initializer)
                        {
                            yield return (variable, initializer);
                        }
                    }

                    break;
                case BaseMethodDeclarationSyntax method:
                    yield return (method, method);
                    break;
                case BasePropertyDeclarationSyntax property:
                    foreach (AccessorDeclarationSyntax accessor in property.AccessorList?.Accessors ?? default)
                    {
                        yield return (accessor, accessor);
                    }

                    if (property is PropertyDeclarationSyntax { Initializer: { } value })
                    {
                        yield return (property, value);
                    }

                    ArrowExpressionClauseSyntax? arrow = (property as PropertyDeclarationSyntax)?.ExpressionBody ?? (property as IndexerDeclarationSyntax)?.ExpressionBody;
                    if (arrow is not null)
                    {
                        yield return (property, arrow);
                    }

                    break;
            }
        }
    }
}
