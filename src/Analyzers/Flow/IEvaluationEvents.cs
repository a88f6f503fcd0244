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
    /// <summary>A call that may throw, in the state in which it is made.</summary>
    void CallMayThrow(PathState state);

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

    void Lost(IOperation operation, LossKind kind);

    /// <summary>The object was handed on.</summary>
    void Given();

    /// <summary>The object was stored in a variable.</summary>
    void Stored(Slot slot);
}
