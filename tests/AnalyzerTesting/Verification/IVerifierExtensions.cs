using System;
using System.Linq;
using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Microsoft.CodeAnalysis.Testing;

public static class IVerifierExtensions
{
    /// <summary>Fails with a line diff, the expected text as baseline: <c>-</c> is missing, <c>+</c> is too much.</summary>
    public static void EqualOrDiff(this IVerifier verifier, string expected, string actual, string? message = null)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        if (expected == actual)
        {
            return;
        }

        DiffPaneModel diff = Diff(expected, actual);
        if (diff.Lines.All(line => line.Type == ChangeType.Unchanged))
        {
            // Only the line ends differ: make them part of the lines.
            diff = Diff(ShowLineEnds(expected), ShowLineEnds(actual));
        }

        var text = new StringBuilder();
        text.AppendLine(message ?? "Actual and expected values differ. Expected shown in baseline of diff:");
        foreach (DiffPiece line in diff.Lines)
        {
            text.Append(line.Type switch
            {
                ChangeType.Inserted => '+',
                ChangeType.Deleted => '-',
                _ => ' ',
            });
            text.AppendLine(line.Text);
        }

        verifier.Fail(text.ToString());
    }

    private static DiffPaneModel Diff(string expected, string actual)
    {
        return new InlineDiffBuilder(new Differ()).BuildDiffModel(expected, actual, ignoreWhitespace: false);
    }

    private static string ShowLineEnds(string text)
    {
        return text.Replace("\r", "<CR>", StringComparison.Ordinal).Replace("\n", "<LF>\n", StringComparison.Ordinal);
    }
}
