using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>An expected diagnostic. Lines and columns are 1-based. Every <c>With...</c> returns a changed copy.</summary>
public readonly struct DiagnosticResult
{
    public static readonly DiagnosticResult[] EmptyDiagnosticResults = [];

    private readonly ImmutableArray<DiagnosticLocation> _spans;
    private readonly string? _message;
    private readonly bool _suppressMessage;

    public DiagnosticResult(string id, DiagnosticSeverity severity)
    {
        Id = id;
        Severity = severity;
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity)
    {
        MessageFormat = descriptor.MessageFormat;
    }

    /// <summary>The location, then the additional locations; empty if there is none.</summary>
    public ImmutableArray<DiagnosticLocation> Spans
    {
        get => _spans.IsDefault ? [] : _spans;
        private init => _spans = value;
    }

    public DiagnosticSeverity Severity { get; private init; }

    public DiagnosticOptions Options { get; private init; }

    public string Id { get; }

    public LocalizableString? MessageFormat { get; private init; }

    public object?[]? MessageArguments { get; private init; }

    /// <summary><see langword="null"/>: either state will do.</summary>
    public bool? IsSuppressed { get; private init; }

    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>The message to compare, or <see langword="null"/> if it is not to be compared.</summary>
    public string? Message
    {
        get
        {
            if (_suppressMessage || _message is not null || MessageFormat is null)
            {
                return _suppressMessage ? null : _message;
            }

            string format = MessageFormat.ToString(CultureInfo.InvariantCulture);
            try
            {
                return string.Format(CultureInfo.InvariantCulture, format, MessageArguments ?? []);
            }
            catch (FormatException)
            {
                // Fewer arguments than the format has places: the mismatch shows the format.
                return format;
            }
        }
    }

    public static DiagnosticResult CompilerError(string identifier) => new(identifier, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string identifier) => new(identifier, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    public DiagnosticResult WithOptions(DiagnosticOptions options) => this with { Options = options };

    public DiagnosticResult WithArguments(params object[] arguments) => this with { MessageArguments = arguments };

    /// <summary>Compares the whole message; <see langword="null"/> compares none.</summary>
    public DiagnosticResult WithMessage(string? message) => new(this, message);

    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat) => this with { MessageFormat = messageFormat };

    public DiagnosticResult WithIsSuppressed(bool? isSuppressed) => this with { IsSuppressed = isSuppressed };

    public DiagnosticResult WithNoLocation() => this with { Spans = [] };

    public DiagnosticResult WithLocation(int line, int column) => WithLocation(string.Empty, line, column);

    public DiagnosticResult WithLocation(LinePosition location) => WithLocation(string.Empty, location);

    public DiagnosticResult WithLocation(string path, int line, int column) => WithLocation(path, Position(line, column));

    public DiagnosticResult WithLocation(string path, LinePosition location) => WithLocation(path, location, DiagnosticLocationOptions.None);

    public DiagnosticResult WithLocation(string path, LinePosition location, DiagnosticLocationOptions options) =>
        WithSpan(new FileLinePositionSpan(path, location, location), options | DiagnosticLocationOptions.IgnoreLength);

    public DiagnosticResult WithLocation(int markupKey) => WithLocation(markupKey, DiagnosticLocationOptions.None);

    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options)
    {
        var key = new LinePosition(0, markupKey);
        return WithSpan(new FileLinePositionSpan(string.Empty, key, key), options | DiagnosticLocationOptions.InterpretAsMarkupKey);
    }

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(string.Empty, startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn) =>
        WithSpan(new FileLinePositionSpan(path, Position(startLine, startColumn), Position(endLine, endColumn)));

    public DiagnosticResult WithSpan(FileLinePositionSpan span) => WithSpan(span, DiagnosticLocationOptions.None);

    public DiagnosticResult WithSpan(FileLinePositionSpan span, DiagnosticLocationOptions options) =>
        this with { Spans = Spans.Add(new DiagnosticLocation(span, options)) };

    /// <summary>Puts <paramref name="path"/> where a location has none. Markup keys stay without.</summary>
    public DiagnosticResult WithDefaultPath(string path) => WithEachSpan(location =>
        location.Span.Path.Length > 0 || location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey)
            ? location
            : new DiagnosticLocation(new FileLinePositionSpan(path, location.Span.Span), location.Options));

    /// <summary>Moves every location down by <paramref name="offset"/> lines.</summary>
    public DiagnosticResult WithLineOffset(int offset) => WithEachSpan(location =>
    {
        LinePosition start = location.Span.StartLinePosition;
        LinePosition end = location.Span.EndLinePosition;
        var moved = new FileLinePositionSpan(location.Span.Path, new LinePosition(start.Line + offset, start.Character), new LinePosition(end.Line + offset, end.Character));
        return new DiagnosticLocation(moved, location.Options);
    });

    public override string ToString()
    {
        var text = new StringBuilder();
        if (HasLocation)
        {
            DiagnosticLocation location = Spans[0];
            text.Append(location.Span.Path.Length == 0 ? "?" : location.Span.Path);
            text.Append(CultureInfo.InvariantCulture, $"({location.Span.StartLinePosition.Line + 1},{location.Span.StartLinePosition.Character + 1}");
            if (!location.Options.HasFlag(DiagnosticLocationOptions.IgnoreLength))
            {
                text.Append(CultureInfo.InvariantCulture, $",{location.Span.EndLinePosition.Line + 1},{location.Span.EndLinePosition.Character + 1}");
            }

            text.Append("): ");
        }

        text.Append(Severity.ToString().ToLowerInvariant()).Append(' ').Append(Id);
        if (Message is { } message)
        {
            text.Append(": ").Append(message);
        }

        return text.ToString();
    }

    /// <summary>Replaces the markup keys by the places that the markup gave them.</summary>
    internal DiagnosticResult WithAppliedMarkupLocations(IReadOnlyDictionary<string, FileLinePositionSpan> markupLocations) => WithEachSpan(location =>
    {
        if (!location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
        {
            return location;
        }

        string key = "#" + location.Span.StartLinePosition.Character.ToString(CultureInfo.InvariantCulture);
        if (!markupLocations.TryGetValue(key, out FileLinePositionSpan place))
        {
            throw new InvalidOperationException($"The markup location '{key}' was not found in the input.");
        }

        return new DiagnosticLocation(place, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey);
    });

    private DiagnosticResult(DiagnosticResult original, string? message)
    {
        this = original;
        _message = message;
        _suppressMessage = message is null;
    }

    private static LinePosition Position(int line, int column) => new(line - 1, column - 1);

    private DiagnosticResult WithEachSpan(Func<DiagnosticLocation, DiagnosticLocation> change) =>
        HasLocation ? this with { Spans = [.. Spans.Select(change)] } : this;
}
