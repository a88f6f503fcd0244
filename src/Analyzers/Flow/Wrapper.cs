using System.Linq;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// What is known of the members of a tuple, struct, record or plain object that only one variable of the body holds. Immutable; a member
/// that is not in it is unknown.
/// </summary>
internal sealed class Wrapper : IEquatable<Wrapper>
{
    private readonly ImmutableSortedDictionary<string, AbstractValue> _members;

    private Wrapper(ImmutableSortedDictionary<string, AbstractValue> members, bool isReference)
    {
        _members = members;
        IsReference = isReference;
    }

    /// <summary>A value of a value type, of whose members nothing is known.</summary>
    public static Wrapper Value { get; } = new(ImmutableSortedDictionary<string, AbstractValue>.Empty.WithComparers(StringComparer.Ordinal), isReference: false);

    /// <summary>A new object: whoever gets a second reference to it can change its members.</summary>
    public static Wrapper Reference { get; } = new(Value._members, isReference: true);

    public bool IsReference { get; }

    /// <summary>Some member may hold the tracked object.</summary>
    public bool MayBeObject => _members.Values.Any(value => value.MayBeObject);

    /// <summary>Some member holds an earlier object of the same acquisition.</summary>
    public bool HoldsFormerObject => _members.Values.Any(value => value.HoldsFormerObject);

    public AbstractValue this[string member] => _members.TryGetValue(member, out AbstractValue value) ? value : AbstractValue.Unknown;

    public Wrapper With(string member, AbstractValue value)
    {
        return new Wrapper(value.IsUnknown ? _members.Remove(member) : _members.SetItem(member, value), IsReference);
    }

    public Wrapper Map(Func<AbstractValue, AbstractValue> change)
    {
        Wrapper changed = this;
        foreach (KeyValuePair<string, AbstractValue> member in _members)
        {
            changed = changed.With(member.Key, change(member.Value));
        }

        return changed;
    }

    public bool IsHeldAlike(Wrapper other)
    {
        foreach (string member in _members.Keys)
        {
            if (!this[member].IsHeldAlike(other[member]))
            {
                return false;
            }
        }

        foreach (string member in other._members.Keys)
        {
            if (!this[member].IsHeldAlike(other[member]))
            {
                return false;
            }
        }

        return true;
    }

    public Wrapper Join(Wrapper other)
    {
        Wrapper joined = IsReference || !other.IsReference ? this : other;
        foreach (string member in _members.Keys.Union(other._members.Keys).ToList())
        {
            joined = joined.With(member, this[member].Join(other[member]));
        }

        return joined;
    }

    public bool Equals(Wrapper? other) => other is not null && IsReference == other.IsReference && _members.SequenceEqual(other._members);

    public override bool Equals(object? obj) => Equals(obj as Wrapper);

    public override int GetHashCode() => _members.Count;
}
