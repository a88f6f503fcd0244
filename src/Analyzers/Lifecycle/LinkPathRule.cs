using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle.Paths;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>
/// What becomes of links on the paths through a device's life: MRL202, removed only on some paths of the teardown; MRL204, left in place when
/// realize throws; MRL205, removed from another container; MRL206 and MRL207, removed or added twice.
/// </summary>
internal sealed partial class LinkPathRule(
    INamedTypeSymbol type, TypeFamily family, OwnerResolver owners, Unlinking unlinking, LinkOwners linkOwners, PathNames names, HashSet<Fact> reported, Action<Diagnostic> report)
    : SiteRule(type, family, owners, report)
{
    /// <summary>Regions beyond that, in one type, are not followed.</summary>
    private const int MaximumSubjects = 100;

    private readonly HashSet<LinkFact> _left = [];
    private readonly HashSet<LinkFact> _leftByThrow = [];
    private bool _isDone;

    /// <summary>Judges the whole type, whichever body it is asked about first.</summary>
    public override void Check(BodyFacts body, CancellationToken cancellation)
    {
        if (_isDone)
        {
            return;
        }

        _isDone = true;
        if (Family.Bodies.Any(static body => body.HasErrors))
        {
            return;
        }

        CheckLoops(cancellation);
        foreach (LinkSubject subject in FindSubjects())
        {
            cancellation.ThrowIfCancellationRequested();
            FollowLife(subject, cancellation);
            FollowBodies(subject, cancellation);
        }
    }

    /// <summary>The regions that the type's own code links or unlinks.</summary>
    private IEnumerable<LinkSubject> FindSubjects()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (LinkFact fact in Family.Bodies.Where(IsOwn).SelectMany(static body => body.Links.Concat(body.Unlinks)))
        {
            if (names.OfObject(fact.Region) is { } name && seen.Add(name) && seen.Count <= MaximumSubjects)
            {
                yield return new LinkSubject(name, fact.Region, Family, names);
            }
        }

        // What helpers are given by their callers.
        foreach (BodyFacts body in Family.Bodies.Where(IsOwn))
        {
            foreach (FlowFact flow in body.Flows)
            {
                if (flow.Target is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } && Contracts.RegionKindOf(flow.Value.Type ?? flow.Value.Creation?.Type) is not null
                    && names.OfObject(flow.Value) is { } name && seen.Add(name) && seen.Count <= MaximumSubjects)
                {
                    yield return new LinkSubject(name, flow.Value, Family, names);
                }
            }
        }
    }

    private bool IsOwn(BodyFacts body) => SymbolEqualityComparer.Default.Equals(body.Type, Type.OriginalDefinition);

    /// <summary>Each body by itself, whatever was before.</summary>
    private void FollowBodies(LinkSubject subject, CancellationToken cancellation)
    {
        foreach (ISymbol node in Family.Bodies.Where(IsOwn).SelectMany(static body => body.Nodes).Where(subject.Touching.Contains))
        {
            var walker = new LinkWalker(Type, Family, names, subject, cancellation);
            if (walker.StepsOf(node) is { } steps)
            {
                walker.Follow(node, steps, new PathStates(PathState.Unknown));
                ReportOrder(walker);
            }
        }
    }

    private void ReportOrder(LinkWalker walker)
    {
        if (walker.GaveUp)
        {
            return;
        }

        foreach ((LinkFact later, LinkFact earlier) in walker.LinkedTwice)
        {
            if (IsOwn(later.Body) && reported.Add(later))
            {
                Report(Diagnostic.Create(
                    LinkRules.AlreadyLinked,
                    later.Syntax.GetLocation(),
                    [earlier.Syntax.GetLocation()],
                    NameOf(later.Region),
                    Lifecycle.Names.Of(earlier.Container) ?? "the container",
                    Lifecycle.Names.LineOf(earlier.Syntax)));
            }
        }

        foreach ((LinkFact later, LinkFact earlier) in walker.UnlinkedTwice)
        {
            if (IsOwn(later.Body) && reported.Add(later))
            {
                Report(Diagnostic.Create(
                    LinkRules.NotLinked,
                    later.Syntax.GetLocation(),
                    [earlier.Syntax.GetLocation()],
                    NameOf(later.Region),
                    "it was removed from '" + (Lifecycle.Names.Of(earlier.Container) ?? "the container") + "' at line " + Lifecycle.Names.LineOf(earlier.Syntax),
                    "remove this call"));
            }
        }

        foreach ((LinkFact unlink, LinkFact link) in walker.LinkedElsewhere)
        {
            if (IsOwn(unlink.Body) && reported.Add(unlink))
            {
                ReportElsewhere(unlink, link);
            }
        }
    }

    private void ReportElsewhere(LinkFact unlink, LinkFact link)
    {
        Report(Diagnostic.Create(
            LinkRules.LinkedElsewhere,
            unlink.Syntax.GetLocation(),
            [link.Syntax.GetLocation()],
            LinkProperties.ContainerOf(link, Type, Family) is { } container ? ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Container, container) : null,
            NameOf(unlink.Region),
            Lifecycle.Names.Of(unlink.Container) ?? "this container",
            Lifecycle.Names.Of(link.Container) ?? "another container",
            Lifecycle.Names.LineOf(link.Syntax)));
    }

    private static string NameOf(Value region) => Lifecycle.Names.Of(region) ?? "the region";
}
