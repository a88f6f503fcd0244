using Microsoft.CodeAnalysis.Operations;

namespace MemoryRegions.Analyzers.Flow;

/// <content>Work that must not be done while the object is held.</content>
internal sealed partial class Evaluator
{
    /// <summary>On this path it is held for certain, unless its acquisition failed.</summary>
    private bool IsHeldForCertain => _state.IsHeld && (_state.Status & ~(ObjectStatus.Held | ObjectStatus.Null)) == 0;

    private void NoteSuspension(IOperation operation, Suspension how)
    {
        if (tracked.NoSuspension && IsHeldForCertain)
        {
            events.Suspended(operation, how);
        }
    }

    private void NoteCallWhileHeld(IOperation call, IMethodSymbol method, CallEffects effects, ImmutableArray<IArgumentOperation> arguments)
    {
        if (!IsHeldForCertain)
        {
            return;
        }

        if (effects.Contract.ForbiddenWhile is { IsEmpty: false } kinds && (tracked.IsNothing || kinds.Contains(tracked.Kind)))
        {
            events.Suspended(call, Suspension.Forbidden);
        }
        else if (tracked.NoSuspension && (effects.Blocks || BlockingCalls.Contains(method, arguments)))
        {
            events.Suspended(call, Suspension.Blocking);
        }
    }

    private void NotePropertyWhileHeld(IPropertyReferenceOperation property)
    {
        if (IsHeldForCertain && property.Property.GetMethod is { } getter)
        {
            if (body.Contracts.Of(getter).ForbiddenWhile is { IsEmpty: false } kinds && (tracked.IsNothing || kinds.Contains(tracked.Kind)))
            {
                events.Suspended(property, Suspension.Forbidden);
            }
            else if (tracked.NoSuspension && BlockingCalls.Contains(property.Property, property.Arguments))
            {
                events.Suspended(property, Suspension.Blocking);
            }
        }
    }
}
