using System.Linq;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>A place in the code where a release may be put.</summary>
internal readonly struct Place
{
    private readonly SyntaxNode _anchor;
    private readonly Kind _kind;

    private Place(SyntaxNode anchor, Kind kind)
    {
        _anchor = anchor;
        _kind = kind;
    }

    private enum Kind
    {
        Before,
        AtEnd,
        Else,
    }

    public static Place Before(StatementSyntax statement) => new(statement, Kind.Before);

    public static Place AtEndOf(BlockSyntax block) => new(block, Kind.AtEnd);

    public static Place ElseOf(IfStatementSyntax statement) => new(statement, Kind.Else);

    /// <summary>The root with the release in it; <see langword="null"/> if it cannot stand here.</summary>
    public SyntaxNode? Insert(LeakCase leak, ReleaseStatement release, SyntaxAnnotation mark)
    {
        SyntaxNode root = leak.State.Root;
        switch (_kind)
        {
            case Kind.Before:
                return InsertBefore(leak, (StatementSyntax)_anchor, layout => new[] { release.Build(layout, mark) });
            case Kind.AtEnd:
                return MayStandAfter(leak, ((BlockSyntax)_anchor).CloseBraceToken.SpanStart)
                    ? StatementEditor.InsertAtEnd(root, (BlockSyntax)_anchor, layout => new[] { release.Build(layout, mark) })
                    : null;
            default:
                return MayStandAfter(leak, _anchor.Span.End)
                    ? StatementEditor.AddElse(root, (IfStatementSyntax)_anchor, layout => new[] { release.Build(layout, mark) })
                    : null;
        }
    }

    /// <summary>Nothing of the handle is used later in the text: a release that is no way out of the scope comes last.</summary>
    private static bool MayStandAfter(LeakCase leak, int position)
    {
        return !leak.Dependents.AreUsedAfter(leak.State.Model, leak.Scope, position);
    }

    private static SyntaxNode? InsertBefore(LeakCase leak, StatementSyntax anchor, StatementBuilder release)
    {
        ExpressionSyntax? value = anchor switch
        {
            ReturnStatementSyntax statement => statement.Expression,
            ThrowStatementSyntax statement => statement.Expression,
            _ => null,
        };
        SemanticModel model = leak.State.Model;
        if (value is null || (!leak.Dependents.AreUsedIn(model, value) && Purity.IsConstant(Unwrap(model.GetOperation(value)))))
        {
            return StatementEditor.InsertBefore(leak.State.Root, anchor, release);
        }

        // The value is made while the resource is held.
        if (TypeText(model, value) is not { } type)
        {
            return null;
        }

        string name = FreshName.In(leak.Scan.Body.Syntax, anchor is ThrowStatementSyntax ? "exception" : "result");
        const string Placeholder = "__value";
        var declaration = (LocalDeclarationStatementSyntax)StatementEditor.Parse(type + " " + name + " = " + Placeholder + ";");
        declaration = declaration.ReplaceNode(declaration.Declaration.Variables[0].Initializer!.Value, value.WithoutTrivia());
        IdentifierNameSyntax reference = SyntaxFactory.IdentifierName(name);
        StatementSyntax changed = anchor is ReturnStatementSyntax @return ? @return.WithExpression(reference) : ((ThrowStatementSyntax)anchor).WithExpression(reference);
        return StatementEditor.InsertBefore(leak.State.Root, anchor, layout => new[] { declaration }.Concat(release(layout)), changed);
    }

    private static IOperation? Unwrap(IOperation? operation) => operation is IConversionOperation { IsImplicit: true } conversion ? conversion.Operand : operation;

    /// <summary>How to declare a local that takes the value: <c>var</c>, unless the value gets its type from where it goes.</summary>
    private static string? TypeText(SemanticModel model, ExpressionSyntax value)
    {
        if (value is RefExpressionSyntax)
        {
            return null;
        }

        TypeInfo info = model.GetTypeInfo(value);
        if (info.ConvertedType is not { TypeKind: not TypeKind.Error } target)
        {
            return null;
        }

        return info.Type is { TypeKind: not TypeKind.Error } natural && (value.Parent is ThrowStatementSyntax || natural.Equals(target, SymbolEqualityComparer.IncludeNullability)) ? "var" : target.ToMinimalDisplayString(model, value.SpanStart);
    }
}
