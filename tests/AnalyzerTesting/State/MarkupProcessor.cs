using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Removes the markup from the files of a state, and collects what it stood for.</summary>
internal sealed class MarkupProcessor(
    MarkupMode mode,
    MarkupOptions options,
    DiagnosticDescriptor? defaultDiagnostic,
    ImmutableArray<DiagnosticDescriptor> supportedDiagnostics,
    ImmutableArray<string> fixableDiagnostics)
{
    private const DiagnosticOptions FromMarkup = DiagnosticOptions.IgnoreAdditionalLocations | DiagnosticOptions.IgnoreSeverity;

    /// <summary>The diagnostics that the markup expects.</summary>
    internal List<DiagnosticResult> Expected { get; } = [];

    /// <summary>The spans <c>{|#n:...|}</c>, by <c>#n</c>.</summary>
    internal Dictionary<string, FileLinePositionSpan> Locations { get; } = [];

    internal void Process(ProjectState project)
    {
        if (mode == MarkupMode.None)
        {
            return;
        }

        Process(project.Sources);
        Process(project.AdditionalFiles);
        Process(project.AnalyzerConfigFiles);
    }

    private void Process(SourceFileCollection files)
    {
        for (int i = 0; i < files.Count; i++)
        {
            (string filename, SourceText content) = files[i];
            TestFileMarkupParser.GetPositionsAndSpans(
                content.ToString(),
                options.HasFlag(MarkupOptions.TreatPositionIndicatorsAsCode),
                out string text,
                out ImmutableArray<int> positions,
                out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans);
            if (positions.IsEmpty && spans.IsEmpty)
            {
                continue;
            }

            var stripped = SourceText.From(text, content.Encoding, content.ChecksumAlgorithm);
            files[i] = (filename, stripped);
            if (mode != MarkupMode.Ignore)
            {
                Collect(filename, stripped.Lines, positions, spans);
            }
        }
    }

    private void Collect(string filename, TextLineCollection lines, ImmutableArray<int> positions, ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        foreach (int position in positions)
        {
            if (Expect(string.Empty) is { } diagnostic)
            {
                Expected.Add(diagnostic.WithLocation(filename, lines.GetLinePosition(position)));
            }
        }

        foreach ((string name, TextSpan span) in spans.SelectMany(named => named.Value.Select(span => (named.Key, span))))
        {
            var place = new FileLinePositionSpan(filename, lines.GetLinePositionSpan(span));
            if (name.StartsWith('#'))
            {
                if (!Locations.TryAdd(name, place))
                {
                    throw new InvalidOperationException($"Input contains multiple markup locations with key '{name}'");
                }
            }
            else if (Expect(name) is { } diagnostic)
            {
                Expected.Add(diagnostic.WithSpan(place));
            }
        }
    }

    /// <summary>The diagnostic of a span with this name, or <see langword="null"/> if the mode ignores it.</summary>
    private DiagnosticResult? Expect(string name)
    {
        DiagnosticResult? expected = name.Length == 0 ? ExpectDefault() : ExpectNamed(name);
        bool ignored = mode == MarkupMode.IgnoreFixable && expected is { } diagnostic && fixableDiagnostics.Contains(diagnostic.Id);
        return ignored ? null : expected?.WithMessage(null).WithOptions(FromMarkup);
    }

    private DiagnosticResult ExpectDefault()
    {
        return defaultDiagnostic is null
            ? throw new InvalidOperationException("Markup syntax can only omit the diagnostic ID if the first analyzer only supports a single diagnostic. To customize the default value, override AnalyzerTest<TVerifier>.GetDefaultDiagnostic or specify MarkupOptions.UseFirstDescriptor.")
            : new DiagnosticResult(defaultDiagnostic);
    }

    private DiagnosticResult ExpectNamed(string id)
    {
        DiagnosticDescriptor[] candidates = [.. supportedDiagnostics.Where(descriptor => descriptor.Id == id)];
        if (candidates.Length > 1 && !options.HasFlag(MarkupOptions.UseFirstDescriptor))
        {
            throw new InvalidOperationException($"Multiple diagnostic descriptors with ID {id} were found. Use the explicitly diagnostic creation syntax or specify MarkupOptions.UseFirstDescriptor to use the first matching diagnostic.");
        }

        // An id that no analyzer supports can only be the compiler's.
        return candidates.Length > 0 ? new DiagnosticResult(candidates[0]) : DiagnosticResult.CompilerError(id);
    }
}
