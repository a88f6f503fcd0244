namespace MemoryRegions.Analyzers.Flow;

/// <content>Calls that throw, and what they leave behind.</content>
internal sealed partial class TypestateAnalysis
{
    void IEvaluationEvents.CallMayThrow(IOperation? call, PathState state)
    {
        if (_raised is null && !_recording)
        {
            return;
        }

        PathState raised = state.Clone();
        raised.Raiser = call;
        if (_raised is not null)
        {
            _raised.Add(raised);
        }
        else
        {
            // No try is around it.
            LeaveByCall(raised);
        }
    }

    /// <summary>The exception that a call threw leaves the body.</summary>
    private void LeaveByCall(PathState path)
    {
        _history.ThrowsAtAll |= _recording;

        // What is given away, or released perhaps, is no business of the call.
        if (_recording && path.Raiser is { } call && path.IsHeld && (path.Status & ~(ObjectStatus.Held | ObjectStatus.Null)) == 0 && !IsKept(path))
        {
            _history.Throws.Add(call);
        }
    }
}
