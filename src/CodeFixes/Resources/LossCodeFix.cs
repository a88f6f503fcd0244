using System.Composition;
using System.Linq;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>MRL310: releases what would be overwritten, and keeps what would be discarded until it is released.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LossCodeFix))]
[Shared]
public sealed class LossCodeFix : ResourceCodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.LostWhileLive);

    private protected override string BestKey => ResourceFixKeys.KeepAndRelease;

    private protected override IEnumerable<Repair> Repairs(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        if (BodyScan.Of(state, site, cancellation) is not { } scan)
        {
            return Enumerable.Empty<Repair>();
        }

        return DiscardRepair.All(scan, site, cancellation).Concat(OverwriteRepair.All(scan, site, cancellation)).Take(1);
    }
}
