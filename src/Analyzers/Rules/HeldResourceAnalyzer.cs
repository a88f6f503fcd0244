using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Holders;
using MemoryRegions.Analyzers.Lifecycle;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Rules;

/// <summary>
/// The rules of MRL3xx that one body alone cannot decide: what is kept in fields is a question to the whole type.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HeldResourceAnalyzer : MemoryRegionsAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(
        ResourceRules.ReleasedTwice,
        ResourceRules.UsedAfterRelease,
        HeldResourceRules.NotReleasedByType,
        HeldResourceRules.KeptByFailedRealize);

    private protected override void Register(CompilationStartAnalysisContext context, ContractModel contracts)
    {
        var model = new HolderModel(context.Compilation, contracts);
        context.RegisterSymbolStartAction(
            start =>
            {
                if (start.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type)
                {
                    RegisterForType(start, type, model);
                }
            },
            SymbolKind.NamedType);
    }

    private static void RegisterForType(SymbolStartAnalysisContext context, INamedTypeSymbol type, HolderModel model)
    {
        TypeBodies bodies = model.BodiesOf(type);
        TypeBodies outermost = model.BodiesOf(LifecycleModel.Outermost(type));
        context.RegisterOperationAction(
            operation =>
            {
                if (!outermost.TouchesResources && Touches(operation.Operation, model.Contracts))
                {
                    outermost.TouchesResources = true;
                }
            },
            OperationKind.Invocation,
            OperationKind.ObjectCreation);
        context.RegisterOperationBlockAction(block =>
        {
            if (SymbolEqualityComparer.Default.Equals(block.OwningSymbol.ContainingType, type))
            {
                bodies.Add(block.OwningSymbol, block.OperationBlocks);
            }
        });

        // Nested types come to their ends before the type around them does.
        context.RegisterSymbolEndAction(end =>
        {
            bodies.IsComplete = true;
            if (type.ContainingType is null && bodies.TouchesResources)
            {
                Check(model.FamilyOf(type, end.CancellationToken), end.ReportDiagnostic, end.CancellationToken);
            }
        });
    }

    private static bool Touches(IOperation operation, ContractModel contracts) => operation switch
    {
        IInvocationOperation invocation => contracts.Of(invocation.TargetMethod).TouchesResources,
        IObjectCreationOperation { Constructor: { } constructor } => contracts.Of(constructor).TouchesResources,
        _ => false,
    };

    private static void Check(HolderFamily family, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var keeping = new Keeping(family, cancellation);
        var held = new HeldResourceRule(family, keeping, report, cancellation);
        var failed = new FailedRealizeRule(family, keeping, report, cancellation);
        new UnheldReleaseRule(family, keeping, report, cancellation).Check();
        new ReentryRule(family, keeping, report, cancellation).Check();
        foreach (AcquisitionSite site in family.Acquisitions
            .OrderBy(static site => site.Call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)
            .ThenBy(static site => site.Call.Syntax.SpanStart))
        {
            if (!held.Check(site))
            {
                failed.Check(site);
            }
        }
    }
}
