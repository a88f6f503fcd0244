using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>Makes a field of a region that only a local knows, so that the teardown can name it.</summary>
internal static class FieldMaker
{
    /// <returns><see langword="null"/>, and no edits, if that is not simple.</returns>
    public static RegionName? TryMake(
        Document document, TypeDeclarationSyntax declaration, INamedTypeSymbol type, InvocationExpressionSyntax link, IArgumentOperation argument,
        SemanticModel model, SourceShape shape, ImmutableArray<Edit>.Builder edits, CancellationToken cancellation)
    {
        if (link.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not BaseMethodDeclarationSyntax { Body: { } body } member
            || member.Modifiers.Any(SyntaxKind.StaticKeyword))
        {
            return null;
        }

        // In a loop there are several regions for one field, in a nested function nobody knows how many.
        if (link.Ancestors().TakeWhile(node => node != body).Any(static node =>
            node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        {
            return null;
        }

        IOperation value = argument.Value;
        while (value is IConversionOperation conversion)
        {
            value = conversion.Operand;
        }

        return value switch
        {
            ILocalReferenceOperation { Local: { } local } => FromLocal(document, declaration, type, member, body, local, model, shape, edits, cancellation),
            IObjectCreationOperation { Type: { } created } creation => FromArgument(document, declaration, type, created, creation.Syntax, model, shape, edits),
            _ => null,
        };
    }

    private static RegionName? FromLocal(
        Document document, TypeDeclarationSyntax declaration, INamedTypeSymbol type, BaseMethodDeclarationSyntax member, BlockSyntax body, ILocalSymbol local,
        SemanticModel model, SourceShape shape, ImmutableArray<Edit>.Builder edits, CancellationToken cancellation)
    {
        if (local.DeclaringSyntaxReferences.Length != 1
            || local.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
            || declarator.Parent is not VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax } statement } variable
            || !statement.UsingKeyword.IsKind(SyntaxKind.None)
            || Skip(value) is not BaseObjectCreationExpressionSyntax
            || statement.Ancestors().TakeWhile(node => node != body).Any(static node => node is not BlockSyntax))
        {
            return null;
        }

        List<IdentifierNameSyntax> references = body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellation).Symbol, local))
            .ToList();
        if (references.Any(name => IsWritten(name) || name.Ancestors().TakeWhile(node => node != body).Any(static node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            return null;
        }

        string field = UniqueName(type, "_" + local.Name.TrimStart('_', '@'));
        bool isSure = member is ConstructorDeclarationSyntax { Initializer: not { ThisOrBaseKeyword.RawKind: (int)SyntaxKind.ThisKeyword } }
            && type.InstanceConstructors.Length == 1 && statement.Parent == body;
        string typeName = local.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(model, declaration.OpenBraceToken.Span.End);

        // "var x = new X(...)" becomes "_x = new X(...)"; a target-typed new keeps its type through the field.
        edits.Add(new Edit(document.Id, TextSpan.FromBounds(variable.SpanStart, declarator.Identifier.Span.End), field));
        foreach (IdentifierNameSyntax reference in references)
        {
            edits.Add(new Edit(document.Id, reference.Span, field));
        }

        AddField(document, declaration, model, shape, edits, typeName, field, isSure);
        return new RegionName(field) { MayBeNull = !isSure, Type = local.Type };
    }

    private static RegionName? FromArgument(
        Document document, TypeDeclarationSyntax declaration, INamedTypeSymbol type, ITypeSymbol created, SyntaxNode creation, SemanticModel model,
        SourceShape shape, ImmutableArray<Edit>.Builder edits)
    {
        if (creation is not ObjectCreationExpressionSyntax)
        {
            return null;
        }

        string field = UniqueName(type, "_" + char.ToLowerInvariant(created.Name[0]) + created.Name.Substring(1));
        string typeName = created.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(model, declaration.OpenBraceToken.Span.End);
        edits.Add(new Edit(document.Id, new TextSpan(creation.SpanStart, 0), field + " = "));
        AddField(document, declaration, model, shape, edits, typeName, field, isSure: false);
        return new RegionName(field) { MayBeNull = true, Type = created };
    }

    private static void AddField(
        Document document, TypeDeclarationSyntax declaration, SemanticModel model, SourceShape shape, ImmutableArray<Edit>.Builder edits,
        string typeName, string field, bool isSure)
    {
        bool annotates = model.GetNullableContext(declaration.SpanStart).AnnotationsEnabled();
        string text = "private " + (isSure ? "readonly " : string.Empty) + typeName + (isSure || !annotates ? string.Empty : "?") + " " + field + ";";
        string indent = shape.IndentOf(declaration) + shape.StepIn(declaration);
        MemberDeclarationSyntax? last = declaration.Members.TakeWhile(static member => member is FieldDeclarationSyntax).LastOrDefault();
        int position = last?.FullSpan.End ?? declaration.OpenBraceToken.FullSpan.End;
        bool startsLine = shape.Between(position - 1, position) is "\n" or "\r";
        string separator = last is null && declaration.Members.Count > 0 ? shape.LineEnd : string.Empty;
        edits.Add(new Edit(document.Id, new TextSpan(position, 0), (startsLine ? string.Empty : shape.LineEnd) + shape.Lines(indent, text) + separator));
    }

    private static ExpressionSyntax Skip(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
        {
            expression = parenthesized.Expression;
        }

        return expression;
    }

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        return (name.Parent is AssignmentExpressionSyntax assignment && assignment.Left == name)
            || name.Parent is ArgumentSyntax { RefOrOutKeyword.RawKind: not (int)SyntaxKind.None } or RefExpressionSyntax
            || (name.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression });
    }

    private static string UniqueName(INamedTypeSymbol type, string wanted)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            taken.UnionWith(current.MemberNames);
        }

        string name = wanted;
        for (int i = 2; taken.Contains(name); i++)
        {
            name = wanted + i;
        }

        return name;
    }
}
