namespace MemoryRegions.Analyzers.Flow;

/// <content>What the evaluation tells of, noted in the last pass.</content>
internal sealed partial class TypestateAnalysis
{
    void IEvaluationEvents.Releasing(IOperation release, ReleaseFinding finding)
    {
        if (_recording)
        {
            _history.NoteFinding(release, finding);
        }
    }

    void IEvaluationEvents.ReleasedBefore(IOperation release, ISymbol field)
    {
        if (_recording)
        {
            _history.EarlyReleases.Add((release, field));
        }
    }

    void IEvaluationEvents.Released(IOperation release)
    {
        if (_recording)
        {
            _history.Releases.Add(release);
        }
    }

    void IEvaluationEvents.ReleasedAgain(IOperation release)
    {
        if (_recording)
        {
            _history.SecondReleases.Add(release);
        }
    }

    void IEvaluationEvents.UsedAfterRelease(IOperation use)
    {
        if (_recording)
        {
            _history.UsesAfterRelease.Add(use);
        }
    }

    void IEvaluationEvents.UsedByCallback(IOperation call, CallbackUse use)
    {
        if (_recording)
        {
            _history.UsesAfterRelease.Add(call);
            _history.CallbackUses[call] = use;
        }
    }

    void IEvaluationEvents.UsedAfterReentry(IOperation use)
    {
        if (_recording)
        {
            _history.UsesAfterReentry.Add(use);
        }
    }

    void IEvaluationEvents.UsedUntested(IOperation use)
    {
        if (_recording)
        {
            _history.UntestedUses.Add(use);
        }
    }

    void IEvaluationEvents.UsedAsAsked(IOperation use)
    {
        if (_recording)
        {
            _history.UsesAsAsked.Add(use);
        }
    }

    void IEvaluationEvents.Misreleased(IOperation release, Misfit misfit)
    {
        if (_recording)
        {
            _history.Misreleases[release] = misfit;
        }
    }

    void IEvaluationEvents.Lost(IOperation operation, LossKind kind)
    {
        if (_recording)
        {
            _history.Losses[operation] = kind;
        }
    }

    void IEvaluationEvents.Stored(Slot slot)
    {
        if (_recording)
        {
            _history.NoteName(slot);
        }
    }

    void IEvaluationEvents.Given() => Given();

    private void Given()
    {
        if (_recording)
        {
            _history.IsGiven = true;
        }
    }
}
