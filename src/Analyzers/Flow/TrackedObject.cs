namespace MemoryRegions.Analyzers.Flow;

/// <summary>How a tracked object comes to the body.</summary>
internal enum ObjectOrigin
{
    /// <summary>The value that a call or a constructor returns.</summary>
    Returned,

    /// <summary>An <c>out</c> argument of a call.</summary>
    OutArgument,

    /// <summary>A call that acquires on its receiver, as a reference count does: it can be acquired several times.</summary>
    Receiver,

    /// <summary>An element of an array or list that a call fills.</summary>
    Element,

    /// <summary>A variable holds it when the body begins: it belongs to the caller or to the type.</summary>
    Entry,
}

/// <summary>
/// A resource that is followed through a body: all that one acquisition returns there (an allocation site), or what a parameter or
/// field holds at the beginning.
/// </summary>
internal sealed class TrackedObject(string kind, ObjectOrigin origin, ITypeSymbol? type, IOperation? site, int argument, bool mayBeNull)
{
    public string Kind { get; } = kind;

    public ObjectOrigin Origin { get; } = origin;

    /// <summary>The static type of the handle; null if it is not known.</summary>
    public ITypeSymbol? Type { get; } = type;

    /// <summary>The acquiring operation in the control flow graph; null for an entry object.</summary>
    public IOperation? Site { get; } = site;

    /// <summary>The ordinal of the <c>out</c> parameter; of an entry object the slot that holds it, if there is one; else -1.</summary>
    public int Argument { get; } = argument;

    /// <summary>The acquisition may fail and return a handle that holds nothing.</summary>
    public bool MayBeNull { get; } = mayBeNull;

    /// <summary>The result of the call on which an <c>out</c> argument is acquired.</summary>
    public Contracts.CallOutcome When { get; init; }

    /// <summary>While it is held, the body must not await, yield or block.</summary>
    public bool NoSuspension { get; init; }

    /// <summary>Stands for no object at all: held from the beginning, and in no variable.</summary>
    public bool IsNothing => Origin == ObjectOrigin.Entry && Argument < 0;

    /// <summary>The acquisition says that callers have to test for its failure.</summary>
    public bool MustBeTested { get; init; }

    /// <summary>How much the acquisition asks for, if it may get less.</summary>
    public IOperation? Requested { get; init; }

    /// <summary>The argument of the acquisition that says what its content is for.</summary>
    public IOperation? Access { get; init; }

    /// <summary>What <see cref="Access"/> is for reading, and for writing.</summary>
    public Contracts.AccessValues? Direction { get; init; }

    /// <summary>An entry object that is released already: what the body does with it then is asked.</summary>
    public bool StartsReleased { get; init; }

    /// <summary>Who may come back and release the object while it is in a field; null if that is not asked.</summary>
    public Reentry? Reentry { get; init; }

    /// <summary>What is put into arrays and collections that are fields is followed there, until the body ends or somebody else may see it.</summary>
    public bool IsFollowedIntoFields { get; init; }

    /// <summary>Not ours to release: only how it is released is watched.</summary>
    public bool IsExternal => Origin == ObjectOrigin.Entry;

    /// <summary>Acquisitions on the same receiver add up, so that a second release need not be one too many.</summary>
    public bool IsCounted => Origin == ObjectOrigin.Receiver;

    /// <summary>The same object, of which it is asked who may come back and release it.</summary>
    public TrackedObject With(Reentry reentry) => new(Kind, Origin, Type, Site, Argument, MayBeNull) { When = When, Reentry = reentry };

    /// <summary>The same object, followed into collections that are fields.</summary>
    public TrackedObject IntoFields() => new(Kind, Origin, Type, Site, Argument, MayBeNull) { When = When, IsFollowedIntoFields = true };
}
