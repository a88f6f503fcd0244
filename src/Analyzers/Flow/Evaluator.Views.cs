using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>
/// Uses of the object, and views of it: spans and references that a member of the handle returned, and what was made of them.
/// </content>
internal sealed partial class Evaluator
{
    /// <summary>A member of the object, or of a view of it, is used. What it returns may be a view again.</summary>
    private AbstractValue UseMember(IOperation use, ISymbol member, AbstractValue receiver)
    {
        NoteAccess(use, member, receiver);
        if (receiver.IsObject && !tracked.IsCounted)
        {
            HeldContract contract = body.HeldContractOf(member);
            if ((contract & HeldContract.Required) == 0)
            {
                return AbstractValue.Unknown;
            }

            NoteUse(use);
            if ((contract & HeldContract.AllowsNull) == 0)
            {
                NoteUntested(use);
            }

            return (contract & HeldContract.View) == 0 || !IsViewResult(use) ? AbstractValue.Unknown
                : (contract & HeldContract.EmptyIfNull) != 0 ? AbstractValue.View : AbstractValue.ViewPart;
        }

        if (!receiver.IsView)
        {
            NoteMember(use, member, receiver);
            return AbstractValue.Unknown;
        }

        if (!KnownTypes.OnlyDerives(member))
        {
            NoteUse(use);
        }

        NoteMember(use, member, receiver);
        if (FailsOnNothing(use, member))
        {
            NoteUntested(use);
        }

        if (KnownTypes.IsSpanMember(member) && NeedsMore(use))
        {
            NoteAsAsked(use);
        }

        if (IsViewResult(use))
        {
            return member is IPropertySymbol { IsIndexer: false } ? receiver : AbstractValue.ViewPart;
        }

        return use is IPropertyReferenceOperation { Property.IsIndexer: false } ? MeasureView(receiver, use.Type) : AbstractValue.Unknown;
    }

    /// <summary>The receiver and the arguments of a call are used.</summary>
    private AbstractValue UseInCall(
        IOperation call, IMethodSymbol method, AbstractValue receiver, ImmutableArray<IArgumentOperation> arguments, AbstractValue[] values)
    {
        AbstractValue result = UseMember(call, method, receiver);
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i].IsObject && i == 0 && method.IsExtensionMethod)
            {
                AbstractValue extended = UseMember(call, method, values[i]);
                result = extended.IsUnknown ? result : extended;
            }
            else if (values[i].IsView)
            {
                if (KnownTypes.DerivesFromArguments(method) && IsViewResult(call))
                {
                    result = AbstractValue.ViewPart;
                    continue;
                }

                NoteUse(arguments[i].Value);
                if (KnownTypes.NeedsBytes(method, i))
                {
                    // As many bytes as are there can be copied even if there are none.
                    NoteUntested(call, failsForSure: method.Name != "CopyTo");
                    if (method.Name == "CopyTo" ? IsSizedAsAsked(i == 0 ? ((IInvocationOperation)call).Instance : arguments[0].Value) : values[i].IsWholeView && !KnownTypes.NeedsOneByte(method))
                    {
                        NoteAsAsked(call);
                    }
                }
                else if (!method.ReturnsVoid)
                {
                    // The result may tell how long it is.
                    _state.Unchecked = Unchecked.Nothing;
                }
            }
            else if (values[i].IsTelling && !receiver.IsObject && !receiver.IsView)
            {
                Look(values[i]);
            }
        }

        return result;
    }

    /// <summary>Writes to, or reads from, what a reference into the object refers to.</summary>
    private AbstractValue EvaluateViewReference(ILocalReferenceOperation reference)
    {
        if (reference.Parent is ISimpleAssignmentOperation { IsRef: true })
        {
            return AbstractValue.View;
        }

        NoteUse(reference);
        return AbstractValue.Unknown;
    }

    private AbstractValue EvaluateImplicitIndexer(IImplicitIndexerReferenceOperation indexer)
    {
        AbstractValue receiver = Evaluate(indexer.Instance);
        Escape(Evaluate(indexer.Argument));
        events.CallMayThrow(null, _state);
        return UseMember(indexer, indexer.IndexerSymbol, receiver);
    }

    /// <summary>An assignment to a reference into the object goes to the object, not to the variable.</summary>
    private bool WritesThroughView(IOperation target, int slot, IOperation assignment)
    {
        if (target is not ILocalReferenceOperation { Local.IsRef: true } || assignment is ISimpleAssignmentOperation { IsRef: true } || !_state[slot].IsView)
        {
            return false;
        }

        NoteUse(target);
        NoteContent(target, _state[slot], ContentAccess.Writes);
        return true;
    }

    private static bool MayHoldView(Slot target, IOperation assignment)
    {
        return assignment is ISimpleAssignmentOperation { IsRef: true } || HeldContracts.IsView(target.Symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            _ => null,
        });
    }

    /// <summary>A reference that is returned is a view only where it is kept as one; else the value that it refers to is copied.</summary>
    private static bool IsViewResult(IOperation use)
    {
        return HeldContracts.IsView(use.Type) || use.Parent is ISimpleAssignmentOperation { IsRef: true };
    }

    private static bool IsResultIgnored(IOperation call)
    {
        return call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private void NoteUse(IOperation use)
    {
        NoteUseInDoubt(use);
        if (_state.Status == ObjectStatus.Released
            || (_state.Status == (ObjectStatus.Released | ObjectStatus.Held) && _state.IsOutcomeIgnored))
        {
            // One finding is enough on a path.
            events.UsedAfterRelease(use);
            _state.Status = ObjectStatus.Lost;
        }
    }

    /// <summary>Something looks at whether the acquisition failed, in a way that is not followed.</summary>
    private void Look(AbstractValue value)
    {
        if (value.IsTest(out _, out _))
        {
            _state.Unchecked &= ~Unchecked.Failure;
        }
        else if (value.IsZeroIfNull || value.MayBeObject)
        {
            _state.Unchecked = Unchecked.Nothing;
        }
    }

    /// <summary>A condition has told whether the acquisition failed.</summary>
    private void NoteTested()
    {
        if (_state.Status != (ObjectStatus.Held | ObjectStatus.Null))
        {
            _state.Unchecked &= ~Unchecked.Failure;
        }
    }

    /// <summary>A use that fails if the acquisition has failed.</summary>
    private void NoteUntested(IOperation use, bool failsForSure = true)
    {
        if (_state.Status == ObjectStatus.Null && tracked.MustBeTested && failsForSure)
        {
            // Tested, and used all the same.
            events.UsedUntested(use);
            _state.Status = ObjectStatus.Lost;
        }
        else if (_state.Status == (ObjectStatus.Held | ObjectStatus.Null) && (_state.Unchecked & Unchecked.Failure) != 0 && !_state.IsVague)
        {
            // The test that is missing may be one of the length, which would make up for both.
            events.UsedUntested(use);
            _state.Unchecked = Unchecked.Nothing;

            // A handler around it sees that nothing was acquired.
            _state.Status = ObjectStatus.Null;
            events.CallMayThrow(null, _state);
            _state.Status = ObjectStatus.Held;
        }
    }

    /// <summary>The length of a view, or whether it is empty.</summary>
    private AbstractValue MeasureView(AbstractValue view, ITypeSymbol? type)
    {
        if (!view.IsWholeView)
        {
            _state.Unchecked = Unchecked.Nothing;
            return AbstractValue.Unknown;
        }

        return type?.SpecialType switch
        {
            SpecialType.System_Boolean => NullTest(AbstractValue.Object, nullWhenTrue: true),
            SpecialType.System_Int32 => AbstractValue.ZeroIfNull,
            _ => AbstractValue.Unknown,
        };
    }

    /// <summary>The use of a member throws if the view is empty.</summary>
    private static bool FailsOnNothing(IOperation use, ISymbol member)
    {
        if (member.ContainingType is not { } type || !KnownTypes.IsSpan(type))
        {
            return false;
        }

        switch (use)
        {
            case IPropertyReferenceOperation { Property.IsIndexer: true }:
                return true;

            case IImplicitIndexerReferenceOperation { Argument: IRangeOperation range }:
                return IsPositive(range.LeftOperand) || IsPositive(range.RightOperand);

            case IImplicitIndexerReferenceOperation:
                return true;

            case IInvocationOperation { TargetMethod.Name: "Slice" } slice:
                foreach (IArgumentOperation argument in slice.Arguments)
                {
                    if (IsPositive(argument.Value))
                    {
                        return true;
                    }
                }

                return false;

            default:
                return false;
        }
    }

    /// <summary>A constant that is more than zero; also as an index, counted from the beginning or the end.</summary>
    private static bool IsPositive(IOperation? value)
    {
        while (value is IConversionOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat })
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IUnaryOperation)value).Operand;
        }

        return value is { ConstantValue: { HasValue: true, Value: int constant } } && constant > 0;
    }

    /// <summary>A comparison of the length with something that is not known: whoever reaches it has something.</summary>
    private AbstractValue CompareWithBound(BinaryOperatorKind kind)
    {
        if (_state.Status is not (ObjectStatus.Held or ObjectStatus.Null or (ObjectStatus.Held | ObjectStatus.Null)))
        {
            return AbstractValue.Unknown;
        }

        _state.Unchecked &= ~Unchecked.Length;
        AbstractValue isLong = AbstractValue.Test(ObjectStatus.Held, ObjectStatus.Held | ObjectStatus.Null);
        return kind switch
        {
            BinaryOperatorKind.Equals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => isLong,
            BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => isLong.Negate(),
            _ => AbstractValue.Unknown,
        };
    }
}
