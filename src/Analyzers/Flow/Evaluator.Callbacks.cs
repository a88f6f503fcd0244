using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Calls that run methods of their receiver.</content>
internal sealed partial class Evaluator
{
    /// <summary>The object is in a field, and released: methods that the call runs may need it.</summary>
    private void NoteCallbacks(IOperation call, CallEffects effects)
    {
        if (effects.Contract.Invokes.IsEmpty || _state.Status != ObjectStatus.Released || call is not IInvocationOperation invocation)
        {
            return;
        }

        foreach (Slot slot in body.Slots.Fields())
        {
            if (_state[slot.Index].IsObject && slot.Symbol is IFieldSymbol { IsStatic: false } field && body.FindCallbackUse(invocation, effects.Contract.Invokes, field) is { } use)
            {
                events.UsedByCallback(call, use);
                _state.Status = ObjectStatus.Lost;
                return;
            }
        }
    }
}
