namespace MemoryRegions.Analyzers.Flow;

/// <content>Work that must not be done while the object is held.</content>
internal sealed partial class TypestateAnalysis
{
    void IEvaluationEvents.HandedOver(IOperation call)
    {
        if (_recording)
        {
            _history.Handovers.Add(call);
        }
    }

    void IEvaluationEvents.Suspended(IOperation operation, Suspension how)
    {
        if (_recording)
        {
            _history.Suspensions[operation] = how;
        }
    }
}
