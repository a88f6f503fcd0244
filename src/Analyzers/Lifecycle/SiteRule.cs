using System.Threading;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>What the rules about one type share.</summary>
internal abstract class SiteRule(INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Action<Diagnostic> report)
{
    protected INamedTypeSymbol Type { get; } = type;

    protected TypeFamily Family { get; } = family;

    protected OwnerResolver Owners { get; } = owners;

    protected ContractModel Contracts { get; } = family.Model.Contracts;

    protected Action<Diagnostic> Report { get; } = report;

    public abstract void Check(BodyFacts body, CancellationToken cancellation);

    /// <summary>Whether <c>this</c> of a key is the object whose code is being checked.</summary>
    protected bool IsSelf(OwnerKey key)
    {
        for (INamedTypeSymbol? current = Type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, key.Symbol))
            {
                return true;
            }
        }

        return false;
    }
}
