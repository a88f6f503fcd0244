using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>MRL111: an override of a life-cycle method that skips the method of its base class, which does work.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaseCallAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(LifecycleRules.BaseNotCalled);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        context.RegisterOperationBlockAction(block => Check(block, contracts));
    }

    private static void Check(OperationBlockAnalysisContext context, ContractModel contracts)
    {
        if (context.OwningSymbol is not IMethodSymbol { OverriddenMethod: { IsAbstract: false } overridden } method
            || !contracts.Of(method.ContainingType).HasLifecycle
            || contracts.Of(method).Phase is not { } phase
            || !(contracts.Of(overridden).RequiresBaseCall || (contracts.IsInSource(overridden) && BaseCalls.DoesWork(overridden, context.CancellationToken))))
        {
            return;
        }

        foreach (IOperation block in context.OperationBlocks)
        {
            if (block is not IBlockOperation body)
            {
                continue;
            }

            ControlFlowGraph graph = context.GetControlFlowGraph(body);
            if (!HasErrors(body) && BaseCalls.IsMissing(graph, method, context.CancellationToken) && !BaseCalls.IsCalledElsewhere(method, context.CancellationToken))
            {
                Report(context, contracts, method, overridden, phase, BaseCalls.NeverCalls(graph, method));
            }
        }
    }

    private static bool HasErrors(IOperation body)
    {
        foreach (IOperation operation in body.Descendants())
        {
            if (operation is IInvalidOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static void Report(OperationBlockAnalysisContext context, ContractModel contracts, IMethodSymbol method, IMethodSymbol overridden, LifecyclePhase phase, bool never)
    {
        bool isLast = phase is LifecyclePhase.Unrealize or LifecyclePhase.Finalize;
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        if (isLast)
        {
            properties = properties.Add(DiagnosticProperties.IsLast, string.Empty);
        }

        context.ReportDiagnostic(Diagnostic.Create(
            LifecycleRules.BaseNotCalled,
            method.Locations[0],
            contracts.IsInSource(overridden) ? [overridden.Locations[0]] : [],
            properties,
            method.Name,
            overridden.ContainingType.Name + "." + overridden.Name,
            never ? "never calls it" : "does not call it on every path",
            "call 'base." + method.Name + "()' " + (isLast ? "last" : "first")));
    }
}
