using System.Linq;
using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class PciHostBridgeTests : IDisposable
{
    private const ulong Ecam = 0xb000_0000;

    private readonly Machine _machine;
    private readonly RamRegion _ram;
    private readonly DeviceWatch _watch;
    private readonly PciHostBridge _bridge;

    public PciHostBridgeTests()
    {
        _machine = TestMachine.WithRam(out _ram);
        _watch = new DeviceWatch(_machine);
        _bridge = new PciHostBridge(_machine, "pci-host", _ram);
        _bridge.Realize();
        _bridge.Reset();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Ports_reach_the_configuration_registers()
    {
        Assert.Equal(0x29c0_8086u, ReadConfiguration(0, 0));
        Assert.Equal(0xffff_ffffu, ReadConfiguration(5, 0));
    }

    [Fact]
    public void Ecam_window_appears_moves_and_goes()
    {
        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(Ecam));

        WriteConfiguration(PciHostBridge.EcamBase, (uint)Ecam | 1);
        Assert.Equal(0x29c0_8086u, _machine.Memory.LoadUInt32LittleEndian(Ecam));

        // The window moves while the write that moves it goes through it.
        _machine.Memory.StoreUInt32LittleEndian(Ecam + PciHostBridge.EcamBase, 0xa000_0001);
        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(Ecam));
        Assert.Equal(0x29c0_8086u, _machine.Memory.LoadUInt32LittleEndian(0xa000_0000));

        _machine.Memory.StoreUInt32LittleEndian(0xa000_0000 + PciHostBridge.EcamBase, 0);
        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(0xa000_0000));
    }

    [Fact]
    public void Attributes_switch_a_segment_between_pci_and_ram()
    {
        var option = new RamRegion(null, "option-rom", 0x4000);
        _bridge.Bus.Memory.AddSubregion(0xc_8000, option);
        option.GetSpan(0, 1)[0] = 0x55;
        _ram.GetSpan(0xc_8000, 1)[0] = 0x11;

        Assert.Equal(0x55, _machine.Memory.LoadUInt8(0xc_8000));

        WritePam(2, 0x1);
        Assert.Equal(0x11, _machine.Memory.LoadUInt8(0xc_8000));
        _machine.Memory.StoreUInt8(0xc_8000, 0x22);
        Assert.Equal(0x11, _ram.GetSpan(0xc_8000, 1)[0]);

        WritePam(2, 0x3);
        _machine.Memory.StoreUInt8(0xc_8000, 0x22);
        Assert.Equal(0x22, _ram.GetSpan(0xc_8000, 1)[0]);

        // The segment behind it has the other nibble.
        Assert.Equal(0xff, _machine.Memory.LoadUInt8(0xc_c000));
        WritePam(2, 0x33);
        Assert.Equal(0, _machine.Memory.LoadUInt8(0xc_c000));

        WritePam(2, 0);
        Assert.Equal(0x55, _machine.Memory.LoadUInt8(0xc_8000));
        _bridge.Bus.Memory.DelSubregion(option);
    }

    [Fact]
    public void Last_segment_is_governed_by_the_first_register()
    {
        _ram.GetSpan(0xf_fff0, 1)[0] = 0xea;
        Assert.Equal(0xff, _machine.Memory.LoadUInt8(0xf_fff0));
        WritePam(0, 0x30);
        Assert.Equal(0xea, _machine.Memory.LoadUInt8(0xf_fff0));
    }

    [Fact]
    public void Memory_window_moves_and_shows_the_same_addresses_of_the_bus()
    {
        var memory = new RamRegion(null, "pci-memory", 0x1000);
        _bridge.Bus.Memory.AddSubregion(0xb800_0000, memory);
        memory.GetSpan(0, 1)[0] = 0x77;

        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(0xb800_0000));
        WriteConfiguration(PciHostBridge.MemoryWindowBase, 0xb000_0000);
        Assert.Equal(0x77, _machine.Memory.LoadUInt8(0xb800_0000));
        WriteConfiguration(PciHostBridge.MemoryWindowBase, 0xd000_0000);
        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(0xb800_0000));
        _bridge.Bus.Memory.DelSubregion(memory);
    }

    [Fact]
    public void Memory_window_change_is_seen_as_a_whole()
    {
        WriteConfiguration(PciHostBridge.EcamBase, (uint)Ecam | 1);
        FlatView before = _machine.Memory.FlatView;
        using (TopologyTransaction transaction = _machine.BeginTransaction())
        {
            WriteConfiguration(PciHostBridge.EcamBase, 0xa000_0001);
            Assert.Same(before, _machine.Memory.FlatView);
        }

        Assert.NotSame(before, _machine.Memory.FlatView);
    }

    [Fact]
    public void Unplug_after_use_leaves_nothing()
    {
        WriteConfiguration(PciHostBridge.EcamBase, (uint)Ecam | 1);
        WritePam(1, 0x33);
        string[] segments = [.. Enumerable.Repeat("pam-pci", 13), .. Enumerable.Repeat("pam-rom", 13), .. Enumerable.Repeat("pam-ram", 13)];
        bool dangled = false;
        _machine.Diagnostics.AliasDangling += _ => dangled = true;
        _watch.UnplugAndVerify(_bridge, ["pci-windows", "pci-window", "pci-ecam", "pci-ports", .. segments]);
        Assert.False(dangled);
        Assert.Equal(1, _watch.CountOf<PciBus>());
        Assert.Equal(MemoryTransactionResult.DecodeError, LoadResult(Ecam));
        Assert.False(_ram.IsFinalized);
    }

    private MemoryTransactionResult LoadResult(ulong address)
    {
        _machine.Memory.LoadUInt8(address, out MemoryTransactionResult result);
        return result;
    }

    private void WritePam(int register, byte value)
    {
        Select(0, PciHostBridge.PamFirst + register);
        _machine.Io.StoreUInt8(PciHostBridge.ConfigurationPort + 4 + (ulong)((PciHostBridge.PamFirst + register) & 3), value);
    }

    private uint ReadConfiguration(int slot, int offset)
    {
        Select(slot, offset);
        return _machine.Io.LoadUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4);
    }

    private void WriteConfiguration(int offset, uint value)
    {
        Select(0, offset);
        _machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort + 4, value);
    }

    private void Select(int slot, int offset) =>
        _machine.Io.StoreUInt32LittleEndian(PciHostBridge.ConfigurationPort, 0x8000_0000u | ((uint)slot << 11) | ((uint)offset & 0xfc));
}
