namespace MemoryRegions.Contracts;

/// <summary>The result of a call on which a contract holds.</summary>
public enum CallOutcome
{
    /// <summary>Whatever the call returns.</summary>
    Always = 0,

    /// <summary>Only if the call returns <see langword="true"/>.</summary>
    WhenTrue = 1,

    /// <summary>Only if the call returns <see langword="false"/>.</summary>
    WhenFalse = 2,
}
