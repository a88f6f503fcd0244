using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>MRL6xx: what methods say of the resources that they touch, beside what they do.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(ContractRules.NotSaid, ContractRules.DoesOtherwise);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        var summaries = new SummaryProvider(context.Compilation);
        context.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } method && Body(block) is { } body)
            {
                Check(block, method, body, contracts, summaries);
            }
        });
    }

    private static void Check(OperationBlockAnalysisContext context, IMethodSymbol method, IOperation body, ContractModel contracts, SummaryProvider summaries)
    {
        MethodContract contract = contracts.Of(method);
        bool mayDiffer = ContractCheck.Concerns(method, contract);
        bool maySaySo = ContractProposal.Concerns(method, contract, contracts);
        if (!mayDiffer && !maySaySo)
        {
            return;
        }

        ControlFlowGraph graph = context.GetControlFlowGraph(body);
        var oracle = new CallOracle(contracts, summaries, context.CancellationToken);
        var flow = new BodyGraph(graph, method, oracle);
        if (flow.IsUnreadable)
        {
            return;
        }

        if (mayDiffer)
        {
            new ContractCheck(method, contract, flow, oracle, context.ReportDiagnostic).Check();
        }

        if (maySaySo)
        {
            ContractProposal.Report(method, contract, flow, oracle, context.ReportDiagnostic);
        }
    }

    private static IOperation? Body(OperationBlockAnalysisContext context)
    {
        foreach (IOperation block in context.OperationBlocks)
        {
            if (block.Kind == OperationKind.Block)
            {
                return block;
            }
        }

        return null;
    }
}
