using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// MRL1xx and MRL2xx: regions that are created or destroyed at the wrong time, and links that nobody undoes. One analyzer, because all
/// of these rules judge the same facts of a type.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeviceLifecycleAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        LifecycleRules.CreatedOutsideInit,
        LifecycleRules.RamCreatedOutsideInit,
        LifecycleRules.DestroyedInUse,
        LifecycleRules.DestroyedNeedlessly,
        LifecycleRules.DestroyedWithoutOwner,
        LifecycleRules.CreatedOverLiving,
        LifecycleRules.CallbacksOutlived,
        LinkRules.NeverUnlinked,
        LinkRules.UnlinkedOnSomePaths,
        LinkRules.UnlinkedTooLate,
        LinkRules.LeftByThrow,
        LinkRules.LinkedElsewhere,
        LinkRules.NotLinked,
        LinkRules.AlreadyLinked,
        LinkRules.ImpossibleLink);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        var model = new LifecycleModel(context.Compilation, contracts);
        context.RegisterSymbolStartAction(
            start =>
            {
                if (start.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type && model.Concerns(type))
                {
                    RegisterForType(start, type, model);
                }
            },
            SymbolKind.NamedType);
    }

    private static void RegisterForType(SymbolStartAnalysisContext context, INamedTypeSymbol type, LifecycleModel model)
    {
        var bodies = new ConcurrentBag<BodyFacts>();
        context.RegisterOperationBlockAction(block =>
        {
            if (FactCollector.Collect(block.OwningSymbol, block.OperationBlocks, model.Contracts, block.CancellationToken) is { } facts)
            {
                bodies.Add(facts);
            }
        });
        context.RegisterSymbolEndAction(end => Check(type, model.Publish(type, bodies), model, end.ReportDiagnostic, end.CancellationToken));
    }

    private static void Check(INamedTypeSymbol type, TypeFacts facts, LifecycleModel model, Action<Diagnostic> report, CancellationToken cancellation)
    {
        // Most types do nothing with regions: no need to look at their bases.
        if (!facts.Bodies.Any(static body => body.HasSites))
        {
            return;
        }

        TypeFamily family = model.FamilyOf(type, cancellation);
        var owners = new OwnerResolver(family);
        var unlinking = new Unlinking(family, owners);
        var linkOwners = new LinkOwners(type, family, owners);
        var reported = new HashSet<Fact>();
        SiteRule[] rules =
        [
            new RecreationRule(type, family, owners, reported, report),
            new CreationRule(type, family, owners, reported, report),
            new CallbackRule(type, family, owners, report),
            new DestructionRule(type, family, owners, unlinking, linkOwners, report),
            new NeedlessDestructionRule(type, family, owners, unlinking, report),
            new OwnerlessDestructionRule(type, family, owners, report),
            new LinkRule(type, family, owners, unlinking, linkOwners, report),
            new LinkPathRule(type, family, owners, unlinking, linkOwners, reported, report),
            new LinkOrderRule(type, family, owners, reported, report),
            new ImpossibleLinkRule(type, family, owners, report),
        ];
        foreach (BodyFacts body in facts.Bodies)
        {
            foreach (SiteRule rule in rules)
            {
                rule.Check(body, cancellation);
            }
        }
    }
}
