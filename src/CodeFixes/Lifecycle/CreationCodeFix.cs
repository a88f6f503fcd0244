using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>
/// MRL101: moves the creation of a region into the constructor or into realize, and leaves in place what links or enables it. Where the
/// code took "not created" for "not linked", it asks the region itself from then on.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CreationCodeFix)), Shared]
public sealed class CreationCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.CreateInInit";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.CreatedOutsideInit);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (diagnostic.Properties.ContainsKey(DiagnosticProperties.AlsoInit)
            || await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<BaseObjectCreationExpressionSyntax>() is not { } creation
            || AssignmentOf(creation) is not { } assignment
            || creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || model.GetDeclaredSymbol(declaration, cancellation) is not { } type
            || SlotOf(assignment.Left, model, cancellation) is not { } slot
            || slot.IsStatic || slot.DeclaredAccessibility != Accessibility.Private
            || !SymbolEqualityComparer.Default.Equals(slot.ContainingType, type.OriginalDefinition)
            || creation.DescendantTokens().Any(token => token.ValueText.Contains("\n") && token.IsKind(SyntaxKind.StringLiteralToken)))
        {
            return null;
        }

        var contracts = new ContractModel(model.Compilation);
        Stability stability = CreationArguments.StabilityOf(creation, type, model, contracts, cancellation);
        if (stability == Stability.Varies || await CreationTarget.FindAsync(document, declaration, type, stability, contracts, cancellation).ConfigureAwait(false) is not { } target)
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        ImmutableArray<Edit>.Builder edits = ImmutableArray.CreateBuilder<Edit>();
        if (TakeAway(document, assignment, model, shape, cancellation) is not { } removal)
        {
            return null;
        }

        edits.Add(removal);
        SlotUses uses = await SlotUses.FindAsync(document.Project.Solution, type, slot, assignment, removal, contracts, cancellation).ConfigureAwait(false);
        if (!uses.AddEdits(edits) || !await SlotDeclaration.AddEditsAsync(document.Project.Solution, slot, target.IsConstructor, edits, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        string[] lines = LinesOf(slot.Name, creation, shape);
        if (target.EditFor(lines) is not { } insertion)
        {
            return null;
        }

        edits.Add(insertion);
        return new Offer("Create '" + slot.Name + "' in " + (target.IsConstructor ? "the constructor" : target.Method.Name), Key, edits.ToImmutable());
    }

    private static AssignmentExpressionSyntax? AssignmentOf(BaseObjectCreationExpressionSyntax creation)
    {
        ExpressionSyntax value = creation;
        while (value.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            value = parenthesized;
        }

        return value.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression or (int)SyntaxKind.CoalesceAssignmentExpression } assignment
            && assignment.Right == value ? assignment : null;
    }

    private static ISymbol? SlotOf(ExpressionSyntax target, SemanticModel model, CancellationToken cancellation)
    {
        return target is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
            ? model.GetSymbolInfo(target, cancellation).Symbol?.OriginalDefinition switch
            {
                IFieldSymbol field => field,
                IPropertySymbol { SetMethod: not null } property => property,
                _ => null,
            }
            : null;
    }

    /// <summary>The assignment goes, where it is a statement; else what it assigned to stays.</summary>
    private static Edit? TakeAway(Document document, AssignmentExpressionSyntax assignment, SemanticModel model, SourceShape shape, CancellationToken cancellation)
    {
        if (StatementRemoval.TryRemove(document, assignment, model, shape, cancellation) is { } removal)
        {
            return removal;
        }

        ExpressionSyntax whole = assignment;
        while (whole.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            whole = parenthesized;
        }

        return new Edit(document.Id, whole.Span, assignment.Left.ToString());
    }

    /// <summary>The statement that creates, in lines without their common indentation.</summary>
    private static string[] LinesOf(string slot, BaseObjectCreationExpressionSyntax creation, SourceShape shape)
    {
        string indent = shape.IndentOf(creation);
        string[] lines = (slot + " = " + creation + ";").Replace("\r\n", "\n").Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            lines[i] = lines[i].StartsWith(indent, StringComparison.Ordinal) ? lines[i].Substring(indent.Length) : lines[i].TrimStart();
        }

        return lines;
    }
}
