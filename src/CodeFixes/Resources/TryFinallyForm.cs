using System.Linq;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>Everything after the acquisition goes into a <c>try</c>, and the release into its <c>finally</c>.</summary>
internal static partial class TryFinallyForm
{
    public static SourceState? Apply(LeakCase leak, CancellationToken cancellation)
    {
        if (leak.Dependents.HandsOn || !leak.Dependents.AreWithin(leak.Scope))
        {
            return null;
        }

        foreach ((IReadOnlyList<StatementSyntax> statements, int first) in ListsAfter(leak))
        {
            // Later uses, outside the try, would come after the release.
            if (first >= statements.Count || leak.Dependents.AreUsedAfter(leak.State.Model, leak.Scope, statements[statements.Count - 1].Span.End))
            {
                continue;
            }

            if (leak.OnlyIfThrown && MoveRelease(leak, statements, first, cancellation) is { } moved)
            {
                return moved;
            }

            foreach (ReleaseStatement release in ReleaseStatement.For(leak.Handle))
            {
                cancellation.ThrowIfCancellationRequested();
                var mark = new SyntaxAnnotation();
                if (TryFinally.Wrap(leak.State.Root, statements, first, layout => new[] { release.Build(layout, mark) }) is { } root
                    && leak.After(root, cancellation) is { } after
                    && after.IsRepaired(leak)
                    && release.IsRight(after, mark))
                {
                    return after.State;
                }
            }
        }

        return null;
    }

    /// <summary>The statements that run after the acquisition, with the index of the first of them.</summary>
    internal static IEnumerable<(IReadOnlyList<StatementSyntax> Statements, int First)> ListsAfter(LeakCase leak)
    {
        StatementSyntax? statement = leak.Site.FirstAncestorOrSelf<StatementSyntax>();
        switch (statement)
        {
            case IfStatementSyntax conditional:
                // Acquired if the condition holds, or if it does not.
                if (conditional.Statement is BlockSyntax then)
                {
                    yield return (then.Statements, 0);
                }

                if (conditional.Else?.Statement is BlockSyntax otherwise)
                {
                    yield return (otherwise.Statements, 0);
                }

                break;
            case WhileStatementSyntax { Statement: BlockSyntax body }:
                yield return (body.Statements, 0);
                yield break;
        }

        if (statement is not null && StatementEditor.Siblings(statement) is { } siblings)
        {
            yield return (siblings, siblings.ToList().IndexOf(statement) + 1);
        }

        // A variable that is declared before it may get the resource: from its declaration on.
        if (leak.Handle.Variable is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax().FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } declaration
            && declaration != statement
            && StatementEditor.Siblings(declaration) is { } around)
        {
            yield return (around, around.ToList().IndexOf(declaration) + 1);
        }
    }
}
