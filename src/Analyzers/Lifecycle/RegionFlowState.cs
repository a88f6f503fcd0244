namespace MemoryRegions.Analyzers.Lifecycle;

/// <summary>Whether the region in a place may be alive, or destroyed. None of both: the place holds none.</summary>
[Flags]
internal enum RegionLife : byte
{
    None = 0,
    Alive = 1,
    Dead = 2,
}

/// <summary>What may have become of the link of the region in a place.</summary>
[Flags]
internal enum RegionLink : byte
{
    None = 0,
    Unknown = 1,
    Linked = 2,
    Unlinked = 4,

    /// <summary>Unlinked, but in a transaction that is still open: views show it until that is committed.</summary>
    UnlinkedInTransaction = 8,

    /// <summary>Made here, and nobody else knows it.</summary>
    Fresh = 16,

    /// <summary>Handed to code that may link it, or keep it alive.</summary>
    Escaped = 32,
}

/// <summary>What is known of the region that a local, a parameter or a member of <c>this</c> holds at one point of a body.</summary>
internal readonly struct PlaceState(RegionLife life, RegionLink link, SyntaxNode? death = null, SyntaxNode? linkedAt = null) : IEquatable<PlaceState>
{
    public static readonly PlaceState Unknown = new(RegionLife.Alive, RegionLink.Unknown);
    public static readonly PlaceState Empty = new(RegionLife.None, RegionLink.None);
    public static readonly PlaceState New = new(RegionLife.Alive, RegionLink.Fresh);

    public RegionLife Life { get; } = life;

    public RegionLink Link { get; } = link;

    /// <summary>The call that destroyed it, if one did.</summary>
    public SyntaxNode? Death { get; } = death;

    /// <summary>The call that linked it, if one did.</summary>
    public SyntaxNode? LinkedAt { get; } = linkedAt;

    public bool IsDead => Life == RegionLife.Dead;

    public PlaceState WithLife(RegionLife life, SyntaxNode? death) => new(life, Link, death, LinkedAt);

    public PlaceState WithLink(RegionLink link, SyntaxNode? linkedAt = null) => new(Life, link, Death, linkedAt);

    public PlaceState Join(PlaceState other)
    {
        return new PlaceState(Life | other.Life, Link | other.Link, First(Death, other.Death), First(LinkedAt, other.LinkedAt));
    }

    public bool Equals(PlaceState other) => Life == other.Life && Link == other.Link && Death == other.Death && LinkedAt == other.LinkedAt;

    public override bool Equals(object? obj) => obj is PlaceState other && Equals(other);

    public override int GetHashCode() => ((int)Life << 8) | (int)Link;

    private static SyntaxNode? First(SyntaxNode? a, SyntaxNode? b) => a is null || (b is not null && b.SpanStart < a.SpanStart) ? b : a;
}

/// <summary>What is known at one point of a body, on all paths that lead there.</summary>
internal sealed class RegionFlowState
{
    private readonly Dictionary<ISymbol, PlaceState> _places;
    private readonly HashSet<object> _transactions;

    public RegionFlowState()
    {
        _places = new Dictionary<ISymbol, PlaceState>(SymbolEqualityComparer.Default);
        _transactions = [];
    }

    private RegionFlowState(RegionFlowState other)
    {
        _places = new Dictionary<ISymbol, PlaceState>(other._places, SymbolEqualityComparer.Default);
        _transactions = [.. other._transactions];
    }

    /// <summary>The places of which more is known than nothing. A copy.</summary>
    public IReadOnlyList<ISymbol> Places => [.. _places.Keys];

    /// <summary>A transaction that the body began is open.</summary>
    public bool IsInTransaction => _transactions.Count > 0;

    public PlaceState this[ISymbol place]
    {
        get => _places.TryGetValue(place, out PlaceState state) ? state : PlaceState.Unknown;
        set
        {
            if (value.Equals(PlaceState.Unknown))
            {
                _places.Remove(place);
            }
            else
            {
                _places[place] = value;
            }
        }
    }

    public RegionFlowState Clone() => new(this);

    /// <param name="transaction">The local, or the flow capture, that holds the transaction.</param>
    public void Begin(object transaction) => _transactions.Add(transaction);

    /// <param name="transaction">The local, or the flow capture, that holds the transaction.</param>
    public void Commit(object transaction)
    {
        if (!_transactions.Remove(transaction) || IsInTransaction)
        {
            return;
        }

        foreach (ISymbol place in Places)
        {
            PlaceState state = this[place];
            if ((state.Link & RegionLink.UnlinkedInTransaction) != 0)
            {
                this[place] = state.WithLink((state.Link & ~RegionLink.UnlinkedInTransaction) | RegionLink.Unlinked, state.LinkedAt);
            }
        }
    }

    /// <summary>Adds what another path brings. True if that changes anything.</summary>
    public bool Join(RegionFlowState other)
    {
        bool changed = false;
        foreach (ISymbol place in Places)
        {
            changed |= JoinPlace(place, other);
        }

        foreach (ISymbol place in other.Places)
        {
            changed |= JoinPlace(place, other);
        }

        int before = _transactions.Count;
        _transactions.IntersectWith(other._transactions);
        return changed || _transactions.Count != before;
    }

    private bool JoinPlace(ISymbol place, RegionFlowState other)
    {
        PlaceState old = this[place];
        PlaceState joined = old.Join(other[place]);
        this[place] = joined;
        return !joined.Equals(old);
    }
}

/// <summary>What the states of a body say at the calls that rules judge.</summary>
internal sealed class RegionFlowResult
{
    public static readonly RegionFlowResult Nothing = new();

    /// <summary>The link of the region at the calls that destroy one, by their syntax.</summary>
    public Dictionary<SyntaxNode, PlaceState> Destructions { get; } = [];

    /// <summary>What is known of the region at the call that destroys it; null if nothing is.</summary>
    public PlaceState? StateAt(DestructionFact destruction)
    {
        // The fact has all of "region?." in front, the operation of the graph has not.
        foreach (KeyValuePair<SyntaxNode, PlaceState> known in Destructions)
        {
            if (known.Key.Span.End == destruction.Syntax.Span.End && destruction.Syntax.Span.Contains(known.Key.Span))
            {
                return known.Value;
            }
        }

        return null;
    }

    /// <summary>Uses of regions that are sure to be destroyed, the first ones first.</summary>
    public List<DeadUse> DeadUses { get; } = [];
}

/// <summary>The use of a destroyed region.</summary>
internal readonly struct DeadUse(IOperation use, ISymbol place, SyntaxNode death)
{
    public IOperation Use { get; } = use;

    public ISymbol Place { get; } = place;

    public SyntaxNode Death { get; } = death;
}
