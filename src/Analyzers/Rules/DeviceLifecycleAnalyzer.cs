using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Lifecycle.Paths;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// MRL1xx, MRL2xx and MRL4xx: regions that are created or destroyed at the wrong time, and links that nobody undoes. One analyzer, because all
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
        LifecycleRules.UsedAfterDestruction,
        LifecycleRules.DestroyedWhileLinked,
        LifecycleRules.CreatedOverLiving,
        LifecycleRules.CallbacksOutlived,
        LifecycleRules.DestroyedWhileRoot,
        LinkRules.NeverUnlinked,
        LinkRules.UnlinkedOnSomePaths,
        LinkRules.UnlinkedTooLate,
        LinkRules.LeftByThrow,
        LinkRules.LinkedElsewhere,
        LinkRules.NotLinked,
        LinkRules.AlreadyLinked,
        LinkRules.ImpossibleLink,
        LinkRules.AliasOutlivesTarget,
        ReferenceRules.ReferenceOnAlias);

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
        var graphs = new ConcurrentDictionary<ISymbol, ImmutableArray<ControlFlowGraph>>(SymbolEqualityComparer.Default);
        context.RegisterOperationBlockAction(block =>
        {
            if (FactCollector.Collect(block.OwningSymbol, block.OperationBlocks, model.Contracts, block.CancellationToken) is { } facts)
            {
                bodies.Add(facts);
                if (facts.Destructions.Count > 0)
                {
                    graphs[facts.Member] = GraphsOf(block);
                }
            }
        });
        context.RegisterSymbolEndAction(end => Check(type, model.Publish(type, bodies), graphs, model, end.ReportDiagnostic, end.CancellationToken));
    }

    /// <summary>The graphs of a member; the blocks of a constructor, its initializer's and its body's, are of one.</summary>
    private static ImmutableArray<ControlFlowGraph> GraphsOf(OperationBlockAnalysisContext context)
    {
        ImmutableArray<ControlFlowGraph>.Builder graphs = ImmutableArray.CreateBuilder<ControlFlowGraph>();
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.ParameterInitializer or OperationKind.Attribute || block is IInvalidOperation)
            {
                continue;
            }

            try
            {
                ControlFlowGraph graph = context.GetControlFlowGraph(block);
                if (!graphs.Contains(graph))
                {
                    graphs.Add(graph);
                }
            }
            catch (InsufficientExecutionStackException)
            {
                // Nested deeper than the graph's builder follows: without it, what depends on the order of statements is not known.
            }
        }

        return graphs.ToImmutable();
    }

    private static void Check(
        INamedTypeSymbol type,
        TypeFacts facts,
        IReadOnlyDictionary<ISymbol, ImmutableArray<ControlFlowGraph>> graphs,
        LifecycleModel model,
        Action<Diagnostic> report,
        CancellationToken cancellation)
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
        var names = new PathNames(type, family);
        var reported = new HashSet<Fact>();
        var knowledge = new RegionKnowledge(family, linkOwners);
        var flows = new RegionFlows(graphs, family, knowledge);
        var judgements = new Judgements();
        SiteRule[] rules =
        [
            new RecreationRule(type, family, owners, names, reported, report),
            new CreationRule(type, family, owners, reported, report),
            new CallbackRule(type, family, owners, report),
            new DestructionRule(type, family, owners, unlinking, linkOwners, judgements, report),
            new OwnerlessDestructionRule(type, family, owners, judgements, report),
            new RootDestructionRule(type, family, owners, judgements, report),
            new AliasLifetimeRule(type, family, owners, unlinking, linkOwners, knowledge, judgements, report),
            new DestroyedWhileLinkedRule(type, family, owners, unlinking, linkOwners, knowledge, flows, judgements, report),
            new UseAfterDestructionRule(type, family, owners, linkOwners, knowledge, flows, judgements, report),
            new NeedlessDestructionRule(type, family, owners, unlinking, judgements, report),
            new LinkRule(type, family, owners, unlinking, linkOwners, report),
            new LinkPathRule(type, family, owners, unlinking, linkOwners, names, reported, report),
            new LinkOrderRule(type, family, owners, reported, report),
            new ImpossibleLinkRule(type, family, owners, report),
            new AliasReferenceRule(type, family, owners, linkOwners, report),
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
