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
        if (receiver.IsObject && !tracked.IsCounted)
        {
            HeldContract contract = body.HeldContractOf(member);
            if ((contract & HeldContract.Required) == 0)
            {
                return AbstractValue.Unknown;
            }

            NoteUse(use);
            return (contract & HeldContract.View) != 0 && IsViewResult(use) ? AbstractValue.View : AbstractValue.Unknown;
        }

        if (!receiver.IsView)
        {
            return AbstractValue.Unknown;
        }

        if (!KnownTypes.OnlyDerives(member))
        {
            NoteUse(use);
        }

        return IsViewResult(use) ? AbstractValue.View : AbstractValue.Unknown;
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
                if (!KnownTypes.DerivesFromArguments(method))
                {
                    NoteUse(arguments[i].Value);
                }
                else if (IsViewResult(call))
                {
                    result = AbstractValue.View;
                }
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
        events.CallMayThrow(_state);
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
        if (_state.Status == ObjectStatus.Released
            || (_state.Status == (ObjectStatus.Released | ObjectStatus.Held) && _state.IsOutcomeIgnored))
        {
            // One finding is enough on a path.
            events.UsedAfterRelease(use);
            _state.Status = ObjectStatus.Lost;
        }
    }
}
