using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// The local becomes a <c>using</c> declaration, or a <c>using</c> statement where no declaration is allowed (directly in a switch section,
/// or with a <c>goto</c> over it).
/// </summary>
internal static class UsingForm
{
    public static SourceState? Apply(LeakCase leak, CancellationToken cancellation)
    {
        if (DeclarationOf(leak) is not { } declaration || !IsAllowed(leak, declaration))
        {
            return null;
        }

        SyntaxNode root = leak.State.Root;
        SyntaxNode withDeclaration = root.ReplaceNode(declaration, AddUsing(declaration));
        if (leak.After(withDeclaration, cancellation) is { } after && after.IsRepaired(leak))
        {
            return after.State;
        }

        return StatementEditor.Siblings(declaration) is { } siblings && declaration.Parent is not GlobalStatementSyntax
            && leak.After(TryFinally.WrapInUsing(root, siblings, declaration), cancellation) is { } wrapped && wrapped.IsRepaired(leak)
            ? wrapped.State
            : null;
    }

    /// <summary>The declaration of a local whose initializer is the acquisition.</summary>
    private static LocalDeclarationStatementSyntax? DeclarationOf(LeakCase leak)
    {
        return leak.Handle.Variable is ILocalSymbol { IsRef: false } local
            && leak.History.Tracked.Origin == ObjectOrigin.Returned
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is VariableDeclaratorSyntax
            {
                Initializer: { } initializer,
                Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { IsConst: false } statement },
            }
            && statement.UsingKeyword.IsKind(SyntaxKind.None)
            && initializer.Span.Contains(leak.Site.Span)
            && leak.State.Model.GetOperation(initializer.Value) is { } value
            && Fresh.IsFresh(leak.Scan, value, leak.Handle.Kind)
            ? statement
            : null;
    }

    private static bool IsAllowed(LeakCase leak, LocalDeclarationStatementSyntax declaration)
    {
        ObjectHistory history = leak.History;
        if (!leak.Handle.CanUse || history.IsGiven || history.IsReturned || leak.Dependents.HandsOn || !leak.Dependents.AreWithin(declaration.Parent is GlobalStatementSyntax ? leak.Scope : declaration.Parent!))
        {
            return false;
        }

        // A disposal that is wrong where nothing is held must always find something.
        bool findsNothing = history.Tracked.MayBeNull && !leak.Handle.Type.IsReferenceType;
        return leak.Handle.CanUseTwice || (history.Releases.Count == 0 && !findsNothing);
    }

    private static LocalDeclarationStatementSyntax AddUsing(LocalDeclarationStatementSyntax declaration)
    {
        SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword)
            .WithLeadingTrivia(declaration.GetLeadingTrivia())
            .WithTrailingTrivia(SyntaxFactory.Space);
        return declaration.WithLeadingTrivia().WithUsingKeyword(keyword);
    }
}
