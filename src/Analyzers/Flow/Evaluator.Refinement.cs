using MemoryRegions.Analyzers.Contracts;
using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>What holds when a condition has a certain outcome.</content>
internal sealed partial class Evaluator
{
    /// <summary>The rest of the path runs only if the condition is as expected.</summary>
    private void Assume(IOperation condition, AbstractValue value, bool expected)
    {
        if (!Refine(condition, value, expected))
        {
            Ended = true;
        }
    }

    /// <summary>Narrows the state to what holds when a condition has the given outcome. False if that cannot be.</summary>
    public bool Refine(IOperation condition, AbstractValue value, bool outcome)
    {
        if (value.IsConstant && value.ConstantValue is bool constant)
        {
            return constant == outcome;
        }

        if (value.IsTest(out ObjectStatus whenTrue, out ObjectStatus whenFalse))
        {
            // A test says something as long as the object has not moved on since.
            ObjectStatus possible = whenTrue | whenFalse;
            if ((_state.Status & ~possible) == 0)
            {
                _state.Status &= outcome ? whenTrue : whenFalse;
                if (_state.Status == ObjectStatus.None)
                {
                    return false;
                }

                NoteTested();
            }

            // The status does not tell the outcome of a test that both outcomes agree with: the variable does, until it is assigned again.
            if (body.Predicates.TryRead(condition, out int tested, out bool isNegated) && _state[tested].IsTest(out _, out _))
            {
                _state[tested] = AbstractValue.Constant(outcome != isNegated);
            }
        }

        LookAround(condition, outcome);
        if (body.Predicates.TryRead(condition, out int slot, out bool negated))
        {
            bool truth = outcome != negated;
            AbstractValue known = _state[slot];
            if (known.IsConstant && known.ConstantValue is bool before)
            {
                return before == truth;
            }

            if (known.IsUnknown)
            {
                _state[slot] = AbstractValue.Constant(truth);
            }
        }

        return true;
    }
}
