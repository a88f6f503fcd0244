using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Diagnostics as the lines of a test that would expect them.</summary>
internal sealed class ExpectationFormatter(ImmutableArray<DiagnosticAnalyzer> analyzers, string defaultFilePath)
{
    internal string Format(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach ((int index, Diagnostic diagnostic) in diagnostics.Index())
        {
            text.Append("// ").AppendLine(diagnostic.ToString());
            Location location = diagnostic.Location;
            if (location.IsInSource)
            {
                AppendMarkedLine(text, location, index);
            }

            DiagnosticAnalyzer? analyzer = FindAnalyzer(diagnostic.Id);
            bool nameable = location.IsInSource && analyzer?.SupportedDiagnostics.Length == 1;
            text.Append(analyzer is null
                ? FormatForeign(diagnostic.Id, diagnostic.Severity)
                : $"VerifyCS.Diagnostic({(nameable ? string.Empty : analyzer.GetType().Name + "." + diagnostic.Id)})");
            if (analyzer is not null || location.IsInSource)
            {
                text.Append($".WithLocation({index})");
            }

            AppendArguments(text, diagnostic.GetArguments());
            text.Append(diagnostic.IsSuppressed ? ".WithIsSuppressed(true)" : string.Empty).AppendLine(",");
        }

        return text.ToString();
    }

    internal string Format(DiagnosticResult expected)
    {
        var text = new StringBuilder();
        text.Append("// ").AppendLine(expected.ToString());
        DiagnosticAnalyzer? analyzer = FindAnalyzer(expected.Id);
        if (analyzer is null)
        {
            text.Append(FormatForeign(expected.Id, expected.Severity));
        }
        else
        {
            string rule = expected.HasLocation && analyzer.SupportedDiagnostics.Length == 1 ? string.Empty : analyzer.GetType().Name + "." + expected.Id;
            text.Append(expected.HasLocation ? $"VerifyCS.Diagnostic({rule})" : $"new DiagnosticResult({rule})");
        }

        int locations = expected.Options.HasFlag(DiagnosticOptions.IgnoreAdditionalLocations) ? 1 : int.MaxValue;
        foreach (DiagnosticLocation location in expected.Spans.Take(locations))
        {
            text.Append(FormatLocation(location));
        }

        AppendArguments(text, expected.MessageArguments ?? []);
        if (expected.IsSuppressed is { } suppressed)
        {
            text.Append($".WithIsSuppressed({(suppressed ? "true" : "false")})");
        }

        return text.AppendLine(",").ToString();
    }

    private static void AppendMarkedLine(StringBuilder text, Location location, int index)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        string line = location.SourceTree!.GetText().Lines[span.StartLinePosition.Line].ToString();
        int start = span.StartLinePosition.Character;
        // A span of several lines is marked on its first line only.
        int end = span.EndLinePosition.Line == span.StartLinePosition.Line ? span.EndLinePosition.Character : line.Length;
        text.AppendLine(line.Insert(end, "|}").Insert(start, $"{{|#{index}:"));
    }

    private static string FormatForeign(string id, DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => $"DiagnosticResult.CompilerError(\"{id}\")",
        DiagnosticSeverity.Warning => $"DiagnosticResult.CompilerWarning(\"{id}\")",
        _ => $"new DiagnosticResult(\"{id}\", DiagnosticSeverity.{severity})",
    };

    private static void AppendArguments(StringBuilder text, IReadOnlyCollection<object?> arguments)
    {
        if (arguments.Count > 0)
        {
            text.Append($".WithArguments({string.Join(", ", arguments.Select(argument => $"\"{argument}\""))})");
        }
    }

    private DiagnosticAnalyzer? FindAnalyzer(string id)
    {
        return analyzers.FirstOrDefault(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));
    }

    private string FormatLocation(DiagnosticLocation location)
    {
        string path = location.Span.Path == defaultFilePath ? string.Empty : $"\"{location.Span.Path}\", ";
        LinePosition start = location.Span.StartLinePosition;
        LinePosition end = location.Span.EndLinePosition;
        return location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength)
            ? $".WithLocation({path}{start.Line + 1}, {start.Character + 1})"
            : $".WithSpan({path}{start.Line + 1}, {start.Character + 1}, {end.Line + 1}, {end.Character + 1})";
    }
}
