using System.Composition;
using MemoryRegions.Analyzers.Rules;
using Microsoft.CodeAnalysis.CodeFixes;

namespace MemoryRegions.CodeFixes.Resources;

/// <summary>MRL301, MRL302 and MRL303: releases the resource where it leaks.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakCodeFix))]
[Shared]
public sealed class LeakCodeFix : ResourceCodeFixProvider
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(RuleIds.NeverReleased, RuleIds.NotReleasedOnPath, RuleIds.NotReleasedOnThrow);

    private protected override string BestKey => ResourceFixKeys.Release;

    private protected override IEnumerable<Repair> Repairs(SourceState state, SyntaxNode site, CancellationToken cancellation)
    {
        return LeakRepair.All(state, site, cancellation);
    }

    private protected override SourceState? Repair(SourceState state, SyntaxNode site, string key, CancellationToken cancellation)
    {
        return LeakRepair.Repair(state, site, key, cancellation);
    }
}
