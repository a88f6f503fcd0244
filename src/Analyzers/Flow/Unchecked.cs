namespace MemoryRegions.Analyzers.Flow;

/// <summary>What of the result of an acquisition nothing has looked at yet.</summary>
[Flags]
internal enum Unchecked : byte
{
    Nothing = 0,

    /// <summary>Whether it failed.</summary>
    Failure = 1,
}
