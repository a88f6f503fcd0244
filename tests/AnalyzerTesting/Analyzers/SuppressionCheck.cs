using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Diagnostics must be where a <c>#pragma</c> can disable them: in the tree of their location.</summary>
internal sealed class SuppressionCheck(string language, ImmutableArray<DiagnosticAnalyzer> analyzers) : SilenceCheck(analyzers)
{
    private readonly string _directive = language == LanguageNames.CSharp ? "#pragma warning disable" : "#Disable Warning";

    internal override string Context => $"Verifying exclusions in '{_directive}' code";

    internal override string GetHeader(IEnumerable<DiagnosticResult> expected, ImmutableArray<(string filename, SourceText content)> sources)
    {
        IEnumerable<string> ids = expected.Where(diagnostic => IsAnalyzerDiagnostic(diagnostic, sources)).Select(diagnostic => diagnostic.Id).Distinct();
        return $"{_directive} {string.Join(", ", ids)}\r\n";
    }

    // What a suppressor has suppressed is none of this check's business.
    internal override ImmutableArray<Diagnostic> Filter(ImmutableArray<Diagnostic> actual) => [.. actual.Where(diagnostic => !diagnostic.IsSuppressed)];

    protected override bool IsComparable(DiagnosticResult diagnostic) => diagnostic.IsSuppressed != true;

    protected override bool MustVanish(DiagnosticResult diagnostic, ImmutableArray<(string filename, SourceText content)> sources)
    {
        return IsAnalyzerDiagnostic(diagnostic, sources)
            && !FindDescriptors(diagnostic.Id).Any(descriptor => descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));
    }
}
