using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// The base of every analyzer here. It sets what all of them share, registers nothing in a compilation that cannot use the contracts,
/// and reads the contracts once for each compilation.
/// </summary>
public abstract class MemoryRegionsAnalyzer : DiagnosticAnalyzer
{
    private protected MemoryRegionsAnalyzer()
    {
    }

    /// <inheritdoc />
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();

        // Half of a type may stand in generated code (a designer's file that tears down): look at it, but report in the user's code only.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.RegisterCompilationStartAction(start =>
        {
            if (ContractNames.AreKnownTo(start.Compilation))
            {
                Register(start, new ContractModel(start.Compilation));
            }
        });
    }

    /// <summary>Registers the actions for one compilation, in which the contracts are known.</summary>
    private protected abstract void Register(CompilationStartAnalysisContext context, ContractModel contracts);
}
