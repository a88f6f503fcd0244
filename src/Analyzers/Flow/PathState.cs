namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// One disjunct of the state at a program point: a status of the tracked object, and what is known of the variables whenever it has
/// that status. Mutable while a block is walked; frozen once it is part of a <see cref="FlowState"/>.
/// </summary>
internal sealed class PathState
{
    private AbstractValue[] _slots;
    private bool _isShared;
    private IOperation? _raiser;

    public PathState(ObjectStatus status)
        : this(status, Array.Empty<AbstractValue>())
    {
    }

    private PathState(ObjectStatus status, AbstractValue[] slots)
    {
        Status = status;
        _slots = slots;
    }

    public ObjectStatus Status { get; set; }

    /// <summary>True if the object may still need its release.</summary>
    public bool IsHeld => (Status & ObjectStatus.Held) != 0;

    /// <summary>What of the acquisition nothing has looked at yet on this path.</summary>
    public Unchecked Unchecked { get; set; }

    /// <summary>Paths met here that tell different things of the acquisition: what is tested from here on is not known.</summary>
    public bool IsVague { get; set; }

    /// <summary>The last release tells by its result whether it released, and nothing looks at that.</summary>
    public bool IsOutcomeIgnored { get; set; }

    /// <summary>A callee may have come back and released the object, and nothing has looked since.</summary>
    public bool IsReentered { get; set; }

    /// <summary>The view of the object that is being returned, while finally regions run.</summary>
    public IOperation? ReturnedView { get; set; }

    /// <summary>What is known of the content of the object.</summary>
    public Contents Contents { get; set; }

    /// <summary>Slots from here on are unknown.</summary>
    public int SlotCount => _slots.Length;

    public AbstractValue this[int slot]
    {
        get => slot < _slots.Length ? _slots[slot] : AbstractValue.Unknown;
        set
        {
            if (slot >= _slots.Length)
            {
                if (value.IsUnknown)
                {
                    return;
                }

                Array.Resize(ref _slots, slot + 4);
                _isShared = false;
            }

            Own();
            _slots[slot] = value;
        }
    }

    /// <summary>
    /// While an exception is on its way: the call that threw it, of several the first in the text. Null on any other path, and if no call
    /// can be blamed.
    /// </summary>
    public IOperation? Raiser
    {
        get => _raiser;
        set => _raiser = value;
    }

    /// <summary>A copy. The two have their slots in common until one of them changes its own: most copies never do.</summary>
    public PathState Clone()
    {
        _isShared = true;
        return new PathState(Status, _slots)
        {
            _isShared = true,
            Unchecked = Unchecked,
            IsVague = IsVague,
            IsOutcomeIgnored = IsOutcomeIgnored,
            IsReentered = IsReentered,
            _raiser = _raiser,
            ReturnedView = ReturnedView,
            Contents = Contents,
        };
    }

    private void Own()
    {
        if (_isShared)
        {
            _slots = _slots.AsSpan().ToArray();
            _isShared = false;
        }
    }

    /// <summary>Tells whether some slot may hold the object.</summary>
    public bool IsReachable()
    {
        foreach (AbstractValue value in _slots)
        {
            if (value.MayBeObject)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether some slot holds an earlier object of the same site.</summary>
    public bool HasFormerObject()
    {
        foreach (AbstractValue value in _slots)
        {
            if (value.HoldsFormerObject)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether an earlier object is held, and only by variables that end with the body.</summary>
    public bool HasFormerObject(SlotTable slots)
    {
        bool holds = false;
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].HoldsFormerObject)
            {
                if (slots[i].Outlives)
                {
                    return false;
                }

                holds = true;
            }
        }

        return holds;
    }

    public void ForgetFormerObjects()
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].HoldsFormerObject)
            {
                this[i] = _slots[i].ForgetFormerObject();
            }
        }
    }

    /// <summary>Tells whether an earlier object of the site is among the elements of a container whose index is not known any more.</summary>
    public bool HoldsElement(SlotTable slots)
    {
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].MayBeObject && slots[i] is { Kind: SlotKind.Element, IsAnyIndex: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The container is gone, or another one.</summary>
    public void ForgetElements(Slot container)
    {
        if (container.Elements is { } elements)
        {
            foreach (int element in elements)
            {
                this[element] = AbstractValue.Unknown;
            }
        }
    }

    /// <summary>The variable is not the index of those elements any more: they are somewhere in their containers.</summary>
    public void LoseIndex(Slot variable, SlotTable slots)
    {
        if (variable.Indexed is not { } elements)
        {
            return;
        }

        foreach (int element in elements)
        {
            AbstractValue value = this[element];
            if (value.MayBeObject)
            {
                int rest = slots.OfElement(slots[element].Container);
                this[rest] = this[rest].IsUnknown ? value : AbstractValue.MaybeObject;
            }

            this[element] = AbstractValue.Unknown;
        }
    }

    /// <summary>A new acquisition begins at the site of the object: what the slots hold now belongs to an earlier one.</summary>
    public void RetireObject(bool wasHeld)
    {
        IsVague = false;
        IsOutcomeIgnored = false;
        IsReentered = false;
        ReturnedView = null;
        Contents = default;
        Own();
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = _slots[i].Retire(wasHeld);
        }
    }

    /// <summary>Tells whether no slot, and no member of one, certainly holds the object on one path and certainly does not on the other.</summary>
    public bool IsHeldAlike(PathState other)
    {
        for (int i = Math.Max(_slots.Length, other._slots.Length) - 1; i >= 0; i--)
        {
            if (!this[i].IsHeldAlike(other[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Tells whether the object was acquired for the same, or is going to be: one of these variables says so.</summary>
    public bool IsForTheSame(PathState other, ImmutableArray<int> variables)
    {
        if (IsHeld && Contents.Direction != other.Contents.Direction)
        {
            return false;
        }

        foreach (int variable in variables)
        {
            if (!this[variable].Equals(other[variable]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Joins another path into this one. True if that changed anything.</summary>
    public bool Join(PathState other)
    {
        bool changed = (IsOutcomeIgnored && !other.IsOutcomeIgnored) || (ReturnedView is not null && ReturnedView != other.ReturnedView);
        changed |= other.IsVague && !IsVague;
        IsVague |= other.IsVague;
        IsOutcomeIgnored &= other.IsOutcomeIgnored;
        changed |= IsReentered && !other.IsReentered;
        IsReentered &= other.IsReentered;
        ReturnedView = ReturnedView == other.ReturnedView ? ReturnedView : null;
        Contents contents = Contents.Join(other.Contents);
        changed |= contents != Contents;
        Contents = contents;
        if (other._raiser is { } raiser && raiser != _raiser && (_raiser is null || raiser.Syntax.SpanStart < _raiser.Syntax.SpanStart))
        {
            _raiser = raiser;
            changed = true;
        }

        for (int i = 0; i < _slots.Length; i++)
        {
            AbstractValue joined = _slots[i].Join(other[i]);
            if (joined.IsUnknown && (_slots[i].IsTelling || other[i].IsTelling))
            {
                // What the variable tells is not known any more; perhaps it is tested all the same.
                changed |= !IsVague;
                IsVague = true;
            }

            if (!joined.Equals(_slots[i]))
            {
                this[i] = joined;
                changed = true;
            }
        }

        // Beyond our own slots everything is unknown here, and stays so unless the other path may hold the object there.
        for (int i = _slots.Length; i < other._slots.Length; i++)
        {
            if (other._slots[i].IsTelling)
            {
                changed |= !IsVague;
                IsVague = true;
            }

            if (other._slots[i].MayBeObject)
            {
                this[i] = AbstractValue.MaybeObject;
                changed = true;
            }
        }

        return changed;
    }
}
