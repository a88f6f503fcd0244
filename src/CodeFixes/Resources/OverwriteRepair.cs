using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>The resource is released before its variable gets another value.</summary>
internal static class OverwriteRepair
{
    public static IEnumerable<Repair> All(BodyScan scan, SyntaxNode site, CancellationToken cancellation)
    {
        ObjectHistory? history = scan.Histories.FirstOrDefault(candidate => candidate.Losses.Any(loss => loss.Value == LossKind.Overwritten && BodyScan.IsAt(loss.Key, site)));
        if (history is null || Handle.Of(scan.State, history.Tracked, TargetOf(scan, site, history)) is not { } handle)
        {
            yield break;
        }

        Dependents dependents = Dependents.Of(handle.Variable, scan.Body, scan.State.Contracts);
        if (dependents.AnyLivesAcross(scan.State.Model, scan.Body.Syntax, site))
        {
            yield break;
        }

        foreach (ReleaseStatement release in ReleaseStatement.For(handle))
        {
            foreach (Func<SyntaxAnnotation, SyntaxNode?> edit in Edits(scan, site, release, dependents))
            {
                cancellation.ThrowIfCancellationRequested();
                var mark = new SyntaxAnnotation();
                if (edit(mark) is { } root && Accept(scan, history, release, root, mark, cancellation) is { } repaired)
                {
                    yield return new Repair("Release '" + handle.Variable.Name + "' before it is overwritten", ResourceFixKeys.KeepAndRelease, repaired);
                    yield break;
                }
            }
        }
    }

    private static SourceState? Accept(
        BodyScan before, ObjectHistory history, ReleaseStatement release, SyntaxNode root, SyntaxAnnotation mark, CancellationToken cancellation)
    {
        SourceState state = before.State.With(root);
        return before.Again(state, cancellation) is { } after
            && after.IsBetterThan(before)
            && state.Root.GetAnnotatedNodes(mark).FirstOrDefault() is { } node
            && after.Histories.Any(other => other.Tracked.Kind == history.Tracked.Kind && other.Tracked.Origin == history.Tracked.Origin && release.IsRight(after, node, other))
            ? state
            : null;
    }

    /// <summary>What is overwritten: the target of the assignment, or the out argument.</summary>
    private static IOperation? TargetOf(BodyScan scan, SyntaxNode site, ObjectHistory history)
    {
        switch (scan.State.Model.GetOperation(site))
        {
            case ISimpleAssignmentOperation assignment:
                return assignment.Target;
            case IInvocationOperation invocation:
                IArgumentOperation[] arguments = invocation.Arguments.Where(argument => argument.Parameter?.RefKind == RefKind.Out).ToArray();
                return arguments.Length == 1
                    ? arguments[0].Value
                    : arguments.FirstOrDefault(argument => argument.Parameter!.Ordinal == history.Tracked.Argument && BodyScan.IsAt(history.Tracked.Site, site))?.Value;
            default:
                return null;
        }
    }

    private static IEnumerable<Func<SyntaxAnnotation, SyntaxNode?>> Edits(BodyScan scan, SyntaxNode site, ReleaseStatement release, Dependents dependents)
    {
        SyntaxNode root = scan.State.Root;
        SemanticModel model = scan.State.Model;
        StatementSyntax? statement = site.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is null)
        {
            yield break;
        }

        if (statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } && assignment == site && dependents.AreUsedIn(model, assignment.Right))
        {
            // The new value needs the old resource: made first, then the old one is released.
            yield return mark => WithTemporary(scan, statement, assignment, release, mark);
        }
        else if (IsExecutedOnce(site, statement) && !IsUsedBefore(model, dependents, statement, site, site.Span.End))
        {
            yield return mark => StatementEditor.InsertBefore(root, statement, layout => new[] { release.Build(layout, mark) });
        }

        // What a loop acquired in this round is released in this round.
        if (statement.AncestorsAndSelf().TakeWhile(node => node is not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .FirstOrDefault(node => node is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax) is StatementSyntax loop
            && LoopBody(loop) is { } body
            && !dependents.AreUsedAfter(model, scan.Body.Syntax, body.Span.End)
            && !loop.ChildNodes().Any(part => part != body && IsUsedBefore(model, dependents, part, site, part.Span.End)))
        {
            yield return mark => StatementEditor.InsertAtEnd(root, body, layout => new[] { release.Build(layout, mark) });
        }
    }

    private static BlockSyntax? LoopBody(StatementSyntax loop)
    {
        return loop switch
        {
            WhileStatementSyntax statement => statement.Statement,
            ForStatementSyntax statement => statement.Statement,
            DoStatementSyntax statement => statement.Statement,
            CommonForEachStatementSyntax statement => statement.Statement,
            _ => null,
        } as BlockSyntax;
    }

    private static SyntaxNode? WithTemporary(BodyScan scan, StatementSyntax statement, AssignmentExpressionSyntax assignment, ReleaseStatement release, SyntaxAnnotation mark)
    {
        SemanticModel model = scan.State.Model;
        if (model.GetTypeInfo(assignment.Left).Type is not { } target)
        {
            return null;
        }

        TypeInfo value = model.GetTypeInfo(assignment.Right);
        string type = value.Type is { } natural && natural.Equals(target, SymbolEqualityComparer.Default) ? "var" : target.ToMinimalDisplayString(model, assignment.SpanStart);
        string name = FreshName.In(scan.Body.Syntax, "next");
        var declaration = (LocalDeclarationStatementSyntax)StatementEditor.Parse(type + " " + name + " = __value;");
        declaration = declaration.ReplaceNode(declaration.Declaration.Variables[0].Initializer!.Value, assignment.Right.WithoutTrivia());
        StatementSyntax changed = statement.ReplaceNode(assignment.Right, SyntaxFactory.IdentifierName(name).WithTriviaFrom(assignment.Right));
        return StatementEditor.InsertBefore(scan.State.Root, statement, layout => new[] { declaration, release.Build(layout, mark) }, changed);
    }

    /// <summary>The assignment is executed exactly once whenever the statement is.</summary>
    private static bool IsExecutedOnce(SyntaxNode site, StatementSyntax statement)
    {
        if (statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax || (statement is IfStatementSyntax && statement.Parent is ElseClauseSyntax))
        {
            return false;
        }

        SyntaxNode child = site;
        for (SyntaxNode? node = site.Parent; node is not null && child != statement; child = node, node = node.Parent)
        {
            bool always = node switch
            {
                BinaryExpressionSyntax binary => binary.Left == child
                    || binary.Kind() is not (SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression),
                ConditionalExpressionSyntax conditional => conditional.Condition == child,
                ConditionalAccessExpressionSyntax access => access.Expression == child,
                AssignmentExpressionSyntax coalesce => coalesce.Left == child || !coalesce.IsKind(SyntaxKind.CoalesceAssignmentExpression),
                SwitchExpressionArmSyntax or AnonymousFunctionExpressionSyntax => false,
                _ => true,
            };
            if (!always)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The code before a position still needs the old resource: it names it other than as what is overwritten.</summary>
    private static bool IsUsedBefore(SemanticModel model, Dependents dependents, SyntaxNode code, SyntaxNode site, int position)
    {
        ExpressionSyntax? target = (site as AssignmentExpressionSyntax)?.Left;
        return code.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            name.SpanStart < position
            && !(target is not null && target.Span.Contains(name.Span))
            && !(name.Parent is ArgumentSyntax argument && argument.RefKindKeyword.IsKind(SyntaxKind.OutKeyword))
            && dependents.AreUsedIn(model, name));
    }
}
