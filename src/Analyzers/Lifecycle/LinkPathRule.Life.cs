using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;
using MemoryRegions.Analyzers.Lifecycle.Paths;
using MemoryRegions.Analyzers.Rules;

namespace MemoryRegions.Analyzers.Lifecycle;

/// <content>The life of a device: constructor, realize, unrealize.</content>
internal sealed partial class LinkPathRule
{
    private void FollowLife(LinkSubject subject, CancellationToken cancellation)
    {
        if (!Family.Model.HasLifecycle(Type) || Type.IsStatic)
        {
            return;
        }

        var walker = new LinkWalker(Type, Family, names, subject, cancellation);
        var life = new DeviceLife(Type, Family, names, walker);
        PathStates made = life.Construct(PathState.Unknown.With(subject.IsMade ? Mark.Off : Mark.Unknown));

        // Who else may do something to the region, beside the constructor and what realizes and tears down?
        var scout = new LinkWalker(Type, Family, names, subject, cancellation);
        HashSet<ISymbol> reached = life.Scout(scout);
        bool isDynamic = IsTouchedOutside(walker, reached);
        bool? isKnown = subject.IsMade ? null : true;
        made = Release(made, isDynamic, IsKnownToOthers);

        PathOutcome realize = life.Realize(made);
        if (!walker.GaveUp)
        {
            foreach (PathState state in realize.Thrown.All)
            {
                CheckThrown(state);
            }
        }

        var realized = new PathStates();
        realized.AddAll(realize.Normal);
        realized.AddAll(realize.Returned.Select(static state => state.With((ExitStep?)null)));
        realized = life.Keep(Release(realized, isDynamic, IsKnownToOthers), reached);
        bool isCertain = realized.All.All(static state => state.Mark == Mark.On);
        if (!isCertain)
        {
            // Any flag of the teardown may be about the link, unless both stand for arguments of the constructor.
            walker.DoubtsTests = true;
            walker.BelievesArguments = IsExplained(realized);
        }

        walker.Unlinks.Clear();
        PathOutcome unrealize = life.Unrealize(realized);
        if (!walker.GaveUp && !scout.GaveUp)
        {
            if (!isDynamic && walker.Unlinks.Count > 0)
            {
                CheckLeft(unrealize, walker, life);
            }

            ReportNeverLinked(walker, subject);
        }

        ReportOrder(walker);

        bool IsKnownToOthers() => isKnown ??= names.IsKnownOutside(subject.Slots);
    }

    /// <summary>What outside code may have changed in the meantime.</summary>
    private static PathStates Release(PathStates states, bool isDynamic, Func<bool> isKnownToOthers)
    {
        return states.Select(state => state.Mark != Mark.Unknown && (isDynamic || (state.Mark == Mark.Off && isKnownToOthers())) ? state.With(Mark.Unknown) : state);
    }

    /// <summary>Between each two states, one of which has the region linked and the other has not, some flag tells.</summary>
    private static bool IsExplained(PathStates states)
    {
        List<PathState> linked = states.All.Where(static state => state.Mark == Mark.On).ToList();
        return states.All.Where(static state => state.Mark != Mark.On).All(other =>
            other.Mark == Mark.Off && linked.All(state => state.Facts.Any(fact => other.Facts.TryGetValue(fact.Key, out bool value) && value != fact.Value)));
    }

    /// <summary>Code that runs while the device is realized, or nobody knows when, links or unlinks the region.</summary>
    private bool IsTouchedOutside(LinkWalker walker, HashSet<ISymbol> reached)
    {
        foreach (LinkFact fact in Family.Bodies.SelectMany(static body => body.Links.Concat(body.Unlinks)))
        {
            bool isHelper = fact.Region is { Kind: ValueKind.Variable, Symbol: IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } };
            if (walker.IsSubject(fact.Region, null) == false && !isHelper)
            {
                continue;
            }

            if (Family.Phases.RunsIn(fact.Node, LifecyclePhase.Runtime))
            {
                // A helper that runtime code calls with other regions only.
                if (!isHelper || walker.IsSubject(fact.Region, null) != false)
                {
                    return true;
                }
            }
            else if (!reached.Contains(fact.Node) && !Family.Phases.RunsIn(fact.Node, LifecyclePhase.Finalize) && walker.IsSubject(fact.Region, null) != false)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>MRL204: realize throws while the link stands.</summary>
    private void CheckThrown(PathState state)
    {
        if (state is not { Mark: Mark.On, Cause: LinkFact link, Exit: { } exit } || !IsOwn(link.Body) || LivesAsLongAsTheMachine(Type)
            || !linkOwners.MustBeUndone(link, out OwnerSide side))
        {
            return;
        }

        // MRL201 says the rest if nothing unlinks at all; and RAM does not keep the device from its end, which may unlink it.
        List<Fact> unlinks = unlinking.Of(link.Region, link.Container).ToList();
        bool endUnlinks = unlinks.Any(unlink => Family.Phases.RunsIn(unlink.Node, LifecyclePhase.Finalize));
        if (unlinks.Count == 0 || (endUnlinks && (side != OwnerSide.Self || MayBeRam(link.Region))) || unlinks.All(unlink => Family.Phases.RunsInNoOther(unlink.Node, LifecyclePhase.Finalize)) || !_leftByThrow.Add(link))
        {
            return;
        }

        Report(Diagnostic.Create(
            LinkRules.LeftByThrow,
            link.Syntax.GetLocation(),
            [exit.Syntax.GetLocation()],
            NameOf(link.Region),
            Lifecycle.Names.Of(link.Container) ?? "the container",
            Lifecycle.Names.LineOf(exit.Syntax)));
    }

    private bool MayBeRam(Value region)
    {
        if (Contracts.RegionKindOf(region.Type) is { } kind and not RegionKind.Any)
        {
            return kind.ReferencesKeepRegion();
        }

        Slots slots = Slots.Of(region, Family);
        return slots.IsOpen || slots.Creations.Count == 0 || slots.Creations.Any(static creation => creation.RegionKind is null or RegionKind.Any or RegionKind.Ram or RegionKind.Rom);
    }

    /// <summary>MRL202: the teardown comes to its end while the link stands, though on other paths it unlinks.</summary>
    private void CheckLeft(PathOutcome unrealize, LinkWalker walker, DeviceLife life)
    {
        foreach (PathState state in unrealize.Normal.All.Concat(unrealize.Returned.All))
        {
            if (state is not { Mark: Mark.On, Cause: LinkFact link } || !IsOwn(link.Body) || LivesAsLongAsTheMachine(Type) || !linkOwners.MustBeUndone(link, out _) || !_left.Add(link))
            {
                continue;
            }

            List<Location> related = walker.Unlinks.Select(static unlink => unlink.Syntax.GetLocation()).ToList();
            string where = life.TeardownName;
            if (state.Exit is { } exit)
            {
                related.Insert(0, exit.Syntax.GetLocation());
                where += " returns at line " + Lifecycle.Names.LineOf(exit.Syntax);
            }
            else
            {
                where += " comes to its end";
            }

            Report(Diagnostic.Create(
                LinkRules.UnlinkedOnSomePaths,
                link.Syntax.GetLocation(),
                related,
                LinkProperties.Of(link, Type, Family),
                NameOf(link.Region),
                Lifecycle.Names.Of(link.Container) ?? "the container",
                where));
        }
    }

    /// <summary>MRL206 of a region that nothing has linked on some path, or ever.</summary>
    private void ReportNeverLinked(LinkWalker walker, LinkSubject subject)
    {
        foreach (LinkFact unlink in walker.NeverLinked)
        {
            if (!subject.IsMade || !IsOwn(unlink.Body) || !reported.Add(unlink))
            {
                continue;
            }

            LinkFact? link = Family.Bodies.SelectMany(static body => body.Links).FirstOrDefault(candidate => walker.IsSubject(candidate.Region, null) != false);
            Report(Diagnostic.Create(
                LinkRules.NotLinked,
                unlink.Syntax.GetLocation(),
                link is null ? [] : [link.Syntax.GetLocation()],
                NameOf(unlink.Region),
                link is null ? "nothing adds it to a container" : "it is added at line " + Lifecycle.Names.LineOf(link.Syntax) + " on some paths only",
                link is null ? "remove this call" : "ask IsMapped first"));
        }
    }

    private bool LivesAsLongAsTheMachine(INamedTypeSymbol? type)
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
}
