namespace MemoryRegions.Analyzers.Flow;

/// <content>Uses of the content: a use is wrong if it is on every path that reaches it, for conditions that exclude each other are not all known.</content>
internal sealed partial class TypestateAnalysis
{
    void IEvaluationEvents.ContentUsed(IOperation use, ContentUse how)
    {
        if (_recording)
        {
            _history.ContentUses.TryGetValue(use, out ContentUse before);
            _history.ContentUses[use] = before | how;
        }
    }

    void IEvaluationEvents.Claimed(IOperation release, IOperation? written)
    {
        if (_recording)
        {
            _history.Claims[release] = _history.Claims.TryGetValue(release, out IOperation? before) && before != written ? null : written;
        }
    }
}
