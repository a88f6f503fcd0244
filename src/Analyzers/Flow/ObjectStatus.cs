namespace MemoryRegions.Analyzers.Flow;

/// <summary>
/// What may be the case for one tracked object at one point of the program. Exactly one bit: it is so on every path of the
/// disjunct. Several bits: not decided yet (a result of an acquisition that was not tested for failure is <c>Held | Null</c>).
/// </summary>
[Flags]
internal enum ObjectStatus : byte
{
    None = 0,

    /// <summary>The acquisition was not reached.</summary>
    NotYet = 1,

    /// <summary>Acquired, and to be released.</summary>
    Held = 2,

    /// <summary>The acquisition failed: there is nothing to release.</summary>
    Null = 4,

    Released = 8,

    /// <summary>Somebody else is responsible now (stored, returned, passed on), or nobody can tell.</summary>
    Given = 16,

    /// <summary>Lost while held; that is one finding, and nothing more is said of the object on this path.</summary>
    Lost = 32,
}
