using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace MemoryRegions.CodeFixes.Lifecycle;

/// <summary>MRL204: puts what comes after the link into a try whose catch unlinks and rethrows; or unlinks in front of the throw of a catch.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LinkThrowCodeFix)), Shared]
public sealed class LinkThrowCodeFix : OfferingCodeFix
{
    /// <summary>The key of the fix.</summary>
    public const string Key = "MemoryRegions.UnlinkAndRethrow";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.LeftByThrow);

    private protected override async Task<Offer?> FindOfferAsync(Document document, TextSpan span, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model
            || Calls.Find(root, span) is not { Expression: MemberAccessExpressionSyntax { Expression: { } container }, Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } statement } syntax
            || model.GetOperation(syntax, cancellation) is not IInvocationOperation invocation)
        {
            return null;
        }

        var contracts = new ContractModel(model.Compilation);
        IArgumentOperation? argument = Topology.LinkedBy(invocation, contracts);
        if (argument?.Value.Syntax is not ExpressionSyntax region || argument.Value.Type is not { } type
            || !Purity.IsPure(container, except: null, model, cancellation) || !Purity.IsPure(region, except: null, model, cancellation)
            || Topology.UnlinkMethodOf(invocation.TargetMethod.ContainingType, contracts) is not { } unlink)
        {
            return null;
        }

        var shape = new SourceShape(await document.GetTextAsync(cancellation).ConfigureAwait(false));
        string direct = container + "." + unlink.Name + "(" + region + ");";
        if (block.Parent is MethodDeclarationSyntax)
        {
            return Wrap(document, block, statement, direct, contracts, model, shape, cancellation);
        }

        // In a try already: what its catches throw.
        return block.Parent is TryStatementSyntax { Finally: null } attempt && attempt.Block == block && Topology.ContainerPropertyOf(type, contracts) is { } property
            ? InFrontOfThrows(document, attempt, region + "." + property.Name + "?." + unlink.Name + "(" + region + ");", shape)
            : null;
    }

    private static Offer? Wrap(
        Document document, BlockSyntax block, StatementSyntax link, string unlink, ContractModel contracts, SemanticModel model, SourceShape shape, CancellationToken cancellation)
    {
        List<StatementSyntax> rest = block.Statements.SkipWhile(statement => statement != link).Skip(1).TakeWhile(static statement => statement is not LocalFunctionStatementSyntax).ToList();
        bool hasMore = rest.Count > 0 && block.Statements.Last() is LocalFunctionStatementSyntax;
        if (rest.Count == 0 || hasMore || !shape.IsMultiline(block) || HasLongTokens(rest) || rest.Any(statement => Unlinks(statement, contracts, model, cancellation)))
        {
            return null;
        }

        if (rest.Count == 1 && rest[0] is TryStatementSyntax { Finally: null } attempt && attempt.Catches.Count > 0)
        {
            // Its catches throw on.
            return attempt.Catches.Any(static clause => Throws(clause).Any()) ? InFrontOfThrows(document, attempt, unlink, shape) : null;
        }

        string indent = shape.IndentOf(rest[0]);
        string step = block.Parent?.Parent is TypeDeclarationSyntax type ? shape.StepIn(type) : "    ";
        var edits = ImmutableArray.CreateBuilder<Edit>();
        TextSpan lines = shape.WholeLines(TextSpan.FromBounds(rest[0].SpanStart, rest[rest.Count - 1].Span.End));
        if (lines.Start == rest[0].SpanStart)
        {
            return null;
        }

        // Each line by itself, so that other fixes know where their places went.
        edits.Add(new Edit(document.Id, new TextSpan(lines.Start, 0), shape.Lines(indent, "try", "{")));
        for (int start = lines.Start; start < lines.End;)
        {
            int end = shape.EndOfLine(start);
            if (shape.Between(start, end).Trim().Length > 0)
            {
                edits.Add(new Edit(document.Id, new TextSpan(start, 0), step));
            }

            start = end;
        }

        edits.Add(new Edit(document.Id, new TextSpan(lines.End, 0), shape.Lines(indent, "}", "catch", "{", step + unlink, step + "throw;", "}")));
        return new Offer("Unlink and rethrow if realize fails", Key, edits.ToImmutable());
    }

    private static Offer? InFrontOfThrows(Document document, TryStatementSyntax attempt, string unlink, SourceShape shape)
    {
        var edits = ImmutableArray.CreateBuilder<Edit>();
        foreach (ThrowStatementSyntax statement in attempt.Catches.SelectMany(Throws))
        {
            if (statement.Parent is not BlockSyntax || !shape.StartsLine(statement))
            {
                return null;
            }

            edits.Add(new Edit(document.Id, new TextSpan(statement.SpanStart, 0), unlink + shape.LineEnd + shape.IndentOf(statement)));
        }

        return edits.Count == 0 ? null : new Offer("Unlink in front of the throw", Key, edits.ToImmutable());
    }

    private static IEnumerable<ThrowStatementSyntax> Throws(CatchClauseSyntax clause)
    {
        return clause.Block.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or TryStatementSyntax)).OfType<ThrowStatementSyntax>();
    }

    /// <summary>Texts of several lines would change if they were moved.</summary>
    private static bool HasLongTokens(List<StatementSyntax> statements)
    {
        return statements.SelectMany(static statement => statement.DescendantTokens(descendIntoTrivia: true)).Any(static token => token.Text.IndexOf('\n') >= 0)
            || statements.SelectMany(static statement => statement.DescendantTrivia()).Any(static trivia => trivia.IsDirective || (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.ToString().IndexOf('\n') >= 0));
    }

    private static bool Unlinks(StatementSyntax statement, ContractModel contracts, SemanticModel model, CancellationToken cancellation)
    {
        return statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => model.GetOperation(call, cancellation) is IInvocationOperation invocation
            && invocation.Arguments.Any(argument => argument.Parameter is { } parameter && contracts.Of(invocation.TargetMethod).Parameter(parameter.Ordinal).Unlinks));
    }
}
