namespace MemoryRegions.Analyzers.Flow;

/// <summary>How an object is lost while it is held.</summary>
internal enum LossKind
{
    /// <summary>The result of the acquisition is stored nowhere.</summary>
    Discarded,

    /// <summary>The last variable that held it got another value.</summary>
    Overwritten,

    /// <summary>It was taken out of the collection that held it.</summary>
    Removed,
}

/// <summary>What does not fit in a release.</summary>
internal enum Misfit
{
    /// <summary>More is said to have been used than was even asked for, or less than nothing.</summary>
    Length,

    /// <summary>It is released through another object than the one it was acquired from.</summary>
    Acquirer,
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

    /// <summary>A release of a field, which must hold something by then, before the object is acquired; nothing was stored in the field so far.</summary>
    void ReleasedBefore(IOperation release, ISymbol field);

    /// <summary>A release of the held object.</summary>
    void Released(IOperation release);

    /// <summary>A release of the object, which is released already.</summary>
    void ReleasedAgain(IOperation release);

    /// <summary>A use of the object, or of a view of it, after it was released.</summary>
    void UsedAfterRelease(IOperation use);

    /// <summary>A method that the call runs uses the object, which is released.</summary>
    void UsedByCallback(IOperation call, CallbackUse use);

    /// <summary>A use of the object, or its release, after a call whose callee may have come back and released it.</summary>
    void UsedAfterReentry(IOperation use);

    /// <summary>The object is handed to a call that takes it over, by its contract.</summary>
    void HandedOver(IOperation call);

    /// <summary>Work that must not be done while the object is held, which it is.</summary>
    void Suspended(IOperation operation, Suspension how);

    /// <summary>A use that fails if the acquisition has failed, on a path where nothing tested that.</summary>
    void UsedUntested(IOperation use);

    /// <summary>A use of as much as was asked for, on a path where nothing looked at how much there is.</summary>
    void UsedAsAsked(IOperation use);

    /// <summary>A release with an argument that does not fit.</summary>
    void Misreleased(IOperation release, Misfit misfit);

    /// <summary>A use of the content of the object; also of what may be another one's, which fits.</summary>
    void ContentUsed(IOperation use, ContentUse how);

    /// <summary>A release that says how much was used: more than was written, which is <paramref name="written"/>, or nothing is wrong with it.</summary>
    void Claimed(IOperation release, IOperation? written);

    void Lost(IOperation operation, LossKind kind);

    /// <summary>The object was handed on.</summary>
    void Given();

    /// <summary>The object was stored in a variable.</summary>
    void Stored(Slot slot);
}
