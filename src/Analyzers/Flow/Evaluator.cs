using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// The transfer function: walks operations in evaluation order and tells what they do to the tracked object. Whatever it does not
/// understand is taken as giving the object away, which is silent.
/// </summary>
internal sealed partial class Evaluator(BodyGraph body, TrackedObject tracked, IEvaluationEvents events)
{
    private PathState _state = null!;
    private bool _acquiredHere;

    /// <summary>The path ended in a call that does not return.</summary>
    public bool Ended { get; private set; }

    /// <summary>Begins to walk a block along one path, which is changed in place.</summary>
    public void Begin(PathState state)
    {
        _state = state;
        Ended = false;
    }

    /// <summary>Executes one operation of a block.</summary>
    public void Execute(IOperation operation)
    {
        _acquiredHere = false;
        LookAround(operation);
        Evaluate(operation);
        LoseIfDropped();
    }

    /// <summary>Evaluates the value on which a block branches.</summary>
    public AbstractValue EvaluateBranchValue(IOperation value)
    {
        _acquiredHere = false;
        AbstractValue result = Evaluate(value);
        if (!result.MayBeObject)
        {
            LoseIfDropped();
        }

        return result;
    }

    /// <summary>What was acquired in this statement and is in no variable at its end is lost.</summary>
    private void LoseIfDropped()
    {
        if (_acquiredHere && !Ended && _state.IsHeld && !tracked.IsCounted && !_state.IsReachable())
        {
            events.Lost(tracked.Site!, LossKind.Discarded);
            _state.Status = ObjectStatus.Lost;
        }
    }

    private AbstractValue Evaluate(IOperation? operation)
    {
        if (operation is null || Ended || body.IsOpaque(operation))
        {
            return AbstractValue.Unknown;
        }

        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return AbstractValue.Constant(constant.Value);
        }

        // By their kinds: to ask for one type after the other takes longer than most of what is done then.
        switch (operation.Kind)
        {
            case OperationKind.Tuple:
                return EvaluateTuple((ITupleOperation)operation);

            case OperationKind.DeconstructionAssignment:
                return EvaluateDeconstruction((IDeconstructionAssignmentOperation)operation);

            case OperationKind.ExpressionStatement:
                return Evaluate(((IExpressionStatementOperation)operation).Operation);

            case OperationKind.LocalReference when operation is ILocalReferenceOperation { Local.IsRef: true } reference && _state[body.SlotOf(reference)].IsView:
                return EvaluateViewReference(reference);

            case OperationKind.ImplicitIndexerReference:
                return EvaluateImplicitIndexer((IImplicitIndexerReferenceOperation)operation);

            case OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.FlowCaptureReference:
                return Read(body.SlotOf(operation));

            case OperationKind.ArrayElementReference:
                var element = (IArrayElementReferenceOperation)operation;
                int container = ContainerOf(element.ArrayReference);
                return container >= 0 ? EvaluateElement(container, element) : EvaluateElement(element);

            case OperationKind.ArrayCreation:
                EvaluateChildren(operation, escape: true);
                return AbstractValue.Container;

            case OperationKind.FieldReference:
                return EvaluateField((IFieldReferenceOperation)operation);

            case OperationKind.InstanceReference or OperationKind.Literal or OperationKind.TypeOf or OperationKind.SizeOf or OperationKind.NameOf:
                return AbstractValue.Unknown;

            case OperationKind.FlowCapture:
                var capture = (IFlowCaptureOperation)operation;
                AbstractValue captured = Evaluate(capture.Value);
                _state[body.Slots.Of(capture.Id)] = body.IsOnlyTarget(capture.Id) ? AbstractValue.Unknown : captured;
                return captured;

            case OperationKind.SimpleAssignment:
                return EvaluateAssignment((ISimpleAssignmentOperation)operation);

            case OperationKind.CompoundAssignment or OperationKind.Increment or OperationKind.Decrement:
                EvaluateChildren(operation, escape: true);
                Assign(operation is ICompoundAssignmentOperation compound ? compound.Target : ((IIncrementOrDecrementOperation)operation).Target, AbstractValue.Unknown, operation);
                return AbstractValue.Unknown;

            case OperationKind.Conversion:
                return EvaluateConversion((IConversionOperation)operation);

            case OperationKind.DefaultValue:
                return AbstractValue.Constant(operation.Type?.SpecialType == SpecialType.System_Boolean ? false : null);

            case OperationKind.DeclarationExpression:
                return Evaluate(((IDeclarationExpressionOperation)operation).Expression);

            case OperationKind.Await:
                AbstractValue awaited = Evaluate(((IAwaitOperation)operation).Operation);
                NoteSuspension(operation, Suspension.Await);
                ShowFields();
                if (!awaited.MayBeObject)
                {
                    // An acquisition that fails has acquired nothing.
                    events.CallMayThrow(operation, _state);
                }

                return awaited;

            case OperationKind.YieldReturn:
                EvaluateChildren(operation, escape: true);
                NoteSuspension(operation, Suspension.Yield);

                if (!tracked.NoSuspension)
                {
                    // Who enumerates may stop there: then the finally regions around it run, and nothing else.
                    events.CallMayThrow(operation, _state);
                }

                ShowFields();
                return AbstractValue.Unknown;

            case OperationKind.Invocation:
                return EvaluateInvocation((IInvocationOperation)operation);

            case OperationKind.ObjectCreation:
                return EvaluateCreation((IObjectCreationOperation)operation);

            case OperationKind.PropertyReference:
                return EvaluateProperty((IPropertyReferenceOperation)operation);

            case OperationKind.Unary when operation is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not:
                return Evaluate(not.Operand).Negate();

            case OperationKind.Binary:
                return EvaluateBinary((IBinaryOperation)operation);

            case OperationKind.IsNull:
                return NullTest(Evaluate(((IIsNullOperation)operation).Operand), nullWhenTrue: true);

            case OperationKind.IsPattern:
                var isPattern = (IIsPatternOperation)operation;
                return EvaluatePattern(Whole(Evaluate(isPattern.Value)), isPattern.Pattern);

            case OperationKind.IsType:
                Evaluate(((IIsTypeOperation)operation).ValueOperand);
                return AbstractValue.Unknown;

            case OperationKind.InterpolatedString or OperationKind.InterpolatedStringText or OperationKind.Interpolation:
                // Formatting looks at its operands.
                EvaluateChildren(operation, escape: false);
                return AbstractValue.Unknown;

            case OperationKind.FlowAnonymousFunction:
                // What it shares with the body is in shared slots, which keep nothing.
                return AbstractValue.Unknown;

            case OperationKind.Discard:
                return AbstractValue.Unknown;

            case OperationKind.None:
                return EvaluateUnnamed(operation);

            default:
                EvaluateChildren(operation, escape: true);
                return AbstractValue.Unknown;
        }
    }

    private void EvaluateChildren(IOperation operation, bool escape)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            AbstractValue value = Evaluate(child);
            NoteAnyAccess(value);
            Look(value);
            if (escape && value.MayBeObject)
            {
                Give();
            }
        }
    }

    private AbstractValue Read(int slot)
    {
        AbstractValue value = _state[slot];
        if (value.IsFormerObject)
        {
            // Whoever still uses the earlier object takes care of it.
            _state.ForgetFormerObjects();
            return AbstractValue.Unknown;
        }

        if (value.HoldsFormerObject && body.Slots[slot].Kind != SlotKind.Capture)
        {
            _state.ForgetFormerObjects();
            value = value.ForgetFormerObject();
        }

        if (value.Wrapper is { IsReference: true } && body.Slots[slot].Kind != SlotKind.Capture)
        {
            // From here on two share the object.
            _state[slot] = AbstractValue.Unknown;
            return Whole(value);
        }

        // Whoever else gets hold of a container takes care of what is in it.
        EscapeElements(slot);
        return value;
    }

    private void Escape(AbstractValue value)
    {
        NoteAnyAccess(value);
        Look(value);
        if (value.MayBeObject)
        {
            Give();
        }
    }

    /// <summary>From here on somebody else may be responsible.</summary>
    private void Give()
    {
        if ((_state.Status & (ObjectStatus.Held | ObjectStatus.Null)) != 0)
        {
            _state.Status = ObjectStatus.Given;
            events.Given();
        }
    }

    private AbstractValue NullTest(AbstractValue value, bool nullWhenTrue)
    {
        AbstractValue test = AbstractValue.Unknown;
        if (value.MayBeObject && !value.IsObject)
        {
            Look(value);
        }

        if (value.IsObject && IsInDoubt)
        {
            test = AbstractValue.Test(ObjectStatus.Released, ObjectStatus.Held);
        }
        else if (value.IsObject && _state.Status is ObjectStatus.Held or ObjectStatus.Null or (ObjectStatus.Held | ObjectStatus.Null))
        {
            test = AbstractValue.Test(ObjectStatus.Null, ObjectStatus.Held);
        }
        else if (value.IsConstant)
        {
            test = AbstractValue.Constant(value.ConstantValue is null);
        }

        return nullWhenTrue ? test : test.Negate();
    }
}
