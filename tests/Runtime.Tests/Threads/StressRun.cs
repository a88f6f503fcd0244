using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace MemoryRegions.Tests.Threads;

/// <summary>
/// Readers, mappers, a thread that plugs devices in and out and one that takes dirty snapshots, for a time. Everything that goes wrong is
/// reported; the choices of each thread depend on the seed only.
/// </summary>
internal sealed class StressRun : IDisposable
{
    internal const ulong SharedAddress = 0x8000_0000;
    internal const ulong BusAddress = 0x1_0000_0000;
    private const int Slots = 4;
    private const int Readers = 3;
    private const int Mappers = 2;

    // However busy the computer is.
    private const int MinDevices = 200;
    private const ulong SharedSize = 0x10_0000;

    // The parent's, the link's, and that of the one view.
    private const int SharedReferences = 3;

    private readonly ConcurrentQueue<string> _problems = new();
    private readonly int _seed;
    private readonly RamRegion _shared;
    private readonly uint[] _stored = new uint[Readers];
    private readonly uint[] _copied = new uint[Readers];
    private long _created;
    private long _finalized;
    private long _acknowledged;
    private long _written;
    private long _accesses;
    private long _mappings;
    private bool _stop;

    internal StressRun(int seed, int viewReferenceLeftOut = 0)
    {
        _seed = seed;
        Machine = new Machine("stress", new MachineOptions
        {
            Tracking = true,
            BounceBufferSize = 2 * 4096,
            ViewReferenceLeftOut = viewReferenceLeftOut,
        });
        _shared = new RamRegion(Machine, "shared", SharedSize);
        Machine.SystemMemory.AddSubregion(SharedAddress, _shared);
        Bus = new ContainerRegion(Machine, "bus", Slots * StressDevice.SlotSize);
        Machine.SystemMemory.AddSubregion(BusAddress, Bus);
        Machine.StartDirtyLog(DirtyClients.Migration);
    }

    internal Machine Machine { get; }

    /// <summary>Where devices are plugged in.</summary>
    internal ContainerRegion Bus { get; }

    /// <summary>What went wrong; empty if nothing did.</summary>
    internal IReadOnlyCollection<string> Problems => _problems;

    /// <summary>What was done.</summary>
    internal string Summary => $"{_accesses} accesses, {_mappings} mappings, {_created} devices";

    internal long Devices => Interlocked.Read(ref _created);

    public void Dispose() => Machine.Dispose();

    /// <summary>Runs for a time and a number of devices, or until something goes wrong, and then checks what is left.</summary>
    internal void Run(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        var threads = new List<Thread> { Start(Plug, 0), Start(Snapshot, 1) };
        for (int i = 0; i < Readers; i++)
        {
            int reader = i;
            threads.Add(Start(random => Read(random, reader), 2 + i));
        }

        for (int i = 0; i < Mappers; i++)
        {
            int mapper = i;
            threads.Add(Start(random => Map(random, mapper), 100 + i));
        }

        while ((clock.Elapsed < time || Devices < MinDevices) && _problems.IsEmpty)
        {
            Thread.Sleep(10);
        }

        Volatile.Write(ref _stop, true);
        threads.ForEach(thread => thread.Join());
        CheckEnd();
    }

    internal void Report(string problem)
    {
        if (_problems.Count < 20)
        {
            _problems.Enqueue(problem);
        }
    }

    internal void CountFinalized() => Interlocked.Increment(ref _finalized);

    internal void CountWrite() => Interlocked.Increment(ref _written);

    private Thread Start(Action<Random> body, int number)
    {
        var thread = new Thread(() =>
        {
            try
            {
                body(new Random(_seed + number));
            }
            catch (Exception e)
            {
                Report(e.ToString());
            }
        });
        thread.Start();
        return thread;
    }

    private void Plug(Random random)
    {
        var slots = new StressDevice?[Slots];
        while (!Volatile.Read(ref _stop))
        {
            ref StressDevice? slot = ref slots[random.Next(Slots)];
            if (slot is null)
            {
                slot = new StressDevice(this) { Address = (ulong)random.Next(Slots) * 0x100 + (ulong)Array.IndexOf(slots, null) * StressDevice.SlotSize };
                Interlocked.Increment(ref _created);
                slot.Realize();
            }
            else
            {
                Unplug(ref slot);
            }

            if (random.Next(4) == 0)
            {
                Bus.Enabled = !Bus.Enabled;
            }

            if (random.Next(8) == 0)
            {
                Thread.Yield();
            }
        }

        for (int i = 0; i < Slots; i++)
        {
            Unplug(ref slots[i]);
        }
    }

    private void Unplug(ref StressDevice? slot)
    {
        if (slot is { } device)
        {
            device.Unparent();
            if (device.IsFinalized)
            {
                Report("a device was finalized while its creator held a reference");
            }

            device.Unref();
            slot = null;
        }
    }

    private void Read(Random random, int number)
    {
        byte[] buffer = new byte[64];
        AddressSpace memory = Machine.Memory;
        ulong own = SharedAddress + ((ulong)number * StressDevice.PageSize);
        while (!Volatile.Read(ref _stop))
        {
            Interlocked.Increment(ref _accesses);
            ulong slot = BusAddress + ((ulong)random.Next(Slots) * StressDevice.SlotSize) + ((ulong)random.Next(Slots) * 0x100);
            switch (random.Next(6))
            {
                case 0:
                    memory.LoadUInt32LittleEndian(slot + StressDevice.RegisterOffset);
                    break;
                case 1:
                    if (memory.StoreUInt32LittleEndian(slot + StressDevice.RegisterOffset, 1) == MemoryTransactionResult.Ok)
                    {
                        Interlocked.Increment(ref _acknowledged);
                    }

                    break;
                case 2:
                    memory.Read(slot + StressDevice.RamOffset + (ulong)random.Next(64), buffer);
                    break;
                case 3:
                    memory.Read(slot + StressDevice.IommuOffset + (ulong)random.Next(64), buffer);
                    break;
                default:
                    // Nobody else writes there: what was stored is what is loaded.
                    if (memory.LoadUInt32LittleEndian(own) != _stored[number])
                    {
                        Report("a store to RAM was lost");
                    }

                    memory.StoreUInt32LittleEndian(own, ++_stored[number]);
                    break;
            }
        }
    }

    private void Map(Random random, int number)
    {
        AddressSpace memory = Machine.Memory;
        uint token = 0;
        while (!Volatile.Read(ref _stop))
        {
            Interlocked.Increment(ref _mappings);
            ulong slot = BusAddress + ((ulong)random.Next(Slots) * StressDevice.SlotSize) + ((ulong)random.Next(Slots) * 0x100);
            ulong offset = random.Next(3) switch { 0 => StressDevice.RegisterOffset, 1 => StressDevice.IommuOffset, _ => StressDevice.RamOffset };
            MapAccess access = offset == StressDevice.RamOffset ? MapAccess.Write : MapAccess.Read;
            if (!memory.TryMap(slot + offset + ((ulong)number * 64), 64, access, out MemoryMapping mapping))
            {
                continue;
            }

            using (mapping)
            {
                MemoryRegion? region = mapping.Region;
                if (access == MapAccess.Write && mapping.IsDirect)
                {
                    token++;
                    BitConverter.TryWriteBytes(mapping.Span, token);
                    Thread.Yield();
                    if (BitConverter.ToUInt32(mapping.Span) != token)
                    {
                        Report("a write to mapped RAM was lost");
                    }
                }

                if (region is RamRegion ? region.IsFinalized : region?.Owner?.IsFinalized == true)
                {
                    Report($"{region.Name} died while it was mapped");
                }
            }

            if (random.Next(4) == 0)
            {
                UseCache(memory, slot + offset);
            }
        }
    }

    private void UseCache(AddressSpace memory, ulong address)
    {
        using var cache = new MemoryRegionCache(memory, address, 64, MapAccess.Read);
        cache.Load(0, 4);
        Thread.Yield();
        cache.Load(0, 4);
        if (cache.Region is { } region && (region is RamRegion ? region.IsFinalized : region.Owner?.IsFinalized == true))
        {
            Report($"{region.Name} died while it was cached");
        }
    }

    private void Snapshot(Random random)
    {
        bool last;
        do
        {
            last = Volatile.Read(ref _stop);
            Copy();
            Thread.Sleep(random.Next(2));
        }
        while (!last);
    }

    /// <summary>Copies what is dirty, as a migration does.</summary>
    private void Copy()
    {
        DirtySnapshot snapshot = _shared.SnapshotAndClearDirty(DirtyClients.Migration, 0, SharedSize);
        for (int i = 0; i < Readers; i++)
        {
            ulong offset = (ulong)i * StressDevice.PageSize;
            if (snapshot.IsDirty(offset, 4))
            {
                _copied[i] = Machine.Memory.LoadUInt32LittleEndian(SharedAddress + offset);
            }
        }
    }

    private void CheckEnd()
    {
        Copy();
        for (int i = 0; i < Readers; i++)
        {
            Check(_copied[i] == _stored[i], $"a dirty page was missed: {_copied[i]} of {_stored[i]} stores");
        }

        Bus.Enabled = true;
        Check(_created == _finalized, $"{_created} devices were created, {_finalized} finalized");
        Check(_acknowledged == _written, $"{_acknowledged} writes to registers were acknowledged, {_written} arrived");
        Check(_shared.ReferenceCount == SharedReferences, $"{_shared.ReferenceCount} references to RAM that had {SharedReferences}");
        Check(Machine.Registry.Overreleases == 0, $"{Machine.Registry.Overreleases} references were dropped that nobody had");
        Check(Machine.Topology.RetiredCount == 0, $"{Machine.Topology.RetiredCount} things were not let go though nobody reads");
        foreach (Leak leak in Machine.Diagnostics.FindLeaks())
        {
            Report(leak.ToString());
        }
    }

    private void Check(bool holds, string problem)
    {
        if (!holds)
        {
            Report(problem);
        }
    }
}
