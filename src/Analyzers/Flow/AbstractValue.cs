namespace MemoryRegions.Analyzers.Flow;

/// <summary>What is known of a value, seen from the one object that is being tracked.</summary>
internal readonly struct AbstractValue : IEquatable<AbstractValue>
{
    private enum Shape : byte
    {
        Unknown,
        Constant,
        Object,
        MaybeObject,
        FormerObject,
        Test,
        ZeroIfNull,
        Container,
        Other,
        View,
        ViewPart,
        Wrapper,
        Asked,
    }

    private readonly Shape _shape;
    private readonly ObjectStatus _whenTrue;
    private readonly ObjectStatus _whenFalse;
    private readonly object? _constant;

    private AbstractValue(Shape shape, object? constant = null, ObjectStatus whenTrue = default, ObjectStatus whenFalse = default)
    {
        _shape = shape;
        _constant = constant;
        _whenTrue = whenTrue;
        _whenFalse = whenFalse;
    }

    /// <summary>Anything.</summary>
    public static AbstractValue Unknown => default;

    /// <summary>The tracked object itself (or, while its status says so, the null that its acquisition returned).</summary>
    public static AbstractValue Object => new(Shape.Object);

    /// <summary>The tracked object or something else.</summary>
    public static AbstractValue MaybeObject => new(Shape.MaybeObject);

    /// <summary>An earlier object of the same acquisition, still held when a loop came round to it again.</summary>
    public static AbstractValue FormerObject => new(Shape.FormerObject);

    /// <summary>An integer that is 0 exactly if the acquisition failed.</summary>
    public static AbstractValue ZeroIfNull => new(Shape.ZeroIfNull);

    /// <summary>An array or list that this body made and nobody else knows.</summary>
    public static AbstractValue Container => new(Shape.Container);

    /// <summary>Something that is not the tracked object, for certain.</summary>
    public static AbstractValue Other => new(Shape.Other);

    /// <summary>A span, or another view of what the tracked object holds.</summary>
    public static AbstractValue View => new(Shape.View);

    /// <summary>A view of some part, whose length tells nothing.</summary>
    public static AbstractValue ViewPart => new(Shape.ViewPart);

    /// <summary>A value whose members are known.</summary>
    public static AbstractValue Of(Wrapper wrapper) => new(Shape.Wrapper, wrapper);

    /// <summary>As much as the acquisition asked for.</summary>
    public static AbstractValue Asked => new(Shape.Asked);

    public bool IsUnknown => _shape == Shape.Unknown;

    public bool IsObject => _shape == Shape.Object;

    /// <summary>It, or what is in it, may be the tracked object.</summary>
    public bool MayBeObject => _shape is Shape.Object or Shape.MaybeObject || Wrapper is { MayBeObject: true };

    /// <summary>The members, if they are known.</summary>
    public Wrapper? Wrapper => _shape == Shape.Wrapper ? (Wrapper)_constant! : null;

    /// <summary>It, or what is in it, is an earlier object of the same acquisition.</summary>
    public bool HoldsFormerObject => IsFormerObject || Wrapper is { HoldsFormerObject: true };

    public bool IsFormerObject => _shape == Shape.FormerObject;

    public bool IsZeroIfNull => _shape == Shape.ZeroIfNull;

    public bool IsContainer => _shape == Shape.Container;

    public bool IsOther => _shape == Shape.Other;

    public bool IsView => _shape is Shape.View or Shape.ViewPart;

    /// <summary>A view of all of it: empty exactly if the acquisition failed.</summary>
    public bool IsWholeView => _shape == Shape.View;

    public bool IsAsked => _shape == Shape.Asked;

    /// <summary>Tells something of whether the acquisition failed, or how much it got.</summary>
    public bool IsTelling => _shape is Shape.Test or Shape.ZeroIfNull;

    public bool IsConstant => _shape == Shape.Constant;

    public object? ConstantValue => _constant;

    public static AbstractValue Constant(object? value) => new(Shape.Constant, value);

    /// <summary>A Boolean that tells the status of the object: one set of possibilities if true, another if false.</summary>
    public static AbstractValue Test(ObjectStatus whenTrue, ObjectStatus whenFalse) => new(Shape.Test, null, whenTrue, whenFalse);

    public bool IsTest(out ObjectStatus whenTrue, out ObjectStatus whenFalse)
    {
        whenTrue = _whenTrue;
        whenFalse = _whenFalse;
        return _shape == Shape.Test;
    }

    /// <summary>The Boolean negation, as far as it is known.</summary>
    public AbstractValue Negate()
    {
        return _shape switch
        {
            Shape.Test => Test(_whenFalse, _whenTrue),
            Shape.Constant when _constant is bool value => Constant(!value),
            _ => Unknown,
        };
    }

    /// <summary>Tells whether neither certainly is the object, or certainly has it in a member, where the other certainly does not.</summary>
    public bool IsHeldAlike(AbstractValue other)
    {
        return Wrapper is { } wrapper && other.Wrapper is { } otherWrapper ? wrapper.IsHeldAlike(otherWrapper)
            : HoldsFormerObject != other.HoldsFormerObject ? false
            : IsObject ? other.MayBeObject
            : !other.IsObject || MayBeObject;
    }

    /// <summary>What is known if the value is one or the other.</summary>
    public AbstractValue Join(AbstractValue other)
    {
        if (Equals(other))
        {
            return this;
        }

        if (IsView && other.IsView)
        {
            return ViewPart;
        }

        if (Wrapper is { } wrapper && other.Wrapper is { } otherWrapper)
        {
            return Of(wrapper.Join(otherWrapper));
        }

        return MayBeObject || other.MayBeObject ? MaybeObject : Unknown;
    }

    /// <summary>What is left of the value when a new acquisition begins at the site of the object.</summary>
    public AbstractValue Retire(bool wasHeld)
    {
        return _shape switch
        {
            Shape.Object when wasHeld => FormerObject,
            Shape.Object or Shape.MaybeObject or Shape.FormerObject or Shape.ZeroIfNull or Shape.View or Shape.ViewPart or Shape.Asked or Shape.Test => Unknown,
            Shape.Wrapper => Of(Wrapper!.Map(member => member.Retire(wasHeld))),
            _ => this,
        };
    }

    /// <summary>The value without earlier objects.</summary>
    public AbstractValue ForgetFormerObject()
    {
        return _shape == Shape.Wrapper ? Of(Wrapper!.Map(member => member.ForgetFormerObject())) : IsFormerObject ? Unknown : this;
    }

    public bool Equals(AbstractValue other)
    {
        return _shape == other._shape && _whenTrue == other._whenTrue && _whenFalse == other._whenFalse && object.Equals(_constant, other._constant);
    }

    public override bool Equals(object? obj) => obj is AbstractValue other && Equals(other);

    public override int GetHashCode() => ((int)_shape * 397) ^ (_constant?.GetHashCode() ?? 0);
}
