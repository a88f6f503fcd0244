using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Replaces the leading "Bad" of a name by "Good".</summary>
public class RenameFix : CodeFixProvider
{
    public const string Key = "good";

    public override ImmutableArray<string> FixableDiagnosticIds => [BadNameAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(context.CancellationToken))!;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxToken name = root.FindToken(diagnostic.Location.SourceSpan.Start);
            Register(context, diagnostic, name);
        }
    }

    protected virtual void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        Offer(context, diagnostic, name, Key, "Good" + name.Text[3..]);
    }

    protected static void Offer(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name, string key, string newName)
    {
        context.RegisterCodeFix(CodeAction.Create(key, token => ReplaceAsync(context.Document, name, newName, token), key), diagnostic);
    }

    protected static async Task<Document> ReplaceAsync(Document document, SyntaxToken name, string newName, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        SyntaxToken current = root.FindToken(name.SpanStart);
        return document.WithSyntaxRoot(root.ReplaceToken(current, SyntaxFactory.Identifier(newName).WithTriviaFrom(current)));
    }
}
