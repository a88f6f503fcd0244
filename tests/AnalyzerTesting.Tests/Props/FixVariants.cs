using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.AnalyzerTesting.Tests;

/// <summary>Has nothing to offer.</summary>
public sealed class NothingFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
    }
}

/// <summary>Offers "Good...", key "good", then "Fair...", key "fair".</summary>
public sealed class TwoChoicesFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        Offer(context, diagnostic, name, Key, "Good" + name.Text[3..]);
        Offer(context, diagnostic, name, "fair", "Fair" + name.Text[3..]);
    }
}

/// <summary>Offers "Fair..." inside of a group.</summary>
public sealed class NestedFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        CodeAction inner = CodeAction.Create("fair", token => ReplaceAsync(context.Document, name, "Fair" + name.Text[3..], token), "fair");
        context.RegisterCodeFix(CodeAction.Create("group", [inner], isInlinable: false), diagnostic);
    }
}

/// <summary>Offers an action that changes nothing.</summary>
public sealed class NoChangeFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, _ => Task.FromResult(context.Document), Key), diagnostic);
    }
}

/// <summary>Appends an "X" each time, and so never comes to an end.</summary>
public sealed class EndlessFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name) => Offer(context, diagnostic, name, Key, name.Text + "X");
}

/// <summary>Appends a class each time, and leaves the name alone.</summary>
public sealed class UselessFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(async (context, document, _) => await AppendAsync(document, context.CancellationToken));

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, token => AppendAsync(context.Document, token), Key), diagnostic);
    }

    private static async Task<Document> AppendAsync(Document document, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken);
        return document.WithText(text.WithChanges(new TextChange(new TextSpan(text.Length, 0), " class X { }")));
    }
}

/// <summary>Needs two rounds: BadBadX, BadX, GoodX.</summary>
public sealed class TwoRoundsFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        Offer(context, diagnostic, name, Key, name.Text.StartsWith("BadBad", StringComparison.Ordinal) ? name.Text[3..] : "Good" + name.Text[3..]);
    }
}

/// <summary>Makes a name that is a keyword.</summary>
public sealed class BrokenFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name) => Offer(context, diagnostic, name, Key, "Object : Missing");
}

/// <summary>Works one by one, and has no Fix All.</summary>
public sealed class SingleFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;
}

/// <summary>Makes one token of what the parser takes as two.</summary>
public sealed class WrongTreeFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name) => Offer(context, diagnostic, name, Key, "Good : I");
}

/// <summary>Puts blanks into the trivia of the wrong token.</summary>
public sealed class WrongTriviaFix : RenameFix
{
    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, token => MoveBlankAsync(context.Document, name, token), Key), diagnostic);
    }

    private static async Task<Document> MoveBlankAsync(Document document, SyntaxToken name, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        SyntaxToken brace = name.GetNextToken();
        SyntaxNode changed = root.ReplaceTokens([name, brace], (token, _) => token == name
            ? SyntaxFactory.Identifier("Good").WithLeadingTrivia(name.LeadingTrivia)
            : brace.WithLeadingTrivia(name.TrailingTrivia));
        return document.WithSyntaxRoot(changed);
    }
}

/// <summary>Adds a document besides the renaming.</summary>
public sealed class AddDocumentFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, (CancellationToken token) => AddAsync(context.Document, name, token), Key), diagnostic);
    }

    private static async Task<Solution> AddAsync(Document document, SyntaxToken name, CancellationToken cancellationToken)
    {
        Document renamed = await ReplaceAsync(document, name, "Good", cancellationToken);
        return renamed.Project.AddDocument("Added.cs", SourceText.From("class Added { }"), filePath: "/0/Added.cs").Project.Solution;
    }
}

/// <summary>Replaces the contents of the additional file and of the .editorconfig, if there are any, besides the renaming.</summary>
public sealed class OtherFilesFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, (CancellationToken token) => ChangeAsync(context.Document, name, token), Key), diagnostic);
    }

    private static async Task<Solution> ChangeAsync(Document document, SyntaxToken name, CancellationToken cancellationToken)
    {
        Document renamed = await ReplaceAsync(document, name, "Good", cancellationToken);
        Solution solution = renamed.Project.Solution;
        foreach (DocumentId id in renamed.Project.AdditionalDocumentIds)
        {
            solution = solution.WithAdditionalDocumentText(id, SourceText.From("changed"));
        }

        foreach (DocumentId id in renamed.Project.AnalyzerConfigDocuments.Select(file => file.Id))
        {
            solution = solution.WithAnalyzerConfigDocumentText(id, SourceText.From("root = false"));
        }

        return solution;
    }
}

/// <summary>Gives the document another encoding and another checksum algorithm besides the renaming.</summary>
public abstract class ReencodingFix(System.Text.Encoding? encoding, SourceHashAlgorithm algorithm) : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, token => ChangeAsync(context.Document, name, token), Key), diagnostic);
    }

    private async Task<Document> ChangeAsync(Document document, SyntaxToken name, CancellationToken cancellationToken)
    {
        Document renamed = await ReplaceAsync(document, name, "Good", cancellationToken);
        SourceText text = await renamed.GetTextAsync(cancellationToken);
        return document.WithText(SourceText.From(text.ToString(), encoding, algorithm));
    }
}

public sealed class EncodingFix() : ReencodingFix(System.Text.Encoding.UTF8, SourceHashAlgorithm.Sha1);

public sealed class ChecksumFix() : ReencodingFix(null, SourceHashAlgorithm.Sha256);

/// <summary>Renames the document besides the class, or puts it into a folder.</summary>
public abstract class MovingFix(string name, params string[] folders) : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => null;

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken token)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, (CancellationToken cancellation) => ChangeAsync(context.Document, token, cancellation), Key), diagnostic);
    }

    private async Task<Solution> ChangeAsync(Document document, SyntaxToken token, CancellationToken cancellationToken)
    {
        Document renamed = await ReplaceAsync(document, token, "Good", cancellationToken);
        return renamed.Project.Solution.WithDocumentName(document.Id, name).WithDocumentFolders(document.Id, folders);
    }
}

public sealed class RenameDocumentFix() : MovingFix("Renamed.cs");

public sealed class MoveDocumentFix() : MovingFix("Test0.cs", "Folder");

/// <summary>Fixes the compiler's warning CS0169, a field that is never used, by removing the field.</summary>
public sealed class UnusedFieldFix : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => ["CS0169"];

    public override FixAllProvider? GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(CodeAction.Create("remove", token => RemoveAsync(context, token), "remove"), context.Diagnostics);
        return Task.CompletedTask;
    }

    private static async Task<Document> RemoveAsync(CodeFixContext context, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await context.Document.GetSyntaxRootAsync(cancellationToken))!;
        SyntaxNode field = root.FindNode(context.Span).AncestorsAndSelf().OfType<FieldDeclarationSyntax>().First();
        return context.Document.WithSyntaxRoot(root.RemoveNode(field, SyntaxRemoveOptions.KeepNoTrivia)!);
    }
}

/// <summary>Renames one by one to "Good...", and in Fix All to a name that tells the scope.</summary>
public sealed class ScopeFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => new ScopeFixAll([FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution]);
}

/// <summary>Renames one by one to "Good...", and in Fix All puts another "Bad" in front, without end.</summary>
public sealed class EndlessInBatchesFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => new ScopeFixAll([FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], _ => "BadBad");
}

/// <summary>Renames one by one to "Good...", and in Fix All to a name that tells the ids that may be fixed.</summary>
public sealed class IdsFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        SourceText text = await document.GetTextAsync(context.CancellationToken);
        return document.WithText(text.WithChanges(diagnostics.Select(diagnostic => new TextChange(diagnostic.Location.SourceSpan, string.Concat(context.DiagnosticIds.Order())))));
    });
}

/// <summary>Makes a proper tree one by one, and none in Fix All.</summary>
public sealed class FixAllTreeFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => FixAllProvider.Create(async (context, document, diagnostics) =>
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(context.CancellationToken))!;
        return await ReplaceAsync(document, root.FindToken(diagnostics[0].Location.SourceSpan.Start), "Good : I", context.CancellationToken);
    });

    protected override void Register(CodeFixContext context, Diagnostic diagnostic, SyntaxToken name)
    {
        context.RegisterCodeFix(CodeAction.Create(Key, token => ReparseAsync(context.Document, name, token), Key), diagnostic);
    }

    private static async Task<Document> ReparseAsync(Document document, SyntaxToken name, CancellationToken cancellationToken)
    {
        SourceText text = await document.GetTextAsync(cancellationToken);
        return document.WithText(text.WithChanges(new TextChange(name.Span, "Good : I")));
    }
}

/// <summary>As <see cref="ScopeFix"/>, with Fix All in document only.</summary>
public sealed class DocumentScopeFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => new ScopeFixAll([FixAllScope.Document]);
}

/// <summary>Fix All gives no action.</summary>
public sealed class NoFixAllActionFix : RenameFix
{
    public override FixAllProvider? GetFixAllProvider() => new NoAction();

    private sealed class NoAction : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(null);
    }
}

/// <summary>Replaces the leading "Bad" of the names in the scope.</summary>
internal sealed class ScopeFixAll(IEnumerable<FixAllScope> scopes, Func<FixAllScope, string>? getName = null) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => scopes;

    public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        return Task.FromResult<CodeAction?>(CodeAction.Create("all", (CancellationToken token) => FixAsync(fixAllContext, token), "all"));
    }

    private async Task<Solution> FixAsync(FixAllContext context, CancellationToken cancellationToken)
    {
        string name = getName?.Invoke(context.Scope) ?? context.Scope.ToString();
        Solution solution = context.Solution;
        foreach (Document document in GetDocuments(context))
        {
            ImmutableArray<Diagnostic> diagnostics = await context.GetDocumentDiagnosticsAsync(document);
            SourceText text = await document.GetTextAsync(cancellationToken);
            SourceText changed = text.WithChanges(diagnostics.Select(diagnostic => new TextChange(new TextSpan(diagnostic.Location.SourceSpan.Start, 3), name)));
            solution = solution.WithDocumentText(document.Id, changed);
        }

        return solution;
    }

    private static IEnumerable<Document> GetDocuments(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => [context.Document!],
        FixAllScope.Project => context.Project.Documents,
        _ => context.Solution.Projects.SelectMany(project => project.Documents),
    };
}
