using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Editing;
using MemoryRegions.CodeFixes.FixAll;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Contracts;

/// <summary>MRL601: adds the attribute that says what the method does, and the using that the attribute needs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SayContractCodeFix)), Shared]
public sealed class SayContractCodeFix : CodeFixProvider
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.Contracts.Say";

    private static readonly SiteFixAllProvider FixAll = new(new Fixer());

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NotSaid);

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => FixAll;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics.Where(static diagnostic => diagnostic.Id == RuleIds.NotSaid))
        {
            if (MethodAt(root, diagnostic) is { } method
                && diagnostic.Properties.TryGetValue(ContractProposal.Attribute, out string? attribute)
                && await ApplyAsync(context.Document, root, method, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create($"Add [{attribute}]", _ => Task.FromResult(changed), Key), diagnostic);
            }
        }
    }

    private static MethodDeclarationSyntax? MethodAt(SyntaxNode root, Diagnostic diagnostic)
    {
        return root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>();
    }

    private static async Task<Document?> ApplyAsync(Document document, SyntaxNode root, MethodDeclarationSyntax method, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(ContractProposal.Attribute, out string? attribute) || attribute is null
            || !diagnostic.Properties.TryGetValue(ContractProposal.Target, out string? target) || target is null
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        bool needsUsing = model.LookupNamespacesAndTypes(method.SpanStart, name: ContractNames.Acquires).IsEmpty;
        MethodDeclarationSyntax? changed = target == ContractProposal.ReturnTarget
            ? OnReturnValue(method, attribute)
            : int.TryParse(target, out int ordinal) && ordinal < method.ParameterList.Parameters.Count ? OnParameter(method, ordinal, attribute) : null;
        if (changed is null)
        {
            return null;
        }

        SyntaxNode result = root.ReplaceNode(method, changed);
        return document.WithSyntaxRoot(needsUsing && result is CompilationUnitSyntax unit ? AddUsing(unit, Layout.Of(root)) : result);
    }

    private static MethodDeclarationSyntax OnReturnValue(MethodDeclarationSyntax method, string attribute)
    {
        Layout layout = Layout.Of(method);
        AttributeListSyntax list = Parse("[return: " + attribute + "]")
            .WithLeadingTrivia(method.GetLeadingTrivia())
            .WithTrailingTrivia(StatementEditor.EndOfLine(layout));
        MethodDeclarationSyntax bare = method.WithLeadingTrivia(StatementEditor.Indent(layout));
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }

    private static MethodDeclarationSyntax OnParameter(MethodDeclarationSyntax method, int ordinal, string attribute)
    {
        ParameterSyntax parameter = method.ParameterList.Parameters[ordinal];
        AttributeListSyntax list = Parse("[" + attribute + "]").WithLeadingTrivia(parameter.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
        ParameterSyntax bare = parameter.WithLeadingTrivia();
        return method.ReplaceNode(parameter, bare.WithAttributeLists(bare.AttributeLists.Insert(0, list)));
    }

    private static AttributeListSyntax Parse(string text)
    {
        return ((MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text + " void M();")!).AttributeLists[0].WithoutTrivia();
    }

    private static CompilationUnitSyntax AddUsing(CompilationUnitSyntax unit, Layout layout)
    {
        UsingDirectiveSyntax directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(ContractNames.Namespace).WithLeadingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(StatementEditor.EndOfLine(layout));

        // Sorted: System first, the others by name.
        int index = 0;
        while (index < unit.Usings.Count && IsBefore(unit.Usings[index]))
        {
            index++;
        }

        if (index == 0)
        {
            // What stands at the top of the file stays there.
            SyntaxToken first = unit.GetFirstToken();
            SyntaxTriviaList leading = first.LeadingTrivia;
            unit = unit.ReplaceToken(first, first.WithLeadingTrivia(unit.Usings.Count == 0 ? StatementEditor.EndOfLine(layout) : default));
            directive = directive.WithLeadingTrivia(leading);
        }

        return unit.WithUsings(unit.Usings.Insert(index, directive));
    }

    private static bool IsBefore(UsingDirectiveSyntax other)
    {
        string name = other.Name?.ToString() ?? string.Empty;
        return !other.GlobalKeyword.IsKind(SyntaxKind.None)
            || (other.Alias is null && other.StaticKeyword.IsKind(SyntaxKind.None)
                && (name == "System" || name.StartsWith("System.", StringComparison.Ordinal) || string.CompareOrdinal(name, ContractNames.Namespace) < 0));
    }

    private sealed class Fixer : ISiteFixer
    {
        public SyntaxNode? FindSite(SyntaxNode root, Diagnostic diagnostic) => MethodAt(root, diagnostic);

        public async Task<Solution?> FixAsync(Document document, SyntaxNode site, Diagnostic diagnostic, string? equivalenceKey, CancellationToken cancellationToken)
        {
            return site is MethodDeclarationSyntax method
                && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
                && await ApplyAsync(document, root, method, diagnostic, cancellationToken).ConfigureAwait(false) is { } changed
                ? changed.Project.Solution
                : null;
        }
    }
}
