using System.Linq;
using MemoryRegions.CodeFixes.Editing;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>MRL303: what is handed on afterwards is released in a <c>catch</c>, which throws on.</summary>
internal static class TryCatchForm
{
    public static SourceState? Apply(LeakCase leak, CancellationToken cancellation)
    {
        if (!leak.OnlyIfThrown || !(leak.History.IsGiven || leak.History.IsReturned))
        {
            return null;
        }

        foreach ((IReadOnlyList<StatementSyntax> statements, int after) in TryFinallyForm.ListsAfter(leak))
        {
            int first = -1, last = -1;
            for (int i = after; i < statements.Count; i++)
            {
                if (leak.History.Throws.Any(call => statements[i].Span.Contains(call.Syntax.Span)))
                {
                    first = first < 0 ? i : first;
                    last = i;
                }
            }

            if (first < 0)
            {
                continue;
            }

            // As little as possible; all that follows, if it needs what the try declares.
            foreach (int end in new[] { last + 1, statements.Count }.Distinct())
            {
                foreach (ReleaseStatement release in ReleaseStatement.For(leak.Handle))
                {
                    cancellation.ThrowIfCancellationRequested();
                    var mark = new SyntaxAnnotation();
                    if (TryFinally.WrapCatching(leak.State.Root, statements, first, end, layout => release.Build(layout, mark)) is { } root
                        && leak.After(root, cancellation) is { } repaired
                        && repaired.IsRepaired(leak)
                        && release.IsRight(repaired, mark))
                    {
                        return repaired.State;
                    }
                }
            }
        }

        return null;
    }
}
