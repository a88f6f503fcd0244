using System.Collections.Immutable;
using MemoryRegions.Agreement.Model;

namespace MemoryRegions.Agreement.Generation;

/// <summary>What the generator believes of a resource where it writes: enough to write programs that are mostly right.</summary>
internal enum Holding
{
    /// <summary>Nothing was acquired yet.</summary>
    Nothing,
    Held,
    Released,

    /// <summary>It depends on the path.</summary>
    Maybe,
}

/// <summary>What else is known of a mapping.</summary>
[System.Flags]
internal enum Facts
{
    None = 0,

    /// <summary>8 bytes were asked for.</summary>
    Asked = 1,

    /// <summary>The body itself has mapped it, and asked for a constant.</summary>
    Direct = 2,

    /// <summary>All that was asked for is mapped.</summary>
    Full = 4,
}

/// <summary>A local variable for a resource.</summary>
internal sealed record Variable(string Name, ResourceKind Kind, int Depth)
{
    /// <summary>A <c>using</c> declaration: released by itself, and not to be assigned.</summary>
    public bool IsUsing { get; init; }

    /// <summary>It was declared without a value, so that on some paths it may be no result of any acquisition.</summary>
    public bool BeginsEmpty { get; init; }
}

/// <summary>What every variable holds, along the path that is being written. Immutable.</summary>
internal sealed record Holdings(
    ImmutableDictionary<Variable, int> Objects, ImmutableDictionary<int, (Holding State, bool NonNull, Facts Facts)> States, ImmutableHashSet<int> Protected, int Next)
{
    public static readonly Holdings Empty = new(
        ImmutableDictionary<Variable, int>.Empty, ImmutableDictionary<int, (Holding, bool, Facts)>.Empty, ImmutableHashSet<int>.Empty, 0);

    public Holding Of(Variable variable) => States[Objects[variable]].State;

    public bool IsNonNull(Variable variable) => States[Objects[variable]].NonNull;

    public Facts FactsOf(Variable variable) => States[Objects[variable]].Facts;

    /// <summary>More is known.</summary>
    public Holdings Mark(Variable variable, Facts facts)
    {
        (Holding state, bool nonNull, Facts known) = States[Objects[variable]];
        return this with { States = States.SetItem(Objects[variable], (state, nonNull, known | facts)) };
    }

    /// <summary>Somebody else releases it on all paths: an enclosing <c>finally</c>.</summary>
    public bool IsProtected(Variable variable) => Protected.Contains(Objects[variable]);

    /// <summary>The variable holds something new.</summary>
    public Holdings Put(Variable variable, Holding state, bool nonNull = false)
    {
        return this with { Objects = Objects.SetItem(variable, Next), States = States.SetItem(Next, (state, nonNull, Facts.None)), Next = Next + 1 };
    }

    /// <summary>What the variable holds is in another state now.</summary>
    public Holdings Turn(Variable variable, Holding state, bool nonNull = false)
    {
        return this with { States = States.SetItem(Objects[variable], (state, nonNull, FactsOf(variable))) };
    }

    public Holdings Alias(Variable variable, Variable other) => this with { Objects = Objects.SetItem(variable, Objects[other]) };

    public Holdings Protect(Variable variable) => this with { Protected = Protected.Add(Objects[variable]) };

    public Holdings Unprotect(Variable variable) => this with { Protected = Protected.Remove(Objects[variable]) };

    /// <summary>What is known where two paths meet.</summary>
    public Holdings Join(Holdings other)
    {
        Holdings joined = this with { Next = System.Math.Max(Next, other.Next) };
        foreach ((Variable variable, int mine) in Objects)
        {
            if (!other.Objects.TryGetValue(variable, out int theirs))
            {
                continue;
            }

            (Holding state, bool nonNull, Facts facts) = States[mine];
            (Holding otherState, bool otherNonNull, Facts otherFacts) = other.States[theirs];
            Holding both = state == otherState ? state : Holding.Maybe;
            joined = mine == theirs
                ? joined with { States = joined.States.SetItem(mine, (both, nonNull && otherNonNull, facts & otherFacts)) }
                : joined.Put(variable, both, nonNull && otherNonNull);
        }

        return joined;
    }
}
