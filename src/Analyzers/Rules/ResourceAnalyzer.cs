using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// MRL3xx: resources that are acquired and released (mappings, references, sections, transactions, and whatever kinds contracts name).
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ResourceAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ResourceRules.NeverReleased,
        ResourceRules.NotReleasedOnPath,
        ResourceRules.NotReleasedOnThrow,
        ResourceRules.ReleasedTwice,
        ResourceRules.UsedAfterRelease,
        ResourceRules.Misreleased,
        ResourceRules.UsedUntested,
        ResourceRules.UsedAsAsked,
        ResourceRules.LostWhileLive,
        ResourceRules.UsedAgainstDirection,
        SuspensionRules.SuspendedWhileHeld,
        AnalysisRules.BodyOverBudget);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        var summaries = new SummaryProvider(context.Compilation, keepsBodies: true);
        var helpers = new HelperGate(contracts);
        context.RegisterOperationBlockStartAction(start =>
        {
            // The graph is made only for bodies in which something is acquired or released.
            bool isCandidate = false;
            int helperCalls = 0;
            bool isOneEnough = false;
            start.RegisterOperationAction(
                operation =>
                {
                    isCandidate = isCandidate || TouchesResources(operation.Operation, contracts);
                    helperCalls += helpers.MayReleaseFields(operation.Operation) ? 1 : 0;
                    isOneEnough = isOneEnough || helpers.UsesField(operation.Operation);
                },
                OperationKind.Invocation,
                OperationKind.ObjectCreation,
                OperationKind.PropertyReference);

            // In a loop one helper is as good as two.
            start.RegisterOperationAction(_ => isOneEnough = true, OperationKind.Loop);
            start.RegisterOperationBlockEndAction(end =>
            {
                if (isCandidate || (helperCalls > (isOneEnough ? 0 : 1) && helpers.KeepsHandles(end.OwningSymbol.ContainingType)))
                {
                    Analyze(end, contracts, summaries);
                }
            });
        });
    }

    private static bool TouchesResources(IOperation operation, ContractModel contracts)
    {
        switch (operation)
        {
            case IInvocationOperation invocation:
                IMethodSymbol method = invocation.TargetMethod;

                // A helper without a contract may hand over what it acquired.
                return contracts.Of(method).TouchesResources
                    || (contracts.IsInSource(method) && HandsOver(method, contracts));
            case IPropertyReferenceOperation property:
                return property.Property.GetMethod is { } getter && contracts.Of(getter).TouchesResources;
            case IObjectCreationOperation { Constructor: { } constructor }:
                return contracts.Of(constructor).TouchesResources;
            default:
                return false;
        }
    }

    private static bool HandsOver(IMethodSymbol method, ContractModel contracts)
    {
        if (contracts.Of(method.ReturnType).IsHandle)
        {
            return true;
        }

        foreach (IParameterSymbol parameter in method.Parameters)
        {
            if ((parameter.RefKind == RefKind.Out && contracts.Of(parameter.Type).IsHandle)
                || (LocalContainers.ElementOf(parameter.Type) is { } element && contracts.Of(element).IsHandle))
            {
                return true;
            }
        }

        return false;
    }

    private static void Analyze(OperationBlockAnalysisContext context, ContractModel contracts, SummaryProvider summaries)
    {
        // The blocks of a constructor, its initializer's and its body's, are of one graph.
        var seen = new HashSet<ControlFlowGraph>();
        Action<ISymbol, string> report = (function, reason) => ReportExcess(context, function, reason);
        BodyGraph? known = summaries.TakeBody(context.OwningSymbol);
        foreach (IOperation block in context.OperationBlocks)
        {
            // Parameter initialisers and attributes have blocks of their own, in which nothing can be acquired.
            if (block.Kind is OperationKind.ParameterInitializer or OperationKind.Attribute || block is IInvalidOperation)
            {
                continue;
            }

            if ((known?.Graph ?? GraphOf(block, context, report)) is not { } graph || !seen.Add(graph))
            {
                continue;
            }

            var oracle = new CallOracle(contracts, summaries, context.CancellationToken);
            known?.HandOver(oracle);
            var reporter = new ResourceReporter(contracts, context.ReportDiagnostic);
            foreach (ObjectHistory history in BodyAnalyzer.Analyze(graph, context.OwningSymbol, oracle, report, known))
            {
                reporter.Report(history);
            }
        }
    }

    private static ControlFlowGraph? GraphOf(IOperation block, OperationBlockAnalysisContext context, Action<ISymbol, string> overBudget)
    {
        try
        {
            return context.GetControlFlowGraph(block);
        }
        catch (InsufficientExecutionStackException)
        {
            // The compiler binds code that nests deeper than the graph's builder follows.
            overBudget(context.OwningSymbol, "is nested too deeply");
            return null;
        }
    }

    private static void ReportExcess(OperationBlockAnalysisContext context, ISymbol function, string reason)
    {
        Location location = function.Locations.Length > 0 && function.Locations[0].IsInSource ? function.Locations[0] : context.OperationBlocks[0].Syntax.GetLocation();
        string name = function is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } ? "lambda" : function.Name;
        context.ReportDiagnostic(Diagnostic.Create(AnalysisRules.BodyOverBudget, location, name, reason));
    }
}
