using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Fields and assignments.</content>
internal sealed partial class Evaluator
{
    private AbstractValue EvaluateField(IFieldReferenceOperation field)
    {
        if (IsZero(field.Field))
        {
            return AbstractValue.Constant(null);
        }

        return field.Instance is null or IInstanceReferenceOperation ? Read(body.Slots.Of(field.Field)) : EvaluateMember(field);
    }

    private AbstractValue EvaluateAssignment(ISimpleAssignmentOperation assignment)
    {
        if (TryShorten(assignment))
        {
            return AbstractValue.Unknown;
        }

        // The parts of the target are evaluated before the value.
        if (body.SlotOf(assignment.Target) < 0 && !IsMember(assignment.Target))
        {
            EvaluateTarget(assignment.Target);
        }

        AbstractValue value = Evaluate(assignment.Value);
        if (assignment.IsRef && value.MayBeObject)
        {
            Give();
        }

        Assign(assignment.Target, value, assignment);
        return value.IsContainer ? AbstractValue.Unknown : value;
    }

    private void EvaluateTarget(IOperation target)
    {
        if (target is IArrayElementReferenceOperation element && ContainerOf(element.ArrayReference) >= 0)
        {
            EvaluateIndices(element);
            return;
        }

        foreach (IOperation child in target.ChildOperations)
        {
            AbstractValue value = Evaluate(child);
            if (target is IPropertyReferenceOperation property && property.Instance == child)
            {
                UseMember(target, property.Property, value);
            }
            else if (target is IImplicitIndexerReferenceOperation indexer && indexer.Instance == child)
            {
                UseMember(target, indexer.IndexerSymbol, value);
            }

            if (value.MayBeObject && target is not (IPropertyReferenceOperation or IFieldReferenceOperation or IArrayElementReferenceOperation or { Kind: OperationKind.None }))
            {
                Give();
            }
        }
    }

    private void Assign(IOperation target, AbstractValue value, IOperation assignment)
    {
        if (target is IDiscardOperation)
        {
            return;
        }

        if (target is IFlowCaptureReferenceOperation capture)
        {
            if (body.CapturedTarget(capture.Id) is not { } captured)
            {
                Escape(value);
                return;
            }

            target = captured;
        }

        int slot = body.SlotOf(target);
        if (slot >= 0 && WritesThroughView(target, slot, assignment))
        {
            return;
        }

        if (slot < 0 && target is IArrayElementReferenceOperation element)
        {
            slot = SlotOfElement(element, ref value);
        }

        if (slot < 0 && TryAssignMember(target, value, assignment))
        {
            return;
        }

        if (slot < 0)
        {
            Escape(value);
            return;
        }

        Store(slot, value, assignment);
    }

    private void Store(int slot, AbstractValue value, IOperation assignment)
    {
        AbstractValue before = _state[slot];
        Slot target = body.Slots[slot];
        if (target.IsShared)
        {
            Look(value);
        }

        if (value.IsView && target.Symbol is ILocalSymbol { Type: IPointerTypeSymbol })
        {
            NoteAnyAccess(value);
        }

        if (target.Outlives || target.Kind == SlotKind.Element)
        {
            value = Whole(value);
        }

        if (target.Elements is not null)
        {
            EscapeElements(slot);
            _state.ForgetElements(target);
        }

        _state.LoseIndex(target, body.Slots);
        _state[slot] = (target.IsShared && value.IsContainer) || (value.IsView && !MayHoldView(target, assignment)) ? AbstractValue.Unknown : value;
        Forget(target.Dependents);
        if (value.MayBeObject)
        {
            if (value.Wrapper is null)
            {
                events.Stored(target);
            }

            if (target.IsShared)
            {
                Give();
            }
            else if (target.Outlives)
            {
                NoteAnyAccess(value);
            }
        }

        if (before.HoldsFormerObject && (value.IsObject || value.Wrapper is { MayBeObject: true }) && !tracked.IsCounted && !_state.HasFormerObject())
        {
            events.Lost(assignment, LossKind.Overwritten);
        }
        else if ((before.IsObject || before.Wrapper is { MayBeObject: true }) && !value.MayBeObject && _state.IsHeld && !_state.IsReachable())
        {
            Lose(assignment);
        }
    }

    /// <summary>The last variable that held the object was overwritten.</summary>
    private void Lose(IOperation assignment)
    {
        if (tracked.IsExternal || tracked.IsCounted)
        {
            Give();
            return;
        }

        events.Lost(assignment, LossKind.Overwritten);
        _state.Status = ObjectStatus.Lost;
    }

    private void Forget(List<int>? predicates)
    {
        if (predicates is null)
        {
            return;
        }

        foreach (int predicate in predicates)
        {
            _state[predicate] = AbstractValue.Unknown;
        }
    }
}
