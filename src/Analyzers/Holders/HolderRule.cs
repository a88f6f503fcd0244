using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>What the rules about resources in fields share.</summary>
internal abstract class HolderRule(HolderFamily family, Action<Diagnostic> report, CancellationToken cancellation)
{
    private readonly Dictionary<INamedTypeSymbol, bool> _broken = new(SymbolEqualityComparer.Default);

    protected HolderFamily Family { get; } = family;

    protected ContractModel Contracts { get; } = family.Model.Contracts;

    protected CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The code belongs to the types that are being judged, and not to a base of theirs.</summary>
    protected bool IsInOutermost(ISymbol function)
    {
        return function.ContainingType is { } type && SymbolEqualityComparer.Default.Equals(LifecycleModel.Outermost(type), Family.Outermost);
    }

    protected bool HasLifecycle(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (Contracts.Of(type).HasLifecycle)
            {
                return true;
            }
        }

        return false;
    }

    protected bool HasMachineLifetime(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
        {
            if (Contracts.Of(type).HasMachineLifetime)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The name of the method that releases the resource.</summary>
    protected string ReleaseName(AcquisitionSite site)
    {
        if (site.Handle is not null)
        {
            foreach (HandleKind handle in Contracts.Of(site.Handle).HandleKinds)
            {
                if (handle.Kind == site.Kind)
                {
                    return handle.Release.Name;
                }
            }
        }

        return "its release";
    }

    /// <summary>Reports, unless the type does not compile.</summary>
    protected void Report(INamedTypeSymbol type, Func<Diagnostic> diagnostic)
    {
        if (!_broken.TryGetValue(type, out bool isBroken))
        {
            _broken.Add(type, isBroken = Family.HasErrors || CompilerErrors.AreIn(type, Family.Model.Compilation, Cancellation));
        }

        if (!isBroken)
        {
            report(diagnostic());
        }
    }
}
