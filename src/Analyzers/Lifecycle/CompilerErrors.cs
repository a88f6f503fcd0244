using System.Linq;
using System.Threading;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What the compiler says of a type: what is missing in one with errors may be what is being typed.</summary>
internal static class CompilerErrors
{
    /// <summary>Binds the whole type: only for one that is about to be reported.</summary>
    public static bool AreIn(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
#pragma warning disable RS1030
            SemanticModel model = compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            if (model.GetDiagnostics(reference.Span, cancellation).Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                return true;
            }
        }

        return false;
    }
}
