using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Calls: what contracts and summaries make of them.</content>
internal sealed partial class Evaluator
{
    private AbstractValue EvaluateInvocation(IInvocationOperation invocation)
    {
        if (TryAddToContainer(invocation) || TryRemoveFromContainer(invocation) || TryResize(invocation))
        {
            return AbstractValue.Unknown;
        }

        AbstractValue receiver = Evaluate(invocation.Instance);
        if (receiver.Wrapper is not null && !KnownTypes.OnlyLooksAtArguments(invocation.TargetMethod) && invocation.TargetMethod.Name != "GetValueOrDefault")
        {
            // Its methods may do anything with its members.
            receiver = Whole(receiver);
        }

        if (invocation.TargetMethod is { Name: "GetValueOrDefault", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T })
        {
            return receiver;
        }

        CallEffects effects = body.EffectsOf(invocation);
        if (receiver.MayBeObject && tracked.Type is not null && invocation.TargetMethod.ContainingType.TypeKind == TypeKind.Interface)
        {
            // A handle that is known only as an interface here.
            effects = body.EffectsOn(tracked.Type, invocation.TargetMethod);
        }

        return EvaluateCall(invocation, effects, receiver, invocation.Instance, invocation.TargetMethod, invocation.Arguments);
    }

    private AbstractValue EvaluateCreation(IObjectCreationOperation creation)
    {
        if (TryCreateWrapper(creation, out AbstractValue wrapper))
        {
            return wrapper;
        }

        AbstractValue result = creation.Constructor is { } constructor
            ? EvaluateCall(creation, body.EffectsOf(creation), AbstractValue.Unknown, null, constructor, creation.Arguments)
            : AbstractValue.Unknown;
        if (!result.IsUnknown || Ended)
        {
            return result;
        }

        // new Handle() of a struct is default(Handle).
        return KnownTypes.IsNewCollection(creation) ? AbstractValue.Container
            : creation is { Type.IsValueType: true, Constructor.IsImplicitlyDeclared: true, Arguments.IsEmpty: true, Initializer: null } ? AbstractValue.Constant(null)
            : result;
    }

    private AbstractValue EvaluateCall(
        IOperation call,
        CallEffects effects,
        AbstractValue receiver,
        IOperation? instance,
        IMethodSymbol method,
        ImmutableArray<IArgumentOperation> arguments)
    {
        var values = new AbstractValue[arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            values[i] = arguments[i].Parameter?.RefKind == RefKind.Out || PassContainer(effects, arguments[i], arguments) ? AbstractValue.Unknown : Evaluate(arguments[i].Value);
        }

        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.DelegateInvoke)
        {
            // It may use what variables of this body hold of an earlier round.
            _state.ForgetFormerObjects();
        }

        AbstractValue result = UseInCall(call, method, receiver, arguments, values);
        if (FollowsContents)
        {
            PassViews(call, method, effects.Contract, receiver, arguments, values);
        }

        if (effects.MayThrow)
        {
            RaiseFrom(call, effects, receiver, arguments, values);
        }

        NoteCallbacks(call, effects);
        if (effects.Contract.ReceiverReleases is { } release && release.Kind == tracked.Kind)
        {
            events.Releasing(call, FindingOf(receiver, instance));
            NoteEarlyRelease(call, body.SlotOf(instance), receiver, release);
            if (receiver.MayBeObject)
            {
                result = Release(call, receiver, release);
            }
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Parameter is { } parameter)
            {
                PassArgument(call, effects, parameter, arguments[i].Value, values[i], ref result);
            }
        }

        ReleaseFields(call, effects, instance);
        ChangeLent(call, effects);
        ShowFields(method, effects, arguments);
        int kept = ComeBack(call, effects);
        ChangeFields(kept >= 0 ? FieldSet.All : effects.ChangedFields, instance is IInstanceReferenceOperation ? effects.ReleasedFields : ImmutableArray<(IFieldSymbol, Release)>.Empty, kept);
        if (effects.DoesNotReturn)
        {
            Ended = true;
            return AbstractValue.Unknown;
        }

        NoteCallWhileHeld(call, method, effects, arguments);
        return ReferenceEquals(call, tracked.Site) ? Acquire(call, instance, arguments) : result;
    }

    private void PassArgument(IOperation call, CallEffects effects, IParameterSymbol parameter, IOperation argument, AbstractValue value, ref AbstractValue result)
    {
        if (parameter.RefKind == RefKind.Out)
        {
            Assign(argument is IDeclarationExpressionOperation declaration ? declaration.Expression : argument, AbstractValue.Unknown, call);
            return;
        }

        if (KnownTypes.DoesNotReturnIf(parameter) is { } fatal)
        {
            Assume(argument, value, !fatal);
            return;
        }

        if (parameter.RefKind == RefKind.Ref)
        {
            Escape(value);
            Assign(argument, AbstractValue.Unknown, call);
            return;
        }

        ParameterContract contract = effects.Contract.Parameter(parameter.Ordinal);
        Release? release = contract.Releases?.Kind == tracked.Kind ? contract.Releases : null;
        if (release is not null)
        {
            events.Releasing(call, FindingOf(value, argument));
            NoteEarlyRelease(call, body.SlotOf(argument), value, release);
        }

        if (!value.MayBeObject)
        {
            return;
        }

        if (release is null)
        {
            Look(value);
            if (contract.RequiresHeld && value.IsObject)
            {
                NoteUse(argument);
            }
        }

        if (release is not null)
        {
            AbstractValue released = Release(call, value, release);
            result = released.IsUnknown ? result : released;
        }
        else if (!IsOnlyLookedAt(effects, contract, parameter))
        {
            if (contract.TakesOwnership && value.IsObject && IsHeldForCertain)
            {
                events.HandedOver(call);
            }

            Give();
        }
    }

    private ReleaseFinding FindingOf(AbstractValue value, IOperation? expression)
    {
        if (!value.IsObject)
        {
            return value.IsConstant ? ReleaseFinding.Nothing
                : value.IsUnknown && _state.Status == ObjectStatus.NotYet ? ReleaseFinding.OtherBefore
                : ReleaseFinding.Other;
        }

        ObjectStatus status = _state.Status;
        return ((status & ObjectStatus.Held) != 0 ? ReleaseFinding.Held : 0)
            | ((status & (ObjectStatus.Null | ObjectStatus.NotYet)) != 0 ? ReleaseFinding.Nothing : 0)
            | ((status & ObjectStatus.Released) != 0 ? ReleaseFinding.Released : 0)
            | ((status & (ObjectStatus.Given | ObjectStatus.Lost)) != 0 || IsKeptBesides(body.SlotOf(expression)) ? ReleaseFinding.Given : 0);
    }

    /// <summary>The object is also in another place, one that lives on.</summary>
    private bool IsKeptBesides(int slot)
    {
        for (int other = 0; other < _state.SlotCount; other++)
        {
            if (other != slot && _state[other].MayBeObject && body.Slots[other].Outlives)
            {
                return true;
            }
        }

        return false;
    }

    private AbstractValue Release(IOperation call, AbstractValue value, Release release)
    {
        ObjectStatus status = _state.Status;
        if (!value.IsObject)
        {
            // It may be another object that is released here.
            Give();
            return AbstractValue.Unknown;
        }

        if (!release.Idempotent)
        {
            NoteUseInDoubt(call);
            status = _state.Status;
        }

        if (status == ObjectStatus.Released)
        {
            if (!release.Idempotent && !tracked.IsCounted && release.When == CallOutcome.Always)
            {
                events.ReleasedAgain(call);
            }

            return AbstractValue.Unknown;
        }

        events.Released(call);
        if (!release.Idempotent && !release.AllowsNull)
        {
            NoteUntested(call);
            status = _state.Status;
        }

        CheckRelease(call, release);
        EndContents();

        if ((status & (ObjectStatus.Held | ObjectStatus.Given)) == 0)
        {
            return AbstractValue.Unknown;
        }

        switch (release.When)
        {
            case CallOutcome.WhenTrue:
                _state.Status = ObjectStatus.Released | ObjectStatus.Held;
                _state.IsOutcomeIgnored = IsResultIgnored(call);
                return AbstractValue.Test(ObjectStatus.Released, ObjectStatus.Held);
            case CallOutcome.WhenFalse:
                _state.Status = ObjectStatus.Released | ObjectStatus.Held;
                _state.IsOutcomeIgnored = IsResultIgnored(call);
                return AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Released);
            default:
                _state.Status = ObjectStatus.Released;
                return AbstractValue.Unknown;
        }
    }

    private AbstractValue Acquire(IOperation call, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        if (_state.IsHeld && _state.HoldsElement(body.Slots))
        {
            return KeepEarlier(call, arguments);
        }

        _state.RetireObject(wasHeld: _state.IsHeld);
        _state.Unchecked = tracked.MustBeTested ? Unchecked.Failure : Unchecked.Nothing;
        _acquiredHere = true;
        BeginContents();
        NoteRequested();
        switch (tracked.Origin)
        {
            case ObjectOrigin.Receiver:
                int slot = body.SlotOf(instance);
                if (slot < 0 || body.Slots[slot].IsShared)
                {
                    _state.Status = ObjectStatus.Given;
                    return AbstractValue.Unknown;
                }

                _state.Status = ObjectStatus.Held;
                _state[slot] = AbstractValue.Object;
                events.Stored(body.Slots[slot]);
                NotePointers(call, arguments);
                return AbstractValue.Unknown;

            case ObjectOrigin.OutArgument:
                return AcquireByOut(call, arguments);

            case ObjectOrigin.Element:
                return AcquireInContainer(arguments);

            default:
                _state.Status = tracked.MayBeNull ? ObjectStatus.Held | ObjectStatus.Null : ObjectStatus.Held;
                return AbstractValue.Object;
        }
    }

    private AbstractValue AcquireByOut(IOperation call, ImmutableArray<IArgumentOperation> arguments)
    {
        _state.Status = tracked.When == CallOutcome.Always && !tracked.MayBeNull ? ObjectStatus.Held : ObjectStatus.Held | ObjectStatus.Null;
        foreach (IArgumentOperation argument in arguments)
        {
            if (argument.Parameter?.Ordinal == tracked.Argument)
            {
                Assign(argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value, AbstractValue.Object, call);
            }
        }

        return tracked.When switch
        {
            CallOutcome.WhenTrue => AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Null),
            CallOutcome.WhenFalse => AbstractValue.Test(ObjectStatus.Null, ObjectStatus.Held),
            _ => AbstractValue.Unknown,
        };
    }

    /// <summary>The callee releases fields of the object that both belong to.</summary>
    private void ReleaseFields(IOperation call, CallEffects effects, IOperation? instance)
    {
        if (effects.ReleasedFields.IsEmpty || instance is not IInstanceReferenceOperation)
        {
            return;
        }

        foreach ((IFieldSymbol field, Release release) in effects.ReleasedFields)
        {
            AbstractValue value = _state[body.Slots.Of(field)];
            if (release.Kind == tracked.Kind)
            {
                NoteEarlyRelease(call, body.Slots.Of(field), value, release);
            }

            if (release.Kind == tracked.Kind && value.IsObject)
            {
                Release(call, value, release);
            }
        }
    }

    private void NoteEarlyRelease(IOperation call, int slot, AbstractValue value, Release release)
    {
        if (_state.Status == ObjectStatus.NotYet && slot >= 0 && value.IsUnknown && !release.Idempotent && body.Slots[slot] is { Kind: SlotKind.Field, Symbol: { } field })
        {
            events.ReleasedBefore(call, field);
        }
    }

    private bool IsReleased(Slot field, ImmutableArray<(IFieldSymbol Field, Release Release)> released)
    {
        foreach ((IFieldSymbol candidate, Release release) in released)
        {
            if (release.Kind == tracked.Kind && SymbolEqualityComparer.Default.Equals(candidate, field.Symbol))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The callee may have changed fields: what only they held is out of sight.</summary>
    private void ChangeFields(FieldSet changed, ImmutableArray<(IFieldSymbol Field, Release Release)> released, int kept)
    {
        if (changed.IsEmpty)
        {
            return;
        }

        foreach (Slot slot in body.Slots.Fields())
        {
            if (slot.Index == kept || !changed.Contains(slot.Symbol!) || (_state.Status == ObjectStatus.Released && _state[slot.Index].IsObject && IsReleased(slot, released)))
            {
                continue;
            }

            if (_state[slot.Index].IsContainer)
            {
                EscapeElements(slot.Index);
            }

            bool held = _state[slot.Index].MayBeObject;
            if (_state[slot.Index].IsTelling)
            {
                Look(_state[slot.Index]);
            }

            _state[slot.Index] = AbstractValue.Unknown;
            Forget(slot.Dependents);
            if (held)
            {
                Give();
            }
        }
    }
}
