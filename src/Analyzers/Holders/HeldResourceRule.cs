using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL309: a resource that is kept in a field, and that nothing in the type ever releases; that only a callback of the device's own regions
/// releases, which nobody calls once the device is unplugged; or that one exit of the type forgets while the others release it.
/// </summary>
internal sealed class HeldResourceRule(HolderFamily family, Action<Diagnostic> report, CancellationToken cancellation)
{
    private readonly ContractModel _contracts = family.Model.Contracts;
    private readonly Activations _activations = new(family);
    private readonly Keeping _keeping = new(family, cancellation);
    private readonly HashSet<IOperation> _reportedDrops = new();

    /// <summary>Checks one acquisition. True if it is reported.</summary>
    public bool Check(AcquisitionSite site)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!IsInOutermost(site.Function) || Whereabouts.Of(site, family) is not { } whereabouts)
        {
            return false;
        }

        ISymbol holder = whereabouts.Holders[0];
        if (!MustBeReleased(holder, site) || !_keeping.IsKept(site, whereabouts))
        {
            return false;
        }

        if (whereabouts.Releases.Count == 0)
        {
            ReportAt(site.Call.Syntax.GetLocation(), site, holder, "is never released by '" + holder.ContainingType.Name + "'", Cure(site, holder), Exits(holder.ContainingType));
            return true;
        }

        if (_activations.IsLeftToRegions(site, whereabouts) is { } callback && HasLifecycle(holder))
        {
            ReportAt(
                site.Call.Syntax.GetLocation(),
                site,
                holder,
                "is released only by " + Names.OfFunction(callback) + ", which nothing calls once the device is unplugged",
                Cure(site, holder),
                whereabouts.Releases.Select(static release => release.Call.Syntax.GetLocation()));
            return true;
        }

        foreach ((DropSite drop, ISymbol dropped) in _activations.Drops(site, whereabouts))
        {
            if (_reportedDrops.Add(drop.Operation))
            {
                ReportAt(
                    drop.Operation.Syntax.GetLocation(),
                    site,
                    dropped,
                    "is forgotten here while it may be held, and other exits release it",
                    "call " + ReleaseName(site) + " first",
                    new[] { site.Call.Syntax.GetLocation() }.Concat(whereabouts.Releases.Select(static release => release.Call.Syntax.GetLocation())));
            }
        }

        return false;
    }

    private bool IsInOutermost(ISymbol function)
    {
        return function.ContainingType is { } type && SymbolEqualityComparer.Default.Equals(LifecycleModel.Outermost(type), family.Outermost);
    }

    /// <summary>The type can go while its machine stays; of board code nobody knows.</summary>
    private bool MustBeReleased(ISymbol holder, AcquisitionSite site)
    {
        bool hasEnd = false;
        foreach (INamedTypeSymbol start in new[] { holder.ContainingType, site.Function.ContainingType })
        {
            for (INamedTypeSymbol? type = start; type is not null; type = type.ContainingType)
            {
                if (_contracts.Of(type).HasMachineLifetime)
                {
                    return false;
                }

                hasEnd |= _contracts.Of(type).HasLifecycle
                    || type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_IDisposable || i is { Name: "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
            }
        }

        return hasEnd && !family.HasErrors;
    }

    private bool HasLifecycle(ISymbol holder)
    {
        for (INamedTypeSymbol? type = holder.ContainingType; type is not null; type = type.ContainingType)
        {
            if (_contracts.Of(type).HasLifecycle)
            {
                return true;
            }
        }

        return false;
    }

    private string Cure(AcquisitionSite site, ISymbol holder)
    {
        string release = ReleaseName(site);
        for (INamedTypeSymbol? type = holder.ContainingType; type is not null; type = type.ContainingType)
        {
            for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (current.GetMembers().FirstOrDefault(member => member is IMethodSymbol method && _contracts.Of(method).Phase == LifecyclePhase.Unrealize) is { } teardown)
                {
                    return "call " + release + " in " + teardown.Name;
                }
            }
        }

        return "call " + release + " in " + (HasLifecycle(holder) ? "OnFinalize" : "Dispose");
    }

    private string ReleaseName(AcquisitionSite site)
    {
        if (site.Handle is not null)
        {
            foreach (HandleKind handle in _contracts.Of(site.Handle).HandleKinds)
            {
                if (handle.Kind == site.Kind)
                {
                    return handle.Release.Name;
                }
            }
        }

        return "its release";
    }

    /// <summary>The exits that the type has already.</summary>
    private IEnumerable<Location> Exits(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsImplicitlyDeclared: false } method && method.Locations[0].IsInSource
                && (_contracts.Of(method).Phase is LifecyclePhase.Unrealize or LifecyclePhase.Finalize || method is { Name: "Dispose", Parameters.IsEmpty: true }))
            {
                yield return method.Locations[0];
            }
        }
    }

    private void ReportAt(Location location, AcquisitionSite site, ISymbol holder, string how, string cure, IEnumerable<Location> related)
    {
        if (!IsBroken(holder.ContainingType))
        {
            report(Diagnostic.Create(HeldResourceRules.NotReleasedByType, location, related, site.Kind, "'" + holder.Name + "'", how, cure));
        }
    }

    /// <summary>The compiler finds errors in the type: what is missing may be what is being typed.</summary>
    private bool IsBroken(INamedTypeSymbol type)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            // Only for a type that is about to be reported.
#pragma warning disable RS1030
            SemanticModel model = family.Model.Compilation.GetSemanticModel(reference.SyntaxTree);
#pragma warning restore RS1030
            if (model.GetDiagnostics(reference.Span, cancellation).Any(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            {
                return true;
            }
        }

        return false;
    }
}
