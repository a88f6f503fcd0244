using System.Linq;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>
/// Where the resource of one acquisition may come to be, and who may release it there. Two steps: from the acquisition to the fields that
/// it is stored in, and from those fields on.
/// </summary>
internal sealed class Whereabouts
{
    /// <summary>More variables than that are not followed.</summary>
    private const int MaximumCount = 500;

    private readonly HolderFamily _family;
    private readonly AcquisitionSite _site;
    private readonly bool _mayBeOpen;

    private Whereabouts(HolderFamily family, AcquisitionSite site)
    {
        _family = family;
        _site = site;

        // A reference is dropped by whoever took it, whoever else knows the object.
        _mayBeOpen = site.IsOnReceiver && site.Handle is not null && family.Model.Contracts.Of(site.Handle).HasLifecycle;
    }

    /// <summary>The fields and properties that hold it, the first one first.</summary>
    public List<ISymbol> Holders { get; } = new();

    /// <summary>What may release it once it is in a field.</summary>
    public List<ReleaseSite> Releases { get; } = new();

    /// <summary>What may release it on the way to a field.</summary>
    public List<ReleaseSite> EarlyReleases { get; } = new();

    /// <summary>Null if the resource is kept in no field, or if code that is not seen may release it.</summary>
    public static Whereabouts? Of(AcquisitionSite site, HolderFamily family)
    {
        var whereabouts = new Whereabouts(family, site);
        return !site.Escapes && site.Releases.Count == 0 && whereabouts.Find() ? whereabouts : null;
    }

    private bool Find()
    {
        var reached = new List<(ISymbol Symbol, bool IsPart)>();
        if (!Spread(_site.Flows, stopsAtHolders: true, reached, EarlyReleases) || reached.Count == 0)
        {
            return false;
        }

        if (_mayBeOpen)
        {
            // Whoever drops the reference may know the object from elsewhere.
            Releases.AddRange(_family.Bodies.SelectMany(static body => body.Releases).Where(release => release.Kind == _site.Kind && AreRelated(release.Released, _site.Handle)));
            EarlyReleases.Clear();
        }

        return Spread(reached, stopsAtHolders: false, null, Releases) && !_family.Bodies.Any(body => body.ReleasedOnThis.Contains(_site.Kind));
    }

    private bool Spread(IEnumerable<(ISymbol Symbol, bool IsPart)> start, bool stopsAtHolders, List<(ISymbol, bool)>? reached, List<ReleaseSite> releases)
    {
        var seen = new[] { new HashSet<ISymbol>(SymbolEqualityComparer.Default), new HashSet<ISymbol>(SymbolEqualityComparer.Default) };
        var released = new HashSet<IOperation>(releases.Select(static release => release.Call));
        var pending = new Queue<(ISymbol Symbol, bool IsPart)>(start);
        while (pending.Count > 0)
        {
            (ISymbol symbol, bool isPart) = pending.Dequeue();
            symbol = symbol.OriginalDefinition;
            if (!seen[isPart ? 1 : 0].Add(symbol))
            {
                continue;
            }

            if (HolderFamily.IsHolder(symbol))
            {
                if (stopsAtHolders)
                {
                    reached!.Add((symbol, isPart));
                    continue;
                }

                if (!Holders.Contains(symbol, SymbolEqualityComparer.Default))
                {
                    Holders.Add(symbol);
                }
            }

            if (seen[0].Count + seen[1].Count > MaximumCount || !IsVisible(symbol, isPart))
            {
                return false;
            }

            if (_family.TraceOf(symbol) is not { } trace)
            {
                continue;
            }

            if (trace.Escapes || (isPart && (trace.IsCalled || (trace.IsOpen && !_mayBeOpen))))
            {
                return false;
            }

            foreach (ReleaseSite release in trace.Releases)
            {
                if ((release.Kind is null || release.Kind == _site.Kind) && released.Add(release.Call))
                {
                    releases.Add(release);
                }
            }

            foreach ((ISymbol target, bool becomesPart) in trace.Flows)
            {
                pending.Enqueue((target, isPart || becomesPart));
            }

            if (isPart)
            {
                // The object that it is a part of has other names.
                foreach (ISymbol source in _family.SourcesOf(symbol))
                {
                    pending.Enqueue((source, true));
                }
            }
        }

        return true;
    }

    private static bool AreRelated(ITypeSymbol? first, ITypeSymbol? second)
    {
        return first is null || second is null || first.TypeKind == TypeKind.Interface || second.TypeKind == TypeKind.Interface || Derives(first, second) || Derives(second, first);
    }

    private static bool Derives(ITypeSymbol type, ITypeSymbol from)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, from.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>All that happens to it there can be seen.</summary>
    private bool IsVisible(ISymbol symbol, bool isPart) => symbol switch
    {
        IFieldSymbol { IsStatic: true } => false,
        IFieldSymbol or IPropertySymbol => _family.IsClosed(symbol),
        IMethodSymbol method => _family.IsClosed(method) && !_family.Calls.IsDelegate(method),
        IParameterSymbol { RefKind: RefKind.Out or RefKind.Ref } => false,

        // Whoever calls the method has the object too.
        IParameterSymbol { ContainingSymbol: IMethodSymbol function } when isPart => _mayBeOpen || (_family.IsClosed(function) && !_family.Calls.IsDelegate(function)),
        _ => true,
    };
}
