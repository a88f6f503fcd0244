using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>
/// Callees that may come back: what they may have released is in doubt after the call, until something looks at it, or at anything that
/// could tell.
/// </content>
internal sealed partial class Evaluator
{
    private bool IsInDoubt => _state.IsReentered && _state.Status == (ObjectStatus.Released | ObjectStatus.Held);

    /// <summary>A call may have come back by now. The slot of the field that only such a callee may have changed, or -1.</summary>
    private int ComeBack(IOperation call, CallEffects effects)
    {
        if (tracked.Reentry is not { } reentry)
        {
            return -1;
        }

        bool isDirect = reentry.IsCall(call);
        int slot = body.Slots.Of(reentry.Field);
        if ((isDirect || (reentry.IsCallOfHelper(call) && !effects.ChangedFields.Contains(reentry.Field)))
            && _state.Status == ObjectStatus.Held && _state[slot].IsObject)
        {
            _state.Status = ObjectStatus.Released | ObjectStatus.Held;
            _state.IsReentered = true;
        }

        return isDirect ? slot : -1;
    }

    /// <summary>A member of the object is accessed. Whatever that says of the resource, there is an object at least, if it has a reference type.</summary>
    private void NoteAccess(IOperation use, ISymbol member, AbstractValue receiver)
    {
        if (tracked.Reentry is null || !receiver.IsObject)
        {
            return;
        }

        if (tracked.Type is { IsValueType: true } && (body.HeldContractOf(member) & HeldContract.Required) == 0)
        {
            return;
        }

        if (member is IPropertySymbol property && (body.ContractOf(property) & (PropertyContract.TestsNull | PropertyContract.TestsHeld)) != 0)
        {
            return;
        }

        if (use is IInvocationOperation release && body.EffectsOf(release).Contract.ReceiverReleases is not null)
        {
            // That is looked at as a release.
            return;
        }

        NoteUseInDoubt(use);
        if (_state.Status == (ObjectStatus.Held | ObjectStatus.Null))
        {
            _state.Status = ObjectStatus.Held;
        }
    }

    private void NoteUseInDoubt(IOperation use)
    {
        if (IsInDoubt)
        {
            // One finding is enough on a path.
            events.UsedAfterReentry(use);
            _state.Status = ObjectStatus.Lost;
        }
    }

    /// <summary>A statement that may look at what the callee has changed, and leave the body then.</summary>
    private void LookAround(IOperation statement)
    {
        if (IsInDoubt && tracked.Reentry!.MayLook(statement))
        {
            _state.Status = ObjectStatus.Held;
        }
    }

    /// <summary>A condition, which may look at what the callee has changed.</summary>
    private void LookAround(IOperation condition, bool outcome)
    {
        if (!IsInDoubt)
        {
            return;
        }

        IOperation asked = condition;
        while (asked is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not)
        {
            asked = not.Operand;
            outcome = !outcome;
        }

        if (tracked.Reentry!.ValueAfterRelease(asked) is { } after ? after != outcome : !tracked.Reentry.TellsNothing(asked))
        {
            _state.Status = ObjectStatus.Held;
        }
    }
}
