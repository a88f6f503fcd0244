using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>A release before each exit at which the resource leaks: one after the other, until the engine finds no more.</summary>
internal static class ReleaseForm
{
    private const int MaxReleases = 32;

    public static SourceState? Apply(LeakCase leak, CancellationToken cancellation)
    {
        if (leak.OnlyIfThrown)
        {
            return null;
        }

        if (!leak.Dependents.AreWithin(leak.Scope))
        {
            return null;
        }

        LeakCase current = leak;
        for (int round = 0; round < MaxReleases; round++)
        {
            if (ReleaseOnce(current, cancellation) is not { } next)
            {
                return null;
            }

            if (next.IsRepaired(leak))
            {
                return next.State;
            }

            current = next;
        }

        return null;
    }

    private static LeakCase? ReleaseOnce(LeakCase leak, CancellationToken cancellation)
    {
        foreach (ExitPoint exit in leak.History.Leaks.OrderBy(exit => LocationOf(exit, leak).SourceSpan.Start))
        {
            foreach (Place place in PlacesOf(exit, leak))
            {
                foreach (ReleaseStatement release in ReleaseStatement.For(leak.Handle))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var mark = new SyntaxAnnotation();
                    if (place.Insert(leak, release, mark) is { } root
                        && leak.After(root, cancellation) is { } after
                        && after.History.Leaks.Count < leak.History.Leaks.Count
                        && release.IsRight(after, mark))
                    {
                        return after;
                    }
                }
            }
        }

        return null;
    }

    private static Location LocationOf(ExitPoint exit, LeakCase leak) => ExitDescriber.Describe(exit, leak.Site).Location;

    /// <summary>Where a release may help, the most likely place first. Whether it does, the engine tells.</summary>
    private static IEnumerable<Place> PlacesOf(ExitPoint exit, LeakCase leak)
    {
        if (exit.Thrower?.BranchValue?.Syntax.FirstAncestorOrSelf<StatementSyntax>() is ThrowStatementSyntax thrower)
        {
            yield return Place.Before(thrower);
        }

        Location location = LocationOf(exit, leak);
        SyntaxNode node = leak.State.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        SyntaxToken token = leak.State.Root.FindToken(location.SourceSpan.Start);
        if (token.IsKind(SyntaxKind.CloseBraceToken) && token.Parent is BlockSyntax block)
        {
            yield return Place.AtEndOf(block);
        }
        else if (node.FirstAncestorOrSelf<StatementSyntax>() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax)
        {
            yield return Place.Before(node.FirstAncestorOrSelf<StatementSyntax>()!);
        }
        else if (BodyOf(node) is { } loop)
        {
            yield return Place.AtEndOf(loop);
        }

        if (ConditionOf(exit) is { Parent: BlockSyntax around })
        {
            yield return Place.AtEndOf(around);
        }

        if (SideOf(exit) is { } side)
        {
            yield return side;
        }

        // The rest of the scope: right if nothing is held there otherwise, or if to release it twice is.
        if (leak.Scope is BlockSyntax scope)
        {
            yield return Place.AtEndOf(scope);
        }
    }

    /// <summary>The path goes along one side of a condition, on which it meets no jump.</summary>
    private static Place? SideOf(ExitPoint exit)
    {
        if (ConditionOf(exit) is not { } statement)
        {
            return null;
        }

        bool outcome = (exit.Edge!.Source.ConditionKind == ControlFlowConditionKind.WhenTrue) == exit.Edge.IsConditionalSuccessor;
        StatementSyntax? taken = outcome ? statement.Statement : statement.Else?.Statement;
        return taken switch
        {
            BlockSyntax block => Place.AtEndOf(block),
            null => Place.ElseOf(statement),
            _ => null,
        };
    }

    /// <summary>The <c>if</c> on whose condition the path leaves.</summary>
    private static IfStatementSyntax? ConditionOf(ExitPoint exit)
    {
        return exit.Edge?.Source is { BranchValue: { } condition, ConditionKind: not ControlFlowConditionKind.None }
            && condition.Syntax.FirstAncestorOrSelf<StatementSyntax>() is IfStatementSyntax statement
            && statement.Condition.Span.Contains(condition.Syntax.Span)
            ? statement
            : null;
    }

    private static BlockSyntax? BodyOf(SyntaxNode node)
    {
        return node.FirstAncestorOrSelf<StatementSyntax>() switch
        {
            WhileStatementSyntax statement => statement.Statement,
            ForStatementSyntax statement => statement.Statement,
            DoStatementSyntax statement => statement.Statement,
            CommonForEachStatementSyntax statement => statement.Statement,
            _ => null,
        } as BlockSyntax;
    }
}
