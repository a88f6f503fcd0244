using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares the diagnostics that came with those that were expected, in the order in which the library does it.</summary>
internal sealed class DiagnosticComparer(
    ImmutableArray<DiagnosticAnalyzer> analyzers,
    string defaultFilePath,
    Action<Diagnostic, DiagnosticResult, IVerifier>? diagnosticVerifier,
    IVerifier verifier)
{
    private readonly ExpectationFormatter _formatter = new(analyzers, defaultFilePath);

    internal static IEnumerable<string> ToTexts(IEnumerable<object?> arguments)
    {
        return arguments.Select(argument => argument?.ToString() ?? string.Empty);
    }

    internal void Compare(IReadOnlyList<DiagnosticResult> expected, IReadOnlyList<Diagnostic> actual)
    {
        CompareCount(expected.Count, actual);
        foreach ((DiagnosticResult wanted, Diagnostic found) in expected.Zip(DiagnosticMatcher.Match(expected, actual)))
        {
            CompareLocations(wanted, found);
            CompareIdentity(wanted, found);
            CompareMessage(wanted, found);
            CompareSuppression(wanted, found);
            diagnosticVerifier?.Invoke(found, wanted, verifier);
        }
    }

    private void CompareCount(int expected, IReadOnlyList<Diagnostic> actual)
    {
        // CRLF on every platform: the library does so.
        string diagnostics = actual.Count > 0 ? _formatter.Format(actual) : "    NONE.";
        verifier.Equal(expected, actual.Count, $"Mismatch between number of diagnostics returned, expected \"{expected}\" actual \"{actual.Count}\"\r\n\r\nDiagnostics:\r\n{diagnostics}\r\n");
    }

    private void CompareLocations(DiagnosticResult expected, Diagnostic actual)
    {
        if (!expected.HasLocation)
        {
            verifier.Equal(Location.None, actual.Location, Explain(expected, actual, "Expected a project diagnostic with no location:"));
            return;
        }

        CompareLocation(expected, actual, expected.Spans[0], actual.Location);
        if (expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations))
        {
            return;
        }

        int wanted = expected.Spans.Length - 1;
        int found = actual.AdditionalLocations.Count;
        verifier.Equal(wanted, found, Explain(expected, actual, $"Expected {wanted} additional locations but got {found} for Diagnostic:"));
        for (int i = 0; i < wanted; i++)
        {
            CompareLocation(expected, actual, expected.Spans[i + 1], actual.AdditionalLocations[i]);
        }
    }

    private void CompareLocation(DiagnosticResult expected, Diagnostic actual, DiagnosticLocation wanted, Location found)
    {
        FileLinePositionSpan span = found.GetLineSpan();
        verifier.True(
            DiagnosticMatcher.IsPathMatch(wanted.Span, span),
            Explain(expected, actual, $"Expected diagnostic to be in file \"{wanted.Span.Path}\" was actually in file \"{span.Path}\""));
        ComparePosition(expected, actual, wanted.Span.StartLinePosition, span.StartLinePosition, "start");
        if (!wanted.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength))
        {
            ComparePosition(expected, actual, wanted.Span.EndLinePosition, span.EndLinePosition, "end");
        }
    }

    private void ComparePosition(DiagnosticResult expected, Diagnostic actual, LinePosition wanted, LinePosition found, string what)
    {
        verifier.Equal(wanted.Line, found.Line, Explain(expected, actual, $"Expected diagnostic to {what} on line \"{wanted.Line + 1}\" was actually on line \"{found.Line + 1}\""));
        verifier.Equal(wanted.Character, found.Character, Explain(expected, actual, $"Expected diagnostic to {what} at column \"{wanted.Character + 1}\" was actually at column \"{found.Character + 1}\""));
    }

    private void CompareIdentity(DiagnosticResult expected, Diagnostic actual)
    {
        verifier.Equal(expected.Id, actual.Id, Explain(expected, actual, $"Expected diagnostic id to be \"{expected.Id}\" was \"{actual.Id}\""));
        if (!expected.Options.HasFlag(DiagnosticOptions.IgnoreSeverity))
        {
            verifier.Equal(expected.Severity, actual.Severity, Explain(expected, actual, $"Expected diagnostic severity to be \"{expected.Severity}\" was \"{actual.Severity}\""));
        }
    }

    private void CompareMessage(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.Message is { } message)
        {
            verifier.Equal(message, actual.GetMessage(), Explain(expected, actual, $"Expected diagnostic message to be \"{message}\" was \"{actual.GetMessage()}\""));
        }
        else if (expected.MessageArguments is { Length: > 0 } arguments)
        {
            verifier.SequenceEqual(ToTexts(arguments), ToTexts(actual.GetArguments()), StringComparer.Ordinal, Explain(expected, actual, "Expected diagnostic message arguments to match"));
        }
    }

    private void CompareSuppression(DiagnosticResult expected, Diagnostic actual)
    {
        if (expected.IsSuppressed is { } suppressed)
        {
            verifier.Equal(suppressed, actual.IsSuppressed, Explain(expected, actual, "Expected diagnostic suppression state to match"));
        }
    }

    private string Explain(DiagnosticResult expected, Diagnostic actual, string message)
    {
        string[] lines = [message, string.Empty, "Expected diagnostic:", "    " + _formatter.Format(expected), "Actual diagnostic:", "    " + _formatter.Format([actual]), string.Empty];
        return string.Join(Environment.NewLine, lines);
    }
}
