using MemoryRegions.Analyzers.Contracts;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Calls of functions inside the body, which use its variables.</content>
internal sealed partial class Evaluator
{
    private void ChangeLent(IOperation call, CallEffects effects)
    {
        NoteLentAccess(call);
        foreach ((ISymbol variable, Release release) in effects.ReleasedVariables)
        {
            int slot = body.Slots.Find(variable);
            if (slot >= 0 && release.Kind == tracked.Kind && _state[slot].MayBeObject)
            {
                Release(call, _state[slot], release);
            }
        }

        if (effects.ChangedVariables.IsEmpty)
        {
            return;
        }

        foreach (Slot slot in body.Slots.Lent())
        {
            if (!effects.ChangedVariables.Contains(slot.Symbol!))
            {
                continue;
            }

            AbstractValue before = _state[slot.Index];
            _state[slot.Index] = AbstractValue.Unknown;
            Forget(slot.Dependents);
            Escape(before);
        }
    }
}
