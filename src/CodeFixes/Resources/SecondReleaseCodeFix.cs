using System.Composition;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>MRL304: takes the second release away.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SecondReleaseCodeFix))]
[Shared]
public sealed class SecondReleaseCodeFix : ResourceCodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.ReleasedTwice);

    private protected override string BestKey => ResourceFixKeys.RemoveSecondRelease;

    private protected override IEnumerable<Repair> Repairs(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        return SecondReleaseRepair.All(state, site, cancellation);
    }
}
