using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace MemoryRegions.Samples.Tests;

/// <summary>The mistakes of the broken samples are real: what the analyzers say happens when they run.</summary>
public sealed class BrokenDevicesRunTests : IDisposable
{
    private static readonly Assembly s_assembly = Load();

    private readonly Machine _machine;
    private readonly RamRegion _ram;

    public BrokenDevicesRunTests() => _machine = TestMachine.WithRam(out _ram);

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Shared_memory_that_is_left_in_the_bus_keeps_the_device_alive()
    {
        var bus = (QomObject)Create("PciBus", _machine);
        var memory = (ContainerRegion)bus.GetType().GetProperty("Memory")!.GetValue(bus)!;
        var device = (Device)Create("InterVmSharedMemory", _machine, bus, 0x1000_0000UL, _machine.Memory, 0x1000UL, (Action<byte[]>)(_ => { }));
        device.Realize();

        // Destroying the table while the bus shows it is refused; without that mistake, the other one remains.
        MemoryRegionException refused = Assert.Throws<MemoryRegionException>(device.Unparent);
        Assert.Equal(MemoryRegionErrorCode.DestroyedWhileLinked, refused.Code);
        memory.DelSubregion(memory.Subregions.Single(region => region.Name == "ivshmem-msix"));
        device.Unparent();
        device.Unref();

        Assert.False(device.IsFinalized);
        Assert.Contains(_machine.Diagnostics.FindLeaks(), leak => leak.Kind == LeakKind.Link && leak.RuleId == "MRL201");
    }

    [Fact]
    public void Bridge_whose_windows_stay_in_the_machine_is_never_finalized()
    {
        var bridge = (Device)Create("PciHostBridge", _machine, _ram);
        bridge.Realize();
        bridge.Unparent();
        bridge.Unref();

        Assert.False(bridge.IsFinalized);
        Assert.Equal(15, _machine.Diagnostics.FindLeaks().Count(leak => leak.Kind == LeakKind.Link));
    }

    [Fact]
    public void Flash_makes_regions_without_end()
    {
        var flash = (Device)Create("ParallelFlash", _machine, _machine.SystemMemory, 0x1000_0000UL, 0x10000UL, _machine.Memory);
        flash.Realize();

        // A region that is destroyed by a processor that is looking at it.
        _machine.Memory.StoreUInt8(0x1000_0000, 0x70);
        MemoryMapping mapping = _machine.Memory.Map(0x1000_0000, 4, MapAccess.Read);
        MemoryRegion overlay = mapping.Region!;
        Assert.Equal("flash-commands", overlay.Name);
        _machine.Memory.StoreUInt8(0x1000_0000, 0xff);
        Assert.True(overlay.IsFinalized);
        mapping.Unmap(0);
    }

    [Fact]
    public void Dma_engine_leaves_mappings_of_short_and_rejected_pieces()
    {
        using var trace = new MemoryStream();
        var dma = (Device)Create("ScatterGatherDma", _machine, _machine.SystemMemory, 0x4000_0000UL, _machine.Memory, trace, (Action<bool>)(_ => { }));
        dma.Realize();
        _machine.Memory.StoreUInt32LittleEndian(0x4000_0000, 0x1000);
        _machine.Memory.StoreUInt32LittleEndian(0x4000_0008, 4);
        Assert.Equal(1, MappingLeaks());

        // Four descriptors that the engine does not own.
        _machine.Memory.StoreUInt32LittleEndian(0x4000_000c, 1);
        Assert.Equal(1 + 4, MappingLeaks());

        // One that goes beyond the end of the memory.
        Span<byte> descriptor = _ram.GetSpan(0x1000, 32);
        BitConverter.TryWriteBytes(descriptor, TestMachine.RamSize - 0x100);
        BitConverter.TryWriteBytes(descriptor[8..], 0x2000UL);
        BitConverter.TryWriteBytes(descriptor[16..], 0x1000u);
        BitConverter.TryWriteBytes(descriptor[20..], 1u);
        _machine.Memory.StoreUInt32LittleEndian(0x4000_000c, 1);
        Assert.Equal(1 + 4 + 1, MappingLeaks());
    }

    private int MappingLeaks() => _machine.Diagnostics.FindLeaks().Count(leak => leak.Kind == LeakKind.Mapping);

    private static object Create(string type, params object[] arguments) =>
        Activator.CreateInstance(s_assembly.GetType("MemoryRegions.Samples.BrokenDevices." + type, throwOnError: true)!, arguments)!;

    private static Assembly Load()
    {
        using var stream = new MemoryStream();
        Assert.True(BrokenDevices.Compile(runtimeIsProject: false).Emit(stream).Success);
        return Assembly.Load(stream.ToArray());
    }
}
