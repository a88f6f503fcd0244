using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Calls that throw: what becomes of the object then.</content>
internal sealed partial class Evaluator
{
    private void RaiseFrom(IOperation call, CallEffects effects, AbstractValue receiver, ImmutableArray<IArgumentOperation> arguments, AbstractValue[] values)
    {
        // A release of what is held completes, whatever else goes wrong.
        if (receiver.MayBeObject && effects.Contract.ReceiverReleases?.Kind == tracked.Kind)
        {
            return;
        }

        bool gives = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            if (!values[i].MayBeObject || arguments[i].Parameter is not { } parameter)
            {
                continue;
            }

            ParameterContract contract = effects.Contract.Parameter(parameter.Ordinal);
            if (contract.Releases?.Kind == tracked.Kind)
            {
                if (!contract.IsHeldIfThrows)
                {
                    return;
                }
            }
            else
            {
                gives |= !IsOnlyLookedAt(effects, contract, parameter);
            }
        }

        // Nobody knows whether a callee that throws had taken it over by then.
        ObjectStatus status = _state.Status;
        if (gives && (status & (ObjectStatus.Held | ObjectStatus.Null)) != 0)
        {
            _state.Status = ObjectStatus.Given;
        }

        events.CallMayThrow(call.IsImplicit || effects.IsBlameless ? null : call, _state);
        _state.Status = status;
    }

    private static bool IsOnlyLookedAt(CallEffects effects, ParameterContract contract, IParameterSymbol parameter)
    {
        return contract.Borrows || effects.BorrowsArguments || KnownTypes.IsGuarded(parameter) || KnownTypes.DoesNotReturnIf(parameter) is not null;
    }
}
