using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Containers that are handed to a callee of which it is known what it does to their elements, and elements that are taken out.</content>
internal sealed partial class Evaluator
{
    /// <summary>The argument is a container that stays known to the body alone. What the callee takes care of is given away.</summary>
    private bool PassContainer(CallEffects effects, IArgumentOperation argument, ImmutableArray<IArgumentOperation> arguments)
    {
        if (argument.Parameter is not { } parameter
            || effects.ElementsOf(parameter.Ordinal) is not { } effect
            || ContainerOf(argument.Value) is not (>= 0 and var container)
            || !_state[container].IsContainer)
        {
            return false;
        }

        if (!effect.Takes)
        {
            return true;
        }

        int limit = -1;
        foreach (IArgumentOperation other in arguments)
        {
            if (other.Parameter?.Ordinal == effect.Limit)
            {
                limit = body.Containers.IndexVariable(other.Value);
            }
        }

        foreach (int element in body.Slots[container].Elements ?? (IReadOnlyList<int>)Array.Empty<int>())
        {
            if (_state[element].MayBeObject && (limit < 0 || body.Slots[element].IndexVariable != limit))
            {
                Give();
            }
            else if (_state[element].IsFormerObject)
            {
                _state.ForgetFormerObjects();
            }
        }

        return true;
    }

    /// <summary>The callee left what it acquired in a container.</summary>
    private AbstractValue AcquireInContainer(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Ordinal == tracked.Argument && ContainerOf(argument.Value) is >= 0 and var container && _state[container].IsContainer)
            {
                _state.Status = ObjectStatus.Held | ObjectStatus.Null;
                _state[body.Slots.OfElement(container)] = AbstractValue.Object;
                return tracked.When switch
                {
                    Contracts.CallOutcome.WhenTrue => AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Null),
                    Contracts.CallOutcome.WhenFalse => AbstractValue.Test(ObjectStatus.Null, ObjectStatus.Held),
                    _ => AbstractValue.Unknown,
                };
            }
        }

        _state.Status = ObjectStatus.Given;
        return AbstractValue.Unknown;
    }

    /// <summary><c>list.Clear()</c>, <c>list.RemoveRange(...)</c>: what nobody took out before, or released, is lost.</summary>
    private bool TryRemoveFromContainer(IInvocationOperation invocation)
    {
        if (!KnownTypes.IsRemover(invocation.TargetMethod) || ContainerOf(invocation.Instance) is not (>= 0 and var container) || !_state[container].IsContainer)
        {
            return false;
        }

        foreach (IArgumentOperation argument in invocation.Arguments)
        {
            Evaluate(argument.Value);
        }

        LoseElements(container, invocation);
        return true;
    }

    /// <summary><c>array = array[..n]</c>, <c>list = list.Take(n).ToList()</c>: the rest is lost.</summary>
    private bool TryShorten(ISimpleAssignmentOperation assignment)
    {
        int container = ContainerOf(assignment.Target);
        if (container < 0 || !_state[container].IsContainer || !Shortening.IsOf(assignment.Value, part => ContainerOf(part) == container))
        {
            return false;
        }

        LoseElements(container, assignment);
        return true;
    }

    /// <summary><c>Array.Resize(ref array, array.Length - 1)</c></summary>
    private bool TryResize(IInvocationOperation invocation)
    {
        if (!Shortening.IsResize(invocation, out IOperation? array) || ContainerOf(array) is not (>= 0 and var container) || !_state[container].IsContainer)
        {
            return false;
        }

        LoseElements(container, invocation);
        return true;
    }

    /// <summary>Elements leave a container, and nobody took them out or released them before.</summary>
    private void LoseElements(int container, IOperation operation)
    {
        foreach (int element in body.Slots[container].Elements ?? (IReadOnlyList<int>)Array.Empty<int>())
        {
            if (!_state[element].IsObject || !_state.IsHeld || !body.Slots[element].IsAnyIndex || tracked.IsExternal)
            {
                continue;
            }

            AbstractValue value = _state[element];
            _state[element] = AbstractValue.Unknown;
            bool isElsewhere = _state.IsReachable();
            _state[element] = value;
            if (isElsewhere || (tracked.IsFollowedIntoFields && _state.Status != ObjectStatus.Held))
            {
                // A variable has it too, or it may hold nothing.
                Give();
            }
            else
            {
                events.Lost(operation, LossKind.Removed);
                _state.Status = ObjectStatus.Lost;
            }

            break;
        }
    }

    /// <summary>Who is called may see to what is in the fields of the object, or have the object do it.</summary>
    private void ShowFields(IMethodSymbol method, CallEffects effects, ImmutableArray<IArgumentOperation> arguments)
    {
        if (!tracked.IsFollowedIntoFields)
        {
            return;
        }

        bool isKnown = effects.Contract != MethodContract.None || effects.IsBlameless || !effects.MayThrow || KnownTypes.IsCollection(method.ContainingType)
            || KnownTypes.OnlyLooksAtArguments(method);
        foreach (IArgumentOperation argument in arguments)
        {
            isKnown &= BodyGraph.Unwrap(argument.Value) is not IInstanceReferenceOperation;
        }

        if (!isKnown)
        {
            ShowFields();
        }
    }

    private void ShowFields()
    {
        if (tracked.IsFollowedIntoFields)
        {
            foreach (int container in body.Containers.OfFields())
            {
                EscapeElements(container);
            }
        }
    }
}
