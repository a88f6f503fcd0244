namespace MemoryRegions.Analyzers.Flow;

/// <summary>A return of a body: where, and what has become of an entry object there.</summary>
internal readonly record struct ReturnFact(ExitPoint Exit, ObjectStatus Status, bool IsKept, bool? Result);

/// <summary>What was found out about one object in one body.</summary>
internal sealed class ObjectHistory(TrackedObject tracked)
{
    public TrackedObject Tracked { get; } = tracked;

    /// <summary>Where paths leave the object behind while it is held.</summary>
    public HashSet<ExitPoint> Leaks { get; } = new();

    /// <summary>Where the body throws while the object is held and in a field.</summary>
    public HashSet<ExitPoint> KeptAtThrow { get; } = new();

    public HashSet<IOperation> Releases { get; } = new();

    /// <summary>Releases of fields before the object is acquired.</summary>
    public HashSet<(IOperation Release, ISymbol Field)> EarlyReleases { get; } = new();

    /// <summary>Releases of what is released already, on some path for certain.</summary>
    public HashSet<IOperation> SecondReleases { get; } = new();

    /// <summary>Uses of what is released already, on some path for certain.</summary>
    public HashSet<IOperation> UsesAfterRelease { get; } = new();

    /// <summary>Of those, calls that run a method which does.</summary>
    public Dictionary<IOperation, CallbackUse> CallbackUses { get; } = new();

    /// <summary>Uses of what a callee may have come back to release.</summary>
    public HashSet<IOperation> UsesAfterReentry { get; } = new();

    /// <summary>Uses that fail if the acquisition has failed, which nothing tested on some path.</summary>
    public HashSet<IOperation> UntestedUses { get; } = new();

    /// <summary>Uses of as much as was asked for, where nothing looked at how much there is on some path.</summary>
    public HashSet<IOperation> UsesAsAsked { get; } = new();

    /// <summary>Releases with arguments that do not fit.</summary>
    public Dictionary<IOperation, Misfit> Misreleases { get; } = new();

    /// <summary>Uses of the content, and how they fit on all paths that reach them.</summary>
    public Dictionary<IOperation, ContentUse> ContentUses { get; } = new();

    /// <summary>Releases that say how much was used, and what was written before if that is less: null if it is not, on some path.</summary>
    public Dictionary<IOperation, IOperation?> Claims { get; } = new();

    /// <summary>On some path the body returns a handle that may hold nothing.</summary>
    public bool MayReturnNull { get; set; }

    /// <summary>What the releases of the kind find to release, on any path: also those that release something else.</summary>
    public Dictionary<IOperation, ReleaseFinding> Findings { get; } = new();

    /// <summary>Calls that leave the body by an exception while the object is held and nobody outside knows it.</summary>
    public HashSet<IOperation> Throws { get; } = new();

    /// <summary>Some exception of a call, expected or not, leaves the body.</summary>
    public bool ThrowsAtAll { get; set; }

    /// <summary>Of an entry object: how the body returns.</summary>
    public HashSet<ReturnFact> Returns { get; } = new();

    /// <summary>Calls that take the object over, by their contract.</summary>
    public HashSet<IOperation> Handovers { get; } = new();

    /// <summary>A throw statement of the body reaches the caller.</summary>
    public bool ThrowsItself { get; set; }

    /// <summary>Work that is done while the object is held, and must not be.</summary>
    public Dictionary<IOperation, Suspension> Suspensions { get; } = new();

    public Dictionary<IOperation, LossKind> Losses { get; } = new();

    /// <summary>On some path the object is handed to somebody who may be responsible from then on.</summary>
    public bool IsGiven { get; set; }

    /// <summary>On some path it is handed to the caller as the result.</summary>
    public bool IsReturned { get; set; }

    /// <summary>Of an entry object: wherever the body ends, it is still in the variable that held it at the beginning.</summary>
    public bool StaysInPlace { get; set; } = true;

    /// <summary>The variable that holds it, if it has a name.</summary>
    public ISymbol? Name { get; private set; }

    /// <summary>The out parameter in which the object is left for the caller, if there is one.</summary>
    public IParameterSymbol? OutParameter { get; private set; }

    /// <summary>The parameter in whose elements the object is left for the caller, if there is one.</summary>
    public Slot? Filled { get; private set; }

    /// <summary>What the body returns where it leaves the object there (-1: not known, 0: false, 1: true).</summary>
    public HashSet<int> FilledResults { get; } = new();

    /// <summary>What the body returns where somebody else takes care of the object, or did.</summary>
    public HashSet<int> TakenResults { get; } = new();

    /// <summary>The statuses with which the body ends, by the constant that it returns (-1: none, 0: false, 1: true).</summary>
    public HashSet<(ObjectStatus Status, int Result)> Exits { get; } = new();

    public void NoteExit(ObjectStatus status, bool? result) => Exits.Add((status, result is null ? -1 : result.Value ? 1 : 0));

    /// <summary>The body ends with the object in the elements of a parameter, or not.</summary>
    public void NoteElements(Slot? parameter, ObjectStatus status, bool? result)
    {
        int code = result is null ? -1 : result.Value ? 1 : 0;
        if (parameter is not null)
        {
            Filled = parameter;
            FilledResults.Add(code);
        }
        else if ((status & (ObjectStatus.NotYet | ObjectStatus.Null)) == 0)
        {
            TakenResults.Add(code);
        }
    }

    public void NoteFinding(IOperation release, ReleaseFinding finding)
    {
        Findings.TryGetValue(release, out ReleaseFinding before);
        Findings[release] = before | finding;
    }

    public void NoteName(Slot slot)
    {
        if (slot.Kind == SlotKind.Element)
        {
            // The name of its container would be the name of many.
            return;
        }

        // A flow capture has no name; the first variable is the one that the user thinks of.
        Name ??= slot.Symbol;
        if (slot.Symbol is IParameterSymbol { RefKind: RefKind.Out } parameter)
        {
            OutParameter = parameter;
        }
    }
}
