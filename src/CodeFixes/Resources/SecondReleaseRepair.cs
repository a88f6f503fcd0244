using System.Linq;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>
/// Repairs a second release. It goes where everything that comes there is released already. Where only some of it is, the release stays,
/// but as one that does nothing the second time; or the release before a finally that releases anyway goes.
/// </summary>
internal static class SecondReleaseRepair
{
    public static IEnumerable<Repair> All(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        if (site is not InvocationExpressionSyntax
            || state.Model.GetOperation(site, cancellation) is not IInvocationOperation release
            || BodyScan.Of(state, site, cancellation) is not { } scan
            || scan.Histories.FirstOrDefault(history => history.SecondReleases.Any(second => BodyScan.IsAt(second, site))) is not { } history)
        {
            yield break;
        }

        if (release.Instance is IInstanceReferenceOperation && release.Arguments.All(argument => state.Contracts.Of(argument.Value.Type!).HandleKinds.IsEmpty))
        {
            // A helper that releases a field, among other things perhaps.
            yield break;
        }

        foreach ((string title, SyntaxNode? root) in Edits(scan, history, release))
        {
            if (root is not null && TryApply(scan, root, cancellation) is { } repaired)
            {
                yield return new Repair(title, ResourceFixKeys.RemoveSecondRelease, repaired);
                yield break;
            }
        }
    }

    private static IEnumerable<(string Title, SyntaxNode? Root)> Edits(BodyScan scan, ObjectHistory history, IInvocationOperation release)
    {
        ReleaseFinding finding = BodyScan.FindingIn(release.Syntax, history);
        bool everythingIsReleased = (finding & (ReleaseFinding.Held | ReleaseFinding.Given)) == 0;
        if (everythingIsReleased)
        {
            yield return ("Remove the second release", WithoutRelease(scan, release));
        }

        // In a loop the same release comes again: to make it harmless would hide that the handle is used after its release.
        if (history.Releases.Any(other => !BodyScan.IsAt(other, release.Syntax)))
        {
            if (FirstInTryOf(scan, history, release) is { } first)
            {
                yield return ("Remove the release before the finally", WithoutRelease(scan, first));
            }

            yield return ("Release only what is not released yet", WithIdempotentRelease(scan, history, release));
            foreach (IInvocationOperation early in SameJustBefore(scan, history, release))
            {
                yield return ("Remove the release at line " + (early.Syntax.GetLocation().GetMappedLineSpan().StartLinePosition.Line + 1), WithoutRelease(scan, early));
            }
        }
    }

    private static SourceState? TryApply(BodyScan before, SyntaxNode changed, CancellationToken cancellation)
    {
        SourceState state = before.State.With(changed);
        return before.Again(state, cancellation) is { } after && after.IsBetterThan(before) ? state : null;
    }

    /// <summary>The source without a release; <see langword="null"/> if more than the release would be lost.</summary>
    private static SyntaxNode? WithoutRelease(BodyScan scan, IInvocationOperation release)
    {
        if (!Purity.HasNoEffect(release.Instance) || !release.Arguments.All(argument => Purity.HasNoEffect(argument.Value)))
        {
            return null;
        }

        // m?.Unmap() goes as a whole.
        ExpressionSyntax expression = (ExpressionSyntax)release.Syntax;
        while (expression.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == expression)
        {
            if (!Purity.HasNoEffect(scan.State.Model.GetOperation(access.Expression)))
            {
                return null;
            }

            expression = access;
        }

        var site = new SyntaxAnnotation();
        SyntaxNode root = scan.State.Root.ReplaceNode(expression, expression.WithAdditionalAnnotations(site));
        expression = (ExpressionSyntax)root.GetAnnotatedNodes(site).First();
        switch (expression.Parent)
        {
            case ExpressionStatementSyntax statement:
                // The conditions around it are looked up in the source that the model knows.
                StatementSyntax original = release.Syntax.FirstAncestorOrSelf<StatementSyntax>()!;
                var effects = new Queue<bool>(original.Ancestors().OfType<IfStatementSyntax>().Select(owner => Purity.HasNoEffect(scan.State.Model.GetOperation(owner.Condition))));
                return StatementRemover.Remove(root, statement, _ => effects.Dequeue());
            case ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax function } when release.Type?.SpecialType == SpecialType.System_Void:
                return root.ReplaceNode(function, function.WithExpressionBody(null).WithSemicolonToken(default).WithBody(StatementEditor.EmptyBlock()).WithTrailingTrivia(function.GetTrailingTrivia()));
            case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } when release.Type?.SpecialType == SpecialType.System_Void:
                return root.ReplaceNode(method, method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(StatementEditor.EmptyBlock()).WithTrailingTrivia(method.GetTrailingTrivia()));
            case AnonymousFunctionExpressionSyntax lambda when release.Type?.SpecialType == SpecialType.System_Void:
                return root.ReplaceNode(lambda, lambda.WithBody(StatementEditor.EmptyBlock().WithTriviaFrom(expression)));
            default:
                return null;
        }
    }

    private static SyntaxNode? WithIdempotentRelease(BodyScan scan, ObjectHistory history, IInvocationOperation release)
    {
        return release.Arguments.All(argument => argument.IsImplicit)
            && Handle.Of(scan.State, history.Tracked, release.Instance) is { Idempotent: { } call }
            && release.Syntax.Parent is ExpressionStatementSyntax
            && !scan.State.Contracts.Of(release.TargetMethod).ReceiverReleases!.Idempotent
            ? scan.State.Root.ReplaceNode(release.Syntax, SyntaxFactory.ParseExpression(call).WithTriviaFrom(release.Syntax))
            : null;
    }

    /// <summary>The same call on the way to the second release, with nothing in between that could tell the difference.</summary>
    private static IEnumerable<IInvocationOperation> SameJustBefore(BodyScan scan, ObjectHistory history, IInvocationOperation second)
    {
        if (!second.Arguments.All(argument => Purity.IsConstant(argument.Value)))
        {
            return Enumerable.Empty<IInvocationOperation>();
        }

        return history.Releases
            .Where(release => !BodyScan.IsAt(release, second.Syntax)
                && release.Syntax.IsEquivalentTo(second.Syntax, topLevel: false)
                && Between.IsQuiet(scan.Graph, release.Syntax, second.Syntax))
            .OrderBy(release => release.Syntax.SpanStart)
            .Select(release => scan.State.Model.GetOperation(release.Syntax))
            .OfType<IInvocationOperation>();
    }

    /// <summary>The one release in the try, if the second one stands in its finally.</summary>
    private static IInvocationOperation? FirstInTryOf(BodyScan scan, ObjectHistory history, IInvocationOperation second)
    {
        if (second.Syntax.FirstAncestorOrSelf<FinallyClauseSyntax>() is not { Parent: TryStatementSyntax statement })
        {
            return null;
        }

        List<IOperation> inTry = history.Releases.Where(release => statement.Block.Span.Contains(release.Syntax.Span)).ToList();
        return inTry.Count == 1 ? scan.State.Model.GetOperation(inTry[0].Syntax) as IInvocationOperation : null;
    }
}
