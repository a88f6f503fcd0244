namespace MemoryRegions.Agreement.Model;

/// <summary>A public method that says what it does with a resource, or does not, or not what is true.</summary>
public sealed record ContractMember(ContractForm Form, ResourceKind Kind, bool IsRight);

/// <summary>What a method does, and what it should say.</summary>
public enum ContractForm
{
    /// <summary>Returns what it acquires.</summary>
    Acquires,

    /// <summary>Leaves what it acquires in an <c>out</c> parameter, if it can.</summary>
    AcquiresOut,

    /// <summary>Releases what it is handed.</summary>
    Releases,

    /// <summary>Keeps what it is handed in a field.</summary>
    Keeps,

    /// <summary>Says that it releases.</summary>
    ReleasesAlways,

    /// <summary>Says that its result tells whether it has released.</summary>
    ReleasesIfTrue,

    /// <summary>Says that it only looks.</summary>
    Borrows,

    /// <summary>Says that it takes over.</summary>
    TakesOver,

    /// <summary>An API that the assembly describes.</summary>
    ForeignMember,

    /// <summary>A parameter of one.</summary>
    ForeignParameter,
}
