using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>
/// Arrays and lists that a local variable holds and nobody else knows. An object in one has the index under which it was stored, until
/// that variable changes; from then on it is somewhere among the others. The first object that gets there is followed on, for all of them.
/// </content>
internal sealed partial class Evaluator
{
    /// <summary>The slot of a local variable, or of a field, that holds a container, or -1.</summary>
    private int ContainerOf(IOperation? expression)
    {
        return tracked.IsFollowedIntoFields && body.Containers.FieldSlotOf(expression) is >= 0 and var field ? field : body.Containers.SlotOf(expression);
    }

    /// <summary>A loop that takes elements from a container begins. That it may run no times does not matter: it knows how often.</summary>
    public void EnterLoop(PathState path, DrainingLoop loop)
    {
        _state = path;
        foreach (int element in body.Slots[loop.Container].Elements ?? (IReadOnlyList<int>)Array.Empty<int>())
        {
            if (path[element].MayBeObject && !loop.Spares(body.Slots[element]))
            {
                Give();
            }
        }
    }

    private void EvaluateIndices(IArrayElementReferenceOperation element)
    {
        foreach (IOperation index in element.Indices)
        {
            Evaluate(index);
        }
    }

    private AbstractValue EvaluateElement(int container, IArrayElementReferenceOperation element)
    {
        EvaluateIndices(element);
        if (body.Slots[container].Elements is not { } elements)
        {
            return AbstractValue.Unknown;
        }

        (int variable, object? constant) = IndexOf(element);
        int exact = variable < 0 && constant is null ? -1 : body.Slots.FindElement(container, variable, constant);
        if (exact >= 0 && (_state[exact].IsObject || _state[exact].IsOther))
        {
            return _state[exact].IsOther ? AbstractValue.Unknown : _state[exact];
        }

        foreach (int other in elements)
        {
            if (_state[other].IsFormerObject)
            {
                _state.ForgetFormerObjects();
            }
            else if (_state[other].MayBeObject && !IsAnother(variable, constant, body.Slots[other]))
            {
                return AbstractValue.MaybeObject;
            }
        }

        return AbstractValue.Unknown;
    }

    /// <summary>The element at an index is certainly not that other one.</summary>
    private bool IsAnother(int variable, object? constant, Slot other)
    {
        if (constant is not null)
        {
            return other.IndexVariable < 0 && !other.IsAnyIndex;
        }

        // The condition of a loop over all that come before it.
        return variable >= 0 && other.IndexVariable >= 0
            && body.Predicates.TryFindLess(variable, other.IndexVariable, out int predicate)
            && _state[predicate] is { IsConstant: true, ConstantValue: true };
    }

    /// <summary>The slot of an element that is assigned to, or -1 if it is not followed.</summary>
    private int SlotOfElement(IArrayElementReferenceOperation element, ref AbstractValue value)
    {
        int container = ContainerOf(element.ArrayReference);
        if (container < 0 || !_state[container].IsContainer)
        {
            return -1;
        }

        (int variable, object? constant) = IndexOf(element);
        if (variable >= 0 || constant is not null)
        {
            if (!value.MayBeObject)
            {
                value = AbstractValue.Other;
            }

            return body.Slots.OfElement(container, variable, constant);
        }

        // a[n++] = value
        return value.IsObject && element.Indices.Length == 1 && element.Indices[0] is IIncrementOrDecrementOperation ? body.Slots.OfElement(container) : -1;
    }

    private (int Variable, object? Constant) IndexOf(IArrayElementReferenceOperation element)
    {
        if (element.Indices.Length != 1)
        {
            return (-1, null);
        }

        IOperation index = element.Indices[0];
        return index.ConstantValue is { HasValue: true, Value: { } constant } ? (-1, constant) : (body.Containers.IndexVariable(index), null);
    }

    /// <summary>What is in the container is somebody else's now.</summary>
    private void EscapeElements(int container)
    {
        if (container < 0 || !(body.Containers.IsContainer(container) || (tracked.IsFollowedIntoFields && body.Containers.IsField(container))))
        {
            return;
        }

        if (_state[container].IsContainer)
        {
            _state[container] = AbstractValue.Unknown;
        }

        if (body.Slots[container].Elements is { } elements)
        {
            foreach (int element in elements)
            {
                if (_state[element].MayBeObject)
                {
                    Give();
                }
                else if (_state[element].IsFormerObject)
                {
                    _state.ForgetFormerObjects();
                }
            }
        }
    }

    /// <summary><c>list.Add(value)</c> on a list that is followed.</summary>
    private bool TryAddToContainer(IInvocationOperation invocation)
    {
        if (!KnownTypes.IsAdder(invocation.TargetMethod) || ContainerOf(invocation.Instance) is var container && (container < 0 || !_state[container].IsContainer))
        {
            return false;
        }

        AbstractValue value = Whole(Evaluate(invocation.Arguments[0].Value));
        if (value.MayBeObject)
        {
            _state[body.Slots.OfElement(ContainerOf(invocation.Instance))] = value;
        }

        // To grow a list fails only if there is no memory left: no reason to call lost what is being put into it.
        events.CallMayThrow(null, _state);

        return true;
    }

    /// <summary>The earlier object of the site, which is in a container, is followed on instead of the new one.</summary>
    private AbstractValue KeepEarlier(IOperation call, ImmutableArray<IArgumentOperation> arguments)
    {
        _state.Contents = default;
        if (tracked.Origin == ObjectOrigin.OutArgument)
        {
            foreach (IArgumentOperation argument in arguments)
            {
                if (argument.Parameter?.Ordinal == tracked.Argument)
                {
                    Assign(argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value, AbstractValue.Unknown, call);
                }
            }
        }

        return AbstractValue.Unknown;
    }
}
