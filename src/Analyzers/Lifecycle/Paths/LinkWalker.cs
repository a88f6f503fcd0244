using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Follows the links of one region.</summary>
internal sealed class LinkWalker : PathWalker
{
    private readonly LinkSubject _subject;

    public LinkWalker(INamedTypeSymbol type, TypeFamily family, PathNames names, LinkSubject subject, CancellationToken cancellation)
        : base(type, family, names, cancellation)
    {
        _subject = subject;
    }

    protected override PathRelevance Relevance => _subject.Relevance;

    /// <summary>Tests may be about the link itself, in a way that is not understood.</summary>
    public bool DoubtsTests { get; set; }

    /// <summary>Not so tests of what the constructor was given.</summary>
    public bool BelievesArguments { get; set; }

    /// <summary>All calls that link or unlink the region, or may, that were come by.</summary>
    public HashSet<LinkFact> Met { get; } = [];

    /// <summary>The calls that are sure to unlink the region that were come by.</summary>
    public HashSet<LinkFact> Unlinks { get; } = [];

    /// <summary>A link of what is linked already, and the earlier one.</summary>
    public List<(LinkFact Later, LinkFact Earlier)> LinkedTwice { get; } = [];

    /// <summary>An unlinking of what is not linked any more, and what unlinked it.</summary>
    public List<(LinkFact Later, LinkFact Earlier)> UnlinkedTwice { get; } = [];

    /// <summary>An unlinking of what was never linked on some path.</summary>
    public List<LinkFact> NeverLinked { get; } = [];

    /// <summary>An unlinking from a container, and the link into another.</summary>
    public List<(LinkFact Unlink, LinkFact Link)> LinkedElsewhere { get; } = [];

    /// <summary>The function, or one that it calls, may link or unlink the region.</summary>
    public override bool Touches(ISymbol function) => _subject.Touching.Contains(function);

    /// <summary>True: it is the region. False: it is another. Null: it may be.</summary>
    public bool? IsSubject(Value region, PathFrame? frame) => _subject.Is(frame is null ? region : frame.Resolve(region));

    protected override PathState? OnLink(LinkStep step, PathState state, PathFrame frame)
    {
        bool? isSubject = IsSubject(step.Fact.Region, frame);
        if (isSubject == false)
        {
            return state;
        }

        LinkFact fact = step.Fact;
        if (step.Links && IsSubject(fact.Container, frame) == true)
        {
            // Into itself: another rule's business.
            return state;
        }

        Met.Add(fact);
        if (isSubject is null)
        {
            return state.With(Mark.Unknown);
        }

        bool isExact = fact.ContainerIsRegion && Contracts.IsRuntimeOwn(fact.Method.ContainingType);
        Value place = frame.Resolve(fact.Container);
        if (step.Links)
        {
            if (state is { Mark: Mark.On, Cause: LinkFact earlier, IsLoose: false } && isExact)
            {
                LinkedTwice.Add((fact, earlier));
                return state.With(Mark.Unknown);
            }

            return state.Tightened(Mark.On, fact, place);
        }

        Unlinks.Add(fact);
        switch (state)
        {
            case { Mark: Mark.Off, Cause: LinkFact earlier, IsLoose: false } when isExact:
                UnlinkedTwice.Add((fact, earlier));
                return state.With(Mark.Unknown);
            case { Mark: Mark.Off, Cause: null } when isExact && !state.IsLoose:
                NeverLinked.Add(fact);
                return state.With(Mark.Unknown);
            case { Mark: Mark.On, Cause: LinkFact link, Place: { } container, IsLoose: false } when isExact && link.ContainerIsRegion && Places.AreDistinct(container, place, Names, Family):
                LinkedElsewhere.Add((fact, link));
                return state.With(Mark.Unknown);
            default:
                return state.Tightened(Mark.Off, fact, place: null);
        }
    }

    protected override bool IsVague(Step step, PathFrame frame) => PathFunctions.Any(step, part => part is LinkStep link && IsSubject(link.Fact.Region, frame) is null);

    protected override PathState OnCreate(CreateStep step, PathState state, PathFrame frame)
    {
        return _subject.Name == Names.OfCreation(step.Fact) ? state.With(Mark.Off) : state;
    }

    protected override PathState OnDestroy(DestroyStep step, PathState state, PathFrame frame)
    {
        // A region that dies is linked no more; nor is one whose container goes, be it with its owner.
        RegionKind? kind = Contracts.RegionKindOf(step.Target.Type);
        if (kind is null || IsSubject(step.Target, frame) != false)
        {
            return state.With(Mark.Unknown);
        }

        bool mayBeItsContainer = kind is RegionKind.Container or RegionKind.Any
            && !(state is { Mark: Mark.On, Place: { } container } && Places.AreDistinct(container, frame.Resolve(step.Target), Names, Family));
        return mayBeItsContainer ? state.With(Mark.Unknown) : state;
    }

    protected override PathState OnAssign(AssignStep step, PathState state, PathFrame frame)
    {
        // From now on the region's name means another one; or the object does through which it is reached.
        bool isRenamed = _subject.Name.Contains(Names.OfSymbol(step.Target.Symbol!))
            || (step.Source is { Kind: ValueKind.Creation } made && Names.OfObject(made) is { } name && _subject.Name != name && _subject.Name.StartsWith(name, StringComparison.Ordinal));
        return isRenamed ? state.With(Mark.Unknown) : state;
    }

    protected override PathState OnForeignCall(CallStep step, PathState state, PathFrame frame)
    {
        foreach (KeyValuePair<ISymbol, Value> argument in step.Arguments)
        {
            if (argument.Value.Kind == ValueKind.This && !Contracts.Of(step.Method).DoesNotThrow)
            {
                // It may call back.
                return state.Mark == Mark.On ? state.With(Mark.Unknown) : state;
            }

            bool isRegion = Contracts.RegionKindOf(argument.Value.Type ?? argument.Value.Creation?.Type) is not null;
            if (isRegion ? IsSubject(argument.Value, frame) != false : ValueReader.IsInteresting(argument.Value.Type) && Names.SlotsOf(frame.Resolve(argument.Value)).Intersects(_subject.Slots))
            {
                return state.With(Mark.Unknown);
            }
        }

        return state;
    }

    protected override PathState? OnTest(Condition test, bool outcome, PathState state, PathFrame frame, bool matters)
    {
        switch (test.Kind)
        {
            case ConditionKind.Linked when test.Value is not null && IsSubject(test.Value, frame) == true:
                return state.Mark switch
                {
                    Mark.On when !outcome => null,
                    Mark.Off when outcome => null,
                    Mark.Unknown => state.With(outcome ? Mark.On : Mark.Unknown),
                    _ => state,
                };
            case ConditionKind.Null when test.Value is not null && IsSubject(test.Value, frame) == true:
                return outcome && state.Mark == Mark.On ? null : state;
            case ConditionKind.Null when outcome && test.IsNeverNull:
                return null;
            case ConditionKind.RuntimeState:
                return state.With(Mark.Unknown);
            default:
                return Repeats || (matters && Doubts(test, state, frame)) ? state.With(Mark.Unknown) : state;
        }
    }

    /// <summary>It may have thrown before the region was to be linked, or else nobody would have to undo that.</summary>
    protected override PathState OnFailed(PathState state) => state is { Mark: Mark.Off, Cause: null } ? state.With(Mark.Unknown) : state;

    private bool Doubts(Condition test, PathState state, PathFrame frame)
    {
        return state.IsLoose || (DoubtsTests && !(BelievesArguments && KeyOf(test, frame) is { } key && PathNames.IsArgument(NameIn(key))));
    }
}
