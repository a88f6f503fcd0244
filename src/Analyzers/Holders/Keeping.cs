using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Flow;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Holders;

/// <summary>Asks the flow analysis about single bodies, where the order of things decides.</summary>
internal sealed class Keeping(HolderFamily family, CancellationToken cancellation)
{
    private readonly Dictionary<BodyUses, IReadOnlyList<ObjectHistory>> _histories = new();

    /// <summary>On some path the function is left while the resource is held, and in a field.</summary>
    public bool IsKept(AcquisitionSite site, Whereabouts whereabouts)
    {
        if (whereabouts.EarlyReleases.Count == 0)
        {
            return true;
        }

        // A release before it gets into the field is one path's; a release by another function can be at any time.
        return whereabouts.EarlyReleases.All(release => SymbolEqualityComparer.Default.Equals(release.Function, site.Function))
            && HistoryOf(site) is { } history
            && history.Exits.Any(static exit => exit.Status == ObjectStatus.Given);
    }

    /// <summary>Nothing releases it but the function that acquires it, right after, and on some other path that one leaves it in the field.</summary>
    public bool IsReleasedOnlyWhereItFails(AcquisitionSite site, Whereabouts whereabouts)
    {
        return whereabouts.Releases.All(release => SymbolEqualityComparer.Default.Equals(release.Function, site.Function))
            && HistoryOf(site) is { } history
            && history.Exits.Any(static exit => exit.Status == ObjectStatus.Given)
            && whereabouts.Releases.All(release => history.Findings.Any(finding => finding.Key.Syntax == release.Call.Syntax && (finding.Value | ReleaseFinding.Nothing) == (ReleaseFinding.Held | ReleaseFinding.Nothing)));
    }

    /// <summary>What happens to the resource in the body that acquires it; null if the body is too large.</summary>
    public ObjectHistory? HistoryOf(AcquisitionSite site)
    {
        BodyUses body = family.BodyOf(site);
        if (!_histories.TryGetValue(body, out IReadOnlyList<ObjectHistory>? histories))
        {
            _histories.Add(body, histories = Analyze(body, null));
        }

        return histories.FirstOrDefault(history => history.Tracked.Site?.Syntax == site.Call.Syntax && history.Tracked.Kind == site.Kind);
    }

    /// <summary>Follows what is chosen through a body; everything that it acquires or releases if that is null.</summary>
    public IReadOnlyList<ObjectHistory> Analyze(BodyUses body, Func<BodyGraph, IEnumerable<TrackedObject>>? choose)
    {
        var found = new List<ObjectHistory>();
        var roots = new HashSet<IOperation>();
        foreach (IOperation part in body.Roots)
        {
            if (part.Kind is OperationKind.Attribute or OperationKind.ParameterInitializer)
            {
                continue;
            }

            IOperation root = part;
            while (root.Parent is { } parent)
            {
                root = parent;
            }

            if (roots.Add(root) && GraphOf(root) is { } graph)
            {
                var oracle = new CallOracle(family.Model.Contracts, family.Model.Summaries, cancellation);
                found.AddRange(BodyAnalyzer.Analyze(graph, body.Member, oracle, choose: choose));
            }
        }

        return found;
    }

    private ControlFlowGraph? GraphOf(IOperation root) => root switch
    {
        IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
        IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
        IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
        IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
        IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
        _ => null,
    };
}
