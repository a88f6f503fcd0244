using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Flow;
using MemoryRegions.Analyzers.Lifecycle;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// MRL309: a resource that is kept in a field, and that nothing in the type ever releases; that is released only to make room for the next
/// one; that only a callback of the device's own regions releases, which nobody calls once the device is unplugged; that finalize releases,
/// which it keeps from running; or that one exit of the type forgets while the others release it.
/// </summary>
internal sealed class HeldResourceRule(HolderFamily family, Keeping keeping, Action<Diagnostic> report, CancellationToken cancellation)
    : HolderRule(family, report, cancellation)
{
    private readonly Activations _activations = new(family);
    private readonly Pinning _pinning = new(family);
    private readonly HashSet<IOperation> _reportedDrops = new();

    /// <summary>Checks one acquisition. True if it is reported.</summary>
    public bool Check(AcquisitionSite site)
    {
        Cancellation.ThrowIfCancellationRequested();
        if (!IsInOutermost(site.Function) || Whereabouts.Of(site, Family) is not { } whereabouts)
        {
            return false;
        }

        ISymbol holder = whereabouts.Holders[0];
        if (!MustBeReleased(holder, site) || !keeping.IsKept(site, whereabouts))
        {
            return false;
        }

        if (whereabouts.Releases.Count == 0 || keeping.IsReleasedOnlyWhereItFails(site, whereabouts))
        {
            ReportAt(site.Call.Syntax.GetLocation(), site, holder, "is never released by '" + holder.ContainingType.Name + "'", Cure(site, holder), Exits(holder.ContainingType), isMissing: true);
            return true;
        }

        if (Renewals.AreAll(whereabouts.Releases, site))
        {
            ReportAt(
                site.Call.Syntax.GetLocation(),
                site,
                holder,
                "is released only before it is acquired anew, and the last one never",
                Cure(site, holder),
                whereabouts.Releases.Select(static release => release.Call.Syntax.GetLocation()),
                isMissing: true);
            return true;
        }

        if (_activations.IsLeftToRegions(site, whereabouts) is { } callback && HasLifecycle(holder.ContainingType))
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

        if (_pinning.Pins(site) && whereabouts.Releases.All(release => _activations.RunsInFinalizeOnly(release.Function)))
        {
            ReportAt(
                site.Call.Syntax.GetLocation(),
                site,
                holder,
                "is released only by " + Names.OfFunction(whereabouts.Releases[0].Function) + ", which it keeps from running: it holds a reference to the device itself",
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

    /// <summary>The type can go while its machine stays; of board code nobody knows.</summary>
    private bool MustBeReleased(ISymbol holder, AcquisitionSite site)
    {
        bool hasEnd = false;
        foreach (INamedTypeSymbol start in new[] { holder.ContainingType, site.Function.ContainingType })
        {
            for (INamedTypeSymbol? type = start; type is not null; type = type.ContainingType)
            {
                if (Contracts.Of(type).HasMachineLifetime)
                {
                    return false;
                }

                hasEnd |= Contracts.Of(type).HasLifecycle
                    || type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_IDisposable || i is { Name: "IAsyncDisposable", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
            }
        }

        return hasEnd;
    }

    private string Cure(AcquisitionSite site, ISymbol holder)
    {
        string release = ReleaseName(site);
        for (INamedTypeSymbol? type = holder.ContainingType; type is not null; type = type.ContainingType)
        {
            for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
            {
                if (current.GetMembers().FirstOrDefault(member => member is IMethodSymbol method && Contracts.Of(method).Phase == LifecyclePhase.Unrealize) is { } teardown)
                {
                    return "call " + release + " in " + teardown.Name;
                }
            }
        }

        return "call " + release + " in " + (HasLifecycle(holder.ContainingType) ? "OnFinalize" : "Dispose");
    }

    /// <summary>The exits that the type has already.</summary>
    private IEnumerable<Location> Exits(INamedTypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsImplicitlyDeclared: false } method && method.Locations[0].IsInSource
                && (Contracts.Of(method).Phase is LifecyclePhase.Unrealize or LifecyclePhase.Finalize || method is { Name: "Dispose", Parameters.IsEmpty: true }))
            {
                yield return method.Locations[0];
            }
        }
    }

    private void ReportAt(Location location, AcquisitionSite site, ISymbol holder, string how, string cure, IEnumerable<Location> related, bool isMissing = false)
    {
        // One release more is the cure only where there is none, and where the type that acquires is the one that keeps.
        ImmutableDictionary<string, string?> properties = isMissing && SymbolEqualityComparer.Default.Equals(holder.ContainingType, site.Function.ContainingType)
            ? ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Holder, holder.Name).Add(DiagnosticProperties.Kind, site.Kind)
            : ImmutableDictionary<string, string?>.Empty;
        Report(holder.ContainingType, () => Diagnostic.Create(HeldResourceRules.NotReleasedByType, location, related, properties, site.Kind, "'" + holder.Name + "'", how, cure));
    }
}
