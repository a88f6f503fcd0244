namespace MemoryRegions.Analyzers.Flow;

/// <summary>What a release finds to release, seen from one tracked object. Code fixes learn from it whether a release needs a guard.</summary>
[Flags]
internal enum ReleaseFinding
{
    None = 0,

    /// <summary>The object, which is held.</summary>
    Held = 1,

    /// <summary>Nothing: the acquisition failed, or the variable was never given an object.</summary>
    Nothing = 2,

    /// <summary>The object, which is released already.</summary>
    Released = 4,

    /// <summary>The object, for which somebody else may be responsible.</summary>
    Given = 8,

    /// <summary>Something else before the object was acquired (or where it was not): perhaps another object.</summary>
    OtherBefore = 16,

    /// <summary>Something else, or nobody can tell.</summary>
    Other = 32,
}
