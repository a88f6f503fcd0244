using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>What is read from the object and written to it through its views, and whether it was acquired for that.</content>
internal sealed partial class Evaluator
{
    /// <summary>The acquisition says what it is for, so that uses of the content are followed.</summary>
    private bool FollowsContents => tracked.Access is not null;

    private void BeginContents()
    {
        if (tracked is not { Access: { } access, Direction: { } values })
        {
            return;
        }

        AbstractValue value = access.ConstantValue is { HasValue: true } constant ? AbstractValue.Constant(constant.Value)
            : body.SlotOf(access) is >= 0 and var slot ? _state[slot]
            : AbstractValue.Unknown;
        AccessDirection direction = !value.IsConstant || value.ConstantValue is null ? AccessDirection.Unknown
            : value.ConstantValue.Equals(values.Reads) ? AccessDirection.Read
            : value.ConstantValue.Equals(values.Writes) ? AccessDirection.Write
            : AccessDirection.Unknown;
        _state.Contents = new Contents(direction);
    }

    /// <summary>A use of the content, of this object or of another one.</summary>
    private void NoteContent(IOperation use, AbstractValue view, ContentAccess access, IOperation? amount = null)
    {
        if (access == ContentAccess.None || !FollowsContents)
        {
            return;
        }

        Contents contents = _state.Contents;
        bool isHeld = view.IsView && (_state.Status & ~(ObjectStatus.Held | ObjectStatus.Null)) == 0 && _state.IsHeld;
        if (isHeld && access == ContentAccess.Reads && contents is { Direction: AccessDirection.Write, MayBeWritten: false })
        {
            // What is read and then changed may be meant; it is seen at the release.
            _state.Contents = contents with { FirstRead = contents.FirstRead ?? use };
            return;
        }

        bool isAgainst = isHeld && (access & ContentAccess.Writes) != 0 && contents.Direction == AccessDirection.Read;
        events.ContentUsed(use, isAgainst ? ContentUse.WrittenAgainst : ContentUse.Fits);
        if (view.IsView && access != ContentAccess.Reads)
        {
            NoteWritten(amount);
        }
    }

    /// <summary>A member of a view is used, or one of a handle, which may do anything.</summary>
    private void NoteMember(IOperation use, ISymbol member, AbstractValue receiver)
    {
        if (!FollowsContents)
        {
            return;
        }

        if (receiver.IsView || (member.ContainingType is { } type && KnownTypes.IsSpan(type)))
        {
            NoteContent(use, receiver, ContentAccesses.OfMember(use, member, body));
        }
    }

    /// <summary>Somebody may have written, and it is not known how much.</summary>
    private void NoteAnyAccess(AbstractValue value)
    {
        if (FollowsContents && (value.IsView || value.MayBeObject))
        {
            NoteWritten(null);
        }
    }

    private void NoteWritten(IOperation? amount)
    {
        if (_state.Contents.FirstRead is { } read)
        {
            events.ContentUsed(read, ContentUse.Fits);
        }

        _state.Contents = _state.Contents.Write(amount);
    }

    /// <summary>A function inside the body is called, which may use the object.</summary>
    private void NoteLentAccess(IOperation call)
    {
        if (!FollowsContents || call is not IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction or MethodKind.DelegateInvoke })
        {
            return;
        }

        foreach (Slot slot in body.Slots.Lent())
        {
            NoteAnyAccess(_state[slot.Index]);
        }
    }

    /// <summary>The views among the arguments of a call.</summary>
    private void PassViews(IOperation call, IMethodSymbol method, MethodContract contract, AbstractValue receiver, ImmutableArray<IArgumentOperation> arguments, AbstractValue[] values)
    {
        if (receiver.MayBeObject && contract.ReceiverReleases is null && !KnownTypes.OnlyLooksAtArguments(method))
        {
            NoteAnyAccess(receiver);
        }

        for (int i = 0; i < values.Length; i++)
        {
            if (body.SlotOf(arguments[i].Value) is var slot && slot >= 0 && _state[slot].IsContainer)
            {
                NoteWritten(null);
            }

            if (arguments[i].Parameter is not { } parameter || (KnownTypes.DerivesFromArguments(method) && IsViewResult(call)))
            {
                continue;
            }

            if (values[i].MayBeObject && contract.Parameter(parameter.Ordinal).Releases is null)
            {
                NoteAnyAccess(values[i]);
            }
            else if (KnownTypes.IsSpan(parameter.Type) || values[i].IsView)
            {
                ContentAccess access = ContentAccesses.OfArgument(method, parameter, contract.Parameter(parameter.Ordinal), out bool returnsCount);
                NoteContent(arguments[i].Value, values[i], access, !values[i].IsWholeView ? null : returnsCount ? call : CopiedBy(call, method, i, arguments));
            }
        }
    }

    /// <summary>How much a copy writes, if its source says so and it is not known to be all there is.</summary>
    private IOperation? CopiedBy(IOperation call, IMethodSymbol method, int destination, ImmutableArray<IArgumentOperation> arguments)
    {
        if (method.Name != "CopyTo" || !KnownTypes.IsSpanMember(method))
        {
            return null;
        }

        IOperation? amount = ContentAccesses.AmountOf(destination == 0 ? ((IInvocationOperation)call).Instance : arguments[0].Value);
        return amount is null or IInvocationOperation || IsAll(amount) ? null : amount;
    }

    /// <summary>The object is released: what was not written by now never will be.</summary>
    private void EndContents()
    {
        if (_state.Contents.FirstRead is { } read && _state.IsHeld)
        {
            events.ContentUsed(read, ContentUse.ReadAgainst);
        }
    }

    /// <summary>A release says how much was used: more than was written, perhaps.</summary>
    private void CheckClaim(IOperation release, IOperation claim)
    {
        if (!FollowsContents)
        {
            return;
        }

        bool isMore = _state.Contents is { Direction: AccessDirection.Write, Amount: { } amount } && _state.Status == ObjectStatus.Held && IsMore(claim, amount);
        events.Claimed(release, isMore ? _state.Contents.Amount : null);
    }

    private bool IsMore(IOperation claim, IOperation amount)
    {
        long? claimed = ConstantOf(claim);
        if (ConstantOf(amount) is { } written)
        {
            return (claimed ?? (IsAll(claim) && tracked.Requested is { } requested ? ConstantOf(requested) : null)) > written;
        }

        bool isAll = claimed is null ? IsAll(claim) : tracked.Requested is { } asked && ConstantOf(asked) == claimed;
        return isAll && body.Amounts.MayBeLess(amount, tracked.Requested);
    }

    /// <summary>As much as there is, or as was asked for.</summary>
    private bool IsAll(IOperation claim)
    {
        if (IsAsked(claim))
        {
            return true;
        }

        int slot = body.SlotOf(claim);
        return slot >= 0 ? _state[slot].IsZeroIfNull
            : BodyGraph.Unwrap(claim) is IPropertyReferenceOperation { Type.SpecialType: SpecialType.System_Int32 } length
                && (body.ContractOf(length.Property) & PropertyContract.TestsNull) != 0
                && body.SlotOf(length.Instance) is var handle && handle >= 0 && _state[handle].IsObject;
    }
}
