namespace MemoryRegions.Analyzers.Flow;

/// <summary>How an object is lost while it is held.</summary>
internal enum LossKind
{
    /// <summary>The result of the acquisition is stored nowhere.</summary>
    Discarded,

    /// <summary>The last variable that held it got another value.</summary>
    Overwritten,
}

/// <summary>What the evaluator meets on its way.</summary>
internal interface IEvaluationEvents
{
    /// <summary>
    /// A call that may throw, in the state in which it is made. <paramref name="call"/> is null if the user wrote no such call, or one of which
    /// nobody expects that it throws: handlers may meet what it throws, but no leak is blamed on it.
    /// </summary>
    void CallMayThrow(IOperation? call, PathState state);

    /// <summary>A call that releases the kind of the object, and what it finds to release.</summary>
    void Releasing(IOperation release, ReleaseFinding finding);

    /// <summary>A release of the held object.</summary>
    void Released(IOperation release);

    /// <summary>A release of the object, which is released already.</summary>
    void ReleasedAgain(IOperation release);

    /// <summary>A use of the object, or of a view of it, after it was released.</summary>
    void UsedAfterRelease(IOperation use);

    /// <summary>A use that fails if the acquisition has failed, on a path where nothing tested that.</summary>
    void UsedUntested(IOperation use);

    void Lost(IOperation operation, LossKind kind);

    /// <summary>The object was handed on.</summary>
    void Given();

    /// <summary>The object was stored in a variable.</summary>
    void Stored(Slot slot);
}
