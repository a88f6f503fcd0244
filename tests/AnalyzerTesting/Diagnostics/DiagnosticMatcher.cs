using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Decides which expected diagnostic stands for which actual one: the assignment with the fewest differences. An expectation
/// that says little can fit several diagnostics, so that taking the first that fits would not do.
/// </summary>
internal static class DiagnosticMatcher
{
    /// <summary>The actual diagnostics in the order of the expected ones that they belong to. Both lists are equally long.</summary>
    internal static ImmutableArray<Diagnostic> Match(IReadOnlyList<DiagnosticResult> expected, IReadOnlyList<Diagnostic> actual)
    {
        int count = expected.Count;
        var cost = new int[count, count];
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                cost[row, column] = GetDistance(expected[row], actual[column]);
            }
        }

        return [.. Assignment.Solve(cost).Select(column => actual[column])];
    }

    /// <summary>The number of differences; those of place weigh more.</summary>
    internal static int GetDistance(DiagnosticResult expected, Diagnostic actual)
    {
        return GetLocationDistance(expected, actual)
            + (expected.Id == actual.Id ? 0 : 1)
            + (expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity) || expected.Severity == actual.Severity ? 0 : 1)
            + (IsMessageMatch(expected, actual) ? 0 : 1);
    }

    /// <summary>Is this the path that the expectation means?</summary>
    internal static bool IsPathMatch(FileLinePositionSpan expected, FileLinePositionSpan actual)
    {
        return actual.Path == expected.Path
            || (actual.Path?.Contains("Test0.", StringComparison.Ordinal) == true && expected.Path.Contains("Test.", StringComparison.Ordinal));
    }

    private static int GetLocationDistance(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
        {
            return actual.Location == Location.None ? 0 : 3;
        }

        (bool path, bool start, bool end) = Compare(expected.Spans[0], actual.Location);
        if (!path || !start || !end)
        {
            return start && end ? 1 : start || end ? 2 : 3;
        }

        bool additional = expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations)
            || (expected.Spans.Length - 1 == actual.AdditionalLocations.Count
                && expected.Spans.Skip(1).Zip(actual.AdditionalLocations).All(pair => Compare(pair.First, pair.Second) == (true, true, true)));
        return additional ? 0 : 1;
    }

    private static (bool Path, bool Start, bool End) Compare(DiagnosticLocation expected, Location actual)
    {
        FileLinePositionSpan span = actual.GetLineSpan();
        return (
            IsPathMatch(expected.Span, span),
            span.StartLinePosition == expected.Span.StartLinePosition,
            expected.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength) || span.EndLinePosition == expected.Span.EndLinePosition);
    }

    private static bool IsMessageMatch(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Message is { } message)
        {
            return message == actual.GetMessage();
        }

        return expected.MessageArguments is not { Length: > 0 } arguments
            || DiagnosticComparer.ToTexts(arguments).SequenceEqual(DiagnosticComparer.ToTexts(actual.GetArguments()));
    }
}
