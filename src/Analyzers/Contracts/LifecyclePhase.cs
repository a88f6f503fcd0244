namespace MemoryRegions.Analyzers.Contracts;

/// <summary>The phases of device code. The values are those of the attribute's enum.</summary>
internal enum LifecyclePhase
{
    Init = 0,
    Runtime = 1,
    Unrealize = 2,
    Finalize = 3,
}
