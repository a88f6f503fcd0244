using System.Linq;
using System.Threading;
using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Lifecycle.Paths;

/// <summary>Follows what one field or property holds: a living region, which is a child of its owner until it is destroyed, or none.</summary>
internal sealed class SlotWalker : PathWalker
{
    private readonly ISymbol _slot;
    private readonly string _name;
    private readonly Slots _values;
    private readonly Func<CreationFact, bool> _stays;
    private readonly HashSet<ISymbol> _touching;

    /// <param name="type">The type whose objects are followed.</param>
    /// <param name="family">Its family.</param>
    /// <param name="names">Their names.</param>
    /// <param name="slot">The field or property of the type.</param>
    /// <param name="stays">A region of that creation stays a child of its owner when the object forgets it.</param>
    /// <param name="cancellation">Cancels the walk.</param>
    public SlotWalker(INamedTypeSymbol type, TypeFamily family, PathNames names, ISymbol slot, Func<CreationFact, bool> stays, CancellationToken cancellation)
        : base(type, family, names, cancellation)
    {
        _slot = slot;
        _stays = stays;
        Value value = Value.Member(slot, Value.This(type), null);
        _name = names.OfTested(value) ?? string.Empty;
        _values = names.SlotsOf(value);
        _touching = names.Functions.CallersOf(names.Functions.Steps.Where(pair => PathFunctions.Any(pair.Value, IsAboutSlot)).Select(static pair => pair.Key));
        Relevance = new PathRelevance(names.Functions, _touching, step => IsAboutSlot(step) || (step is CallStep call && names.Functions.MayCome(call, _touching)));
    }

    /// <summary>Another walk about the same slot.</summary>
    public SlotWalker(SlotWalker first, CancellationToken cancellation)
        : base(first.Type, first.Family, first.Names, cancellation)
    {
        _slot = first._slot;
        _stays = first._stays;
        _name = first._name;
        _values = first._values;
        _touching = first._touching;
        Relevance = first.Relevance;
    }

    protected override PathRelevance Relevance { get; }

    /// <inheritdoc/>
    public override bool Touches(ISymbol function) => _touching.Contains(function);

    /// <summary>A creation over a living region, and the creation of that.</summary>
    public List<(CreationFact Later, CreationFact Earlier)> Overwritten { get; } = [];

    /// <summary>A region that is linked, has subregions or is shown by an alias was made on purpose, though nothing holds it any more.</summary>
    public bool IsSilentOnUsed { get; init; }

    protected override PathState? OnLink(LinkStep step, PathState state, PathFrame frame)
    {
        bool isUsed = IsSilentOnUsed && step.Links && (MayBeSlot(frame.Resolve(step.Fact.Region)) || MayBeSlot(frame.Resolve(step.Fact.Container)));
        return isUsed ? state.With(Mark.Unknown) : state;
    }

    protected override PathState OnCreate(CreateStep step, PathState state, PathFrame frame)
    {
        return IsSilentOnUsed && step.Fact.Shown is { } shown && MayBeSlot(frame.Resolve(shown)) ? state.With(Mark.Unknown) : state;
    }

    protected override PathState OnDestroy(DestroyStep step, PathState state, PathFrame frame)
    {
        Value target = frame.Resolve(step.Target);
        if (IsSlot(target))
        {
            return state.With(Mark.Off);
        }

        // Another name of the region, or an owner that takes it along.
        bool isOther = Contracts.RegionKindOf(target.Type) is not null ? !Names.SlotsOf(target).MayEqual(_values) : target.Kind == ValueKind.This;
        return isOther ? state : state.With(Mark.Unknown);
    }

    protected override PathState OnAssign(AssignStep step, PathState state, PathFrame frame)
    {
        if (!SymbolEqualityComparer.Default.Equals(step.Target.Symbol, _slot))
        {
            return state;
        }

        if (step.Assigned == Assigned.Null)
        {
            // Forgotten, but not gone.
            return state;
        }

        if (step.Target.Instance is not { Kind: ValueKind.This } || step.Source is not { } source || CreationIn(frame.Resolve(source)) is not { } creation)
        {
            return state.With(Mark.Unknown);
        }

        if (state is { Mark: Mark.On, Cause: CreationFact earlier, IsLoose: false } && _stays(earlier))
        {
            Overwritten.Add((creation, earlier));
        }

        return state.Tightened(Mark.On, creation, place: null);
    }

    protected override PathState OnForeignCall(CallStep step, PathState state, PathFrame frame)
    {
        foreach (KeyValuePair<ISymbol, Value> argument in step.Arguments)
        {
            // Whoever is given the region, or the object, may destroy it.
            Value given = frame.Resolve(argument.Value);
            bool isGiven = given.Kind == ValueKind.This || (ValueReader.IsInteresting(given.Type ?? given.Creation?.Type) && Names.SlotsOf(given).Intersects(_values));
            if (isGiven)
            {
                return state.With(Mark.Unknown);
            }
        }

        return state;
    }

    protected override PathState? OnTest(Condition test, bool outcome, PathState state, PathFrame frame, bool matters)
    {
        if (test.Kind == ConditionKind.Null && test.Value is not null && IsSlot(frame.Resolve(test.Value)))
        {
            return state.Mark switch
            {
                Mark.On when outcome => null,
                Mark.Off => state,
                _ => outcome ? state.With(Mark.Unknown) : state,
            };
        }

        return test.Kind == ConditionKind.RuntimeState || Repeats || (matters && state.IsLoose) ? state.With(Mark.Unknown) : state;
    }

    protected override bool Concerns(Step step) => PathFunctions.Any(step, part => IsAboutSlot(part) || part switch
    {
        CallStep call => Names.Functions.MayCome(call, _touching),
        LambdaStep lambda => Touches(lambda.Function),
        _ => false,
    });

    protected override bool IsVague(Step step, PathFrame frame) => false;

    protected override PathState OnFailed(PathState state) => state;

    private bool IsSlot(Value value) => value.Kind == ValueKind.Member && value.Instance is { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(value.Symbol, _slot)
        || (value.Kind == ValueKind.Variable && value.Symbol is ILocalSymbol && Names.OfTested(value) == _name && _name.Length > 0);

    private bool MayBeSlot(Value value) => Names.SlotsOf(value).MayEqual(_values);

    private CreationFact? CreationIn(Value value)
    {
        if (value.Kind == ValueKind.Creation)
        {
            return value.Creation!.RegionKind is null ? null : value.Creation;
        }

        Slots slots = Names.SlotsOf(value);
        return !slots.IsOpen && slots.Creations.Count == 1 && !slots.Symbols.Contains(_slot, SymbolEqualityComparer.Default) ? slots.Creations.First() : null;
    }

    private bool IsAboutSlot(Step step) => step switch
    {
        DestroyStep destroy => Contracts.RegionKindOf(destroy.Target.Type) is null ? destroy.Target.Kind != ValueKind.This : MayBeSlot(destroy.Target),
        AssignStep assign => SymbolEqualityComparer.Default.Equals(assign.Target.Symbol, _slot),
        _ => false,
    };
}
