namespace MemoryRegions.Analyzers.Contracts;

/// <summary>What a property (or field) tells of its receiver, as its attributes say.</summary>
[Flags]
internal enum PropertyContract
{
    None = 0,

    /// <summary>True, or zero: the receiver holds no resource.</summary>
    TestsNull = 1,

    DoesNotThrow = 2,

    /// <summary>Returns the container into which the receiver is linked.</summary>
    LinkContainer = 4,

    /// <summary>Tells whether the receiver is linked.</summary>
    TestsLink = 8,

    /// <summary>Returns the owner of the receiver.</summary>
    Owner = 16,

    /// <summary>True: the receiver holds a resource, and has not released it.</summary>
    TestsHeld = 32,
}
