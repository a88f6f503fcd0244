using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Benchmarks.Analyzers;

/// <summary>Does what cannot be avoided, to be compared with: nothing but one empty action, or asks for the graph of each body.</summary>
#pragma warning disable RS1036, RS1038, RS1041, RS2008
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class FloorAnalyzer(bool buildsGraphs) : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor s_rule = new("FLOOR", "Floor", "Never reported {0}", "Floor", DiagnosticSeverity.Info, isEnabledByDefault: true);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterOperationBlockAction(block =>
        {
            foreach (IOperation operation in block.OperationBlocks)
            {
                if (buildsGraphs && operation.Kind is not (OperationKind.ParameterInitializer or OperationKind.Attribute))
                {
                    block.GetControlFlowGraph(operation);
                }
            }
        });
    }
}
