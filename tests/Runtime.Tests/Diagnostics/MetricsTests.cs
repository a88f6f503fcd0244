using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Linq;
using System.Runtime.CompilerServices;
using MemoryRegions.Tests.Support;
using Xunit;

namespace MemoryRegions.Tests.Diagnostics;

/// <summary>What monitoring sees. Machines have names of their own, for other tests' machines are seen too.</summary>
public sealed class MetricsTests
{
    [Fact]
    public void Meter_counts_commits_ends_and_refusals_of_its_machine()
    {
        using var metrics = new Recorder("metrics-counts");
        using var machine = new Machine("metrics-counts");
        var device = new TestDevice(machine);
        MmioRegion? mmio = null;
        mmio = new MmioRegion(device, "m", 0x1000, (_, _) => machine.Memory.LoadUInt8(0), null);
        long commits = metrics.Count("memoryregions.commit.duration");
        machine.SystemMemory.AddSubregion(0, mmio);
        Assert.Equal(commits + 1, metrics.Count("memoryregions.commit.duration"));
        machine.Memory.LoadUInt8(0);
        Assert.Equal(1, metrics.Sum("memoryregions.accesses.refused"));
        MemoryMapping held = machine.Memory.Map(0x5000, 4, MapAccess.Read);
        Assert.True(machine.Memory.Map(0x5000, 4, MapAccess.Read).IsNull);
        Assert.Equal(1, metrics.Sum("memoryregions.bounce.refused"));
        held.Unmap();
        machine.SystemMemory.DelSubregion(mmio);
        device.Unref();
        Assert.Equal(2, metrics.Sum("memoryregions.objects.finalized"));
    }

    [Fact]
    public void Meter_observes_what_is_held()
    {
        using var metrics = new Recorder("metrics-held");
        using var machine = new Machine("metrics-held");
        machine.SystemMemory.AddSubregion(0, new RamRegion(machine, "r", 0x1000));
        MemoryMapping direct = machine.Memory.Map(0, 4, MapAccess.Read);
        MemoryMapping bounced = machine.Memory.Map(0x5000, 4, MapAccess.Read);
        Assert.Equal(2, metrics.Observe("memoryregions.mappings"));
        Assert.Equal(4096, metrics.Observe("memoryregions.bounce.used"));
        Assert.Equal(1, metrics.Observe("memoryregions.flat_ranges"));
        Assert.Equal(0, metrics.Observe("memoryregions.retired"));
        direct.Unmap();
        bounced.Unmap();
        Assert.Equal(0, metrics.Observe("memoryregions.mappings"));
        Assert.Equal(0, metrics.Observe("memoryregions.bounce.used"));
    }

    [Fact]
    public void Machine_without_metrics_is_not_seen()
    {
        using var metrics = new Recorder("metrics-off");
        using (var machine = new Machine("metrics-off", new MachineOptions { Metrics = false }))
        {
            machine.SystemMemory.AddSubregion(0, new RamRegion(machine, "r", 0x1000));
            machine.Memory.Map(0x5000, 4, MapAccess.Read);
            Assert.True(machine.Memory.Map(0x5000, 4, MapAccess.Read).IsNull);
        }

        Assert.Equal(0, metrics.Total);
    }

    [Fact]
    public void Event_source_tells_what_happened()
    {
        using var events = new Events("metrics-events");
        using var machine = new Machine("metrics-events");
        var owner = new Owner(machine, "A");
        var target = new MmioRegion(owner, "m", 0x1000, null, null);
        var alias = new AliasRegion(machine, "alias", target, 0, 0x1000) { Enabled = false };
        machine.SystemMemory.AddSubregion(0, alias);
        machine.Memory.Map(0x5000, 4, MapAccess.Read);
        machine.Memory.Map(0x5000, 8, MapAccess.Read);
        owner.Unref();
        machine.SystemMemory.AddSubregion(0x4000, new RamRegion(machine, "q", 0x1000));
        Assert.Contains("BounceRefused metrics-events memory 20480 8", events.Lines);
        Assert.Contains("Finalized metrics-events A", events.Lines);
        Assert.Contains(events.Lines, line => line.StartsWith("AliasDangling metrics-events", StringComparison.Ordinal));
        Assert.Contains(events.Lines, line => line.StartsWith("Committed metrics-events 1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Monitoring_does_not_keep_a_machine_that_was_forgotten()
    {
        WeakReference forgotten = Forget();
        for (int i = 0; i < 10 && forgotten.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(forgotten.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Forget() => new(new Machine("metrics-forgotten"));

    private sealed class Recorder : IDisposable
    {
        private readonly List<(string Name, double Value)> _values = [];
        private readonly MeterListener _listener = new();

        public Recorder(string machine)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "MemoryRegions" && Equals(instrument.Meter.Tags?.Single().Value, machine))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument.Name, value));
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument.Name, value));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument.Name, value));
            _listener.Start();
        }

        public int Total => _values.Count;

        public void Dispose() => _listener.Dispose();

        public long Count(string name) => _values.Count(value => value.Name == name);

        public double Sum(string name) => _values.Where(value => value.Name == name).Sum(value => value.Value);

        public double Observe(string name)
        {
            _listener.RecordObservableInstruments();
            return _values.Last(value => value.Name == name).Value;
        }

        private void Add(string name, double value) => _values.Add((name, value));
    }

    private sealed class Events(string machine) : EventListener
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "MemoryRegions")
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.Payload is { Count: > 0 } payload && Equals(payload[0], machine))
            {
                lock (_lines)
                {
                    _lines.Add($"{eventData.EventName} {string.Join(' ', payload)}");
                }
            }
        }
    }
}
