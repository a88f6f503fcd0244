using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MemoryRegions;

/// <summary>
/// What monitoring sees of a machine: a <see cref="Meter"/> named <c>MemoryRegions</c> with the machine's name as tag <c>machine</c>, and the events
/// of <see cref="MemoryRegionsEventSource"/>. Costs nothing on direct accesses and mappings; the rest next to nothing while nobody listens.
/// </summary>
internal sealed class MachineMetrics : IDisposable
{
    internal const string MeterName = "MemoryRegions";

    private readonly Counter<long>? _accessesRefused;
    private readonly Counter<long>? _bounceRefused;
    private readonly Histogram<double>? _commitDuration;
    private readonly Counter<long>? _finalized;
    private readonly string _machineName;
    private readonly Meter? _meter;
    private int _flatRanges;

    internal MachineMetrics(Machine machine)
    {
        _machineName = machine.Name;
        if (!machine.Options.Metrics)
        {
            GC.SuppressFinalize(this);
            return;
        }

        _meter = new Meter(MeterName, version: null, [new KeyValuePair<string, object?>("machine", machine.Name)], scope: null);
        _commitDuration = _meter.CreateHistogram<double>("memoryregions.commit.duration", "s", "Time to render the views and to tell the listeners.");
        _finalized = _meter.CreateCounter<long>("memoryregions.objects.finalized", "{object}", "Objects whose last reference went.");
        _bounceRefused = _meter.CreateCounter<long>("memoryregions.bounce.refused", "{mapping}", "Mappings for which there was no bounce buffer.");
        _accessesRefused = _meter.CreateCounter<long>("memoryregions.accesses.refused", "{access}", "Accesses of a device to itself in the middle of an access.");

        // Listeners of the whole process see the meter: it must not keep a machine alive that was forgotten without being disposed.
        var weak = new WeakReference<Machine>(machine);
        _meter.CreateObservableUpDownCounter(
            "memoryregions.mappings", () => Look(weak, topology => topology.Mappings.CountInUse()), "{mapping}", "Mappings that are held.");
        _meter.CreateObservableUpDownCounter(
            "memoryregions.bounce.used", () => Look(weak, topology => topology.Bounces.Used), "By", "Bounce buffers in use.");
        _meter.CreateObservableUpDownCounter(
            "memoryregions.flat_ranges", () => Look(weak, topology => topology.Machine.Metrics._flatRanges), "{range}", "Ranges of all flat views.");
        _meter.CreateObservableUpDownCounter(
            "memoryregions.retired", () => Look(weak, topology => topology.RetiredCount), "{item}", "What waits for readers to be let go.");
    }

    // A machine that nobody disposed.
    ~MachineMetrics() => _meter?.Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A commit begins; returns what <see cref="Committed"/> wants to have.</summary>
    internal long CommitBegins() => _commitDuration?.Enabled == true || MemoryRegionsEventSource.Log.IsEnabled() ? Stopwatch.GetTimestamp() : 0;

    /// <summary>A commit is complete.</summary>
    internal void Committed(long started, IEnumerable<FlatView> views)
    {
        int ranges = 0;
        foreach (FlatView view in views)
        {
            ranges += view.Count;
        }

        _flatRanges = ranges;
        if (started == 0)
        {
            return;
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
        _commitDuration?.Record(elapsed.TotalSeconds);
        if (MemoryRegionsEventSource.Log.IsEnabled())
        {
            MemoryRegionsEventSource.Log.Committed(_machineName, ranges, elapsed.TotalMicroseconds);
        }
    }

    /// <summary>An object is finalized.</summary>
    internal void Finalized(QomObject o)
    {
        _finalized?.Add(1);
        if (MemoryRegionsEventSource.Log.IsEnabled())
        {
            MemoryRegionsEventSource.Log.Finalized(_machineName, o.Path);
        }
    }

    /// <summary>There was no room for a bounce buffer.</summary>
    internal void BounceRefused(AddressSpace space, ulong address, ulong length)
    {
        _bounceRefused?.Add(1);
        if (MemoryRegionsEventSource.Log.IsEnabled())
        {
            MemoryRegionsEventSource.Log.BounceRefused(_machineName, space.Name, address, length);
        }
    }

    /// <summary>A device reached itself by DMA.</summary>
    internal void AccessRefused(Device device, ulong offset)
    {
        _accessesRefused?.Add(1);
        if (MemoryRegionsEventSource.Log.IsEnabled())
        {
            MemoryRegionsEventSource.Log.AccessRefused(_machineName, device.Path, offset);
        }
    }

    /// <summary>A linked alias shows nothing from now on.</summary>
    internal void AliasDangling(AliasRegion alias)
    {
        if (MemoryRegionsEventSource.Log.IsEnabled())
        {
            MemoryRegionsEventSource.Log.AliasDangling(_machineName, alias.Path);
        }
    }

    private static int Look(WeakReference<Machine> weak, Func<MachineTopology, int> value) =>
        weak.TryGetTarget(out Machine? machine) ? value(machine.Topology) : 0;
}
