using System.Diagnostics.Tracing;

namespace MemoryRegions;

/// <summary>Events of all machines of the process, for <c>dotnet-trace</c> and the like: the source <c>MemoryRegions</c>.</summary>
[EventSource(Name = "MemoryRegions")]
internal sealed class MemoryRegionsEventSource : EventSource
{
    /// <summary>The only one.</summary>
    internal static readonly MemoryRegionsEventSource Log = new();

    private MemoryRegionsEventSource()
    {
    }

    /// <summary>The views of a machine have changed.</summary>
    [Event(1, Level = EventLevel.Verbose, Message = "{0}: views changed, {1} ranges, {2} us")]
    public void Committed(string machine, int ranges, double microseconds) => WriteEvent(1, machine, ranges, microseconds);

    /// <summary>An object is finalized.</summary>
    [Event(2, Level = EventLevel.Informational, Message = "{0}: {1} finalized")]
    public void Finalized(string machine, string path) => WriteEvent(2, machine, path);

    /// <summary>There was no room for a bounce buffer.</summary>
    [Event(3, Level = EventLevel.Informational, Message = "{0}: no bounce buffer for {3} bytes at {2} of {1}")]
    public void BounceRefused(string machine, string space, ulong address, ulong length) => WriteEvent(3, machine, space, address, length);

    /// <summary>A device reached itself by DMA in the middle of an access.</summary>
    [Event(4, Level = EventLevel.Warning, Message = "{0}: {1} reached itself at offset {2} of its region")]
    public void AccessRefused(string machine, string device, ulong offset) => WriteEvent(4, machine, device, offset);

    /// <summary>The target of a linked alias died.</summary>
    [Event(5, Level = EventLevel.Warning, Message = "{0}: the target of {1} died")]
    public void AliasDangling(string machine, string alias) => WriteEvent(5, machine, alias);
}
