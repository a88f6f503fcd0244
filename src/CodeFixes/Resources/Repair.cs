namespace MemoryRegions.CodeFixes.Resources;

/// <summary>A repair that is offered, with the source that it leads to.</summary>
internal sealed class Repair(string title, string key, SourceState result)
{
    public string Title { get; } = title;

    public string Key { get; } = key;

    public SourceState Result { get; } = result;
}
