namespace MemoryRegions.Analyzers.Flow;

/// <summary>What was found out about one object in one body.</summary>
internal sealed class ObjectHistory(TrackedObject tracked)
{
    public TrackedObject Tracked { get; } = tracked;

    /// <summary>Where paths leave the object behind while it is held.</summary>
    public HashSet<ExitPoint> Leaks { get; } = new();

    /// <summary>Where the body throws while the object is held and in a field.</summary>
    public HashSet<ExitPoint> KeptAtThrow { get; } = new();

    public HashSet<IOperation> Releases { get; } = new();

    /// <summary>Releases of what is released already, on some path for certain.</summary>
    public HashSet<IOperation> SecondReleases { get; } = new();

    /// <summary>Uses of what is released already, on some path for certain.</summary>
    public HashSet<IOperation> UsesAfterRelease { get; } = new();

    /// <summary>Uses that fail if the acquisition has failed, which nothing tested on some path.</summary>
    public HashSet<IOperation> UntestedUses { get; } = new();

    /// <summary>On some path the body returns a handle that may hold nothing.</summary>
    public bool MayReturnNull { get; set; }

    /// <summary>What the releases of the kind find to release, on any path: also those that release something else.</summary>
    public Dictionary<IOperation, ReleaseFinding> Findings { get; } = new();

    /// <summary>Calls that leave the body by an exception while the object is held and nobody outside knows it.</summary>
    public HashSet<IOperation> Throws { get; } = new();

    /// <summary>Some exception of a call, expected or not, leaves the body.</summary>
    public bool ThrowsAtAll { get; set; }

    /// <summary>A throw statement of the body reaches the caller.</summary>
    public bool ThrowsItself { get; set; }

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

    /// <summary>The statuses with which the body ends, by the constant that it returns (-1: none, 0: false, 1: true).</summary>
    public HashSet<(ObjectStatus Status, int Result)> Exits { get; } = new();

    public void NoteExit(ObjectStatus status, bool? result) => Exits.Add((status, result is null ? -1 : result.Value ? 1 : 0));

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
