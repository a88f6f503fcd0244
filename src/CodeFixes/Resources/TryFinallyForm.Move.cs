using System.Linq;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Resources;

/// <content>MRL303: there is a release already, after the calls that may throw. It goes into the finally, and they into the try.</content>
internal static partial class TryFinallyForm
{
    /// <summary>How many statements after the acquisition may stay outside the try: tests of its result, as a rule.</summary>
    private const int MaxOutside = 4;

    private static SourceState? MoveRelease(LeakCase leak, IReadOnlyList<StatementSyntax> statements, int first, CancellationToken cancellation)
    {
        int end = first;
        while (end < statements.Count && !IsRelease(leak, statements[end]))
        {
            end++;
        }

        if (end == statements.Count)
        {
            return null;
        }

        for (int start = first; start < Math.Min(end, first + MaxOutside); start++)
        {
            if (Move(leak, statements, start, end, end, cancellation) is { } moved)
            {
                return moved;
            }

            // What the try declares is returned after the release: then the return goes into the try too.
            if (end + 2 == statements.Count && statements[end + 1] is ReturnStatementSyntax { Expression: { } value } && Purity.IsConstant(leak.State.Model.GetOperation(value, cancellation))
                && Move(leak, statements, start, statements.Count, end, cancellation) is { } withReturn)
            {
                return withReturn;
            }
        }

        return null;
    }

    private static SourceState? Move(LeakCase leak, IReadOnlyList<StatementSyntax> statements, int start, int end, int release, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var mark = new SyntaxAnnotation();
        if (leak.After(TryFinally.WrapMoving(leak.State.Root, statements, start, end, release, mark), cancellation) is not { } after
            || !after.IsRepaired(leak)
            || after.State.Root.GetAnnotatedNodes(mark).FirstOrDefault() is not { } node)
        {
            return null;
        }

        // It must find there what it found before.
        ReleaseFinding finding = BodyScan.FindingIn(node, after.History);
        return (finding & ReleaseFinding.Held) != 0 && (finding & ~BodyScan.FindingIn(statements[release], leak.History)) == 0 ? after.State : null;
    }

    private static bool IsRelease(LeakCase leak, StatementSyntax statement)
    {
        return statement is ExpressionStatementSyntax { Expression: { } expression } && leak.History.Releases.Any(release => release.Syntax.Span == expression.Span);
    }
}
