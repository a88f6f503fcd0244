using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

public sealed class PciBridgeTests : IDisposable
{
    private const ulong Registers = 0xd010_0000;
    private const ulong Pages = 0xd020_0000;
    private const uint Nobody = 0xffff_ffff;

    private static readonly string[] s_bridgeRegions = ["bars", "bridge-window"];
    private static readonly string[] s_functionRegions = ["bars", "doorbell-registers", "doorbell-pages"];

    private readonly Machine _machine;
    private readonly DeviceWatch _watch;
    private readonly PciGuest _guest;
    private readonly PciHostBridge _host;
    private readonly PciBridge _bridge;
    private readonly DoorbellContexts _function;

    public PciBridgeTests()
    {
        _machine = TestMachine.WithRam(out RamRegion ram);
        _watch = new DeviceWatch(_machine);
        _guest = new PciGuest(_machine);
        _host = new PciHostBridge(_machine, "host", ram);
        _host.Realize();
        _bridge = new PciBridge(_machine, "bridge", _host.Bus, 5);
        _bridge.Realize();
        _function = new DoorbellContexts(_machine, "function", _bridge.SecondaryBus, 1);
        _function.Realize();
        _machine.Reset();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Bus_behind_the_bridge_has_no_number_until_the_guest_gives_one()
    {
        Assert.Equal(0x0001_1b36u, _guest.Read(0, 5, 0));
        Assert.Equal(Nobody, _guest.Read(1, 1, 0));
        NumberBuses();
        Assert.Equal(0x0100_1b36u, _guest.Read(1, 1, 0));
        Assert.Equal(Nobody, _guest.Read(2, 1, 0));
    }

    [Fact]
    public void Function_behind_the_bridge_shows_through_the_window_only()
    {
        NumberBuses();
        PlaceFunction();
        Assert.Equal(Nobody, Load(Registers));

        OpenWindow(0xd000_0000, 0xd02f_ffff);
        Assert.Equal(0u, Load(Registers + DoorbellContexts.Open));

        // One MiB too small for the second bar.
        OpenWindow(0xd000_0000, 0xd01f_ffff);
        Assert.Equal(1u, Load(Registers + DoorbellContexts.Open));
        Assert.Equal(MemoryTransactionResult.Ok, Store(Pages, 1));
        Assert.Equal(0u, Load(Registers + DoorbellContexts.Rung));
    }

    [Fact]
    public void Limit_below_the_base_closes_the_window()
    {
        NumberBuses();
        PlaceFunction();
        OpenWindow(0xd000_0000, 0xd02f_ffff);
        OpenWindow(0xd030_0000, 0xd02f_ffff);
        Assert.Equal(Nobody, Load(Registers));
    }

    [Fact]
    public void Bridge_behind_a_bridge_is_found_by_the_numbers_that_both_claim()
    {
        var inner = new PciBridge(_machine, "inner", _bridge.SecondaryBus, 2);
        inner.Realize();
        _guest.Write(0, 5, PciBridge.BusNumbers, 0x0002_0100);
        _guest.Write(1, 2, PciBridge.BusNumbers, 0x0002_0201);
        Assert.Same(inner.SecondaryBus, _host.Bus.FindBehind(2));
        Assert.Equal(Nobody, _guest.Read(2, 0, 0));

        // The outer bridge and the function hold their buses.
        _watch.UnplugAndVerify(inner, s_bridgeRegions, 2);
    }

    [Fact]
    public void Function_and_bridge_that_are_pulled_leave_nothing()
    {
        NumberBuses();
        PlaceFunction();
        OpenWindow(0xd000_0000, 0xd02f_ffff);
        Assert.Equal(0u, Load(Registers + DoorbellContexts.Open));

        // The bridge holds its bus.
        _watch.UnplugAndVerify(_function, s_functionRegions, 1);
        _watch.UnplugAndVerify(_bridge, s_bridgeRegions);
        Assert.Equal(1, _watch.CountOf<PciBus>());
        Assert.Equal(Nobody, Load(Registers));
        Assert.Null(_host.Bus.FindBehind(1));
    }

    [Fact]
    public void Bridge_whose_slot_is_taken_is_not_realized_and_leaves_nothing()
    {
        var intruder = new PciBridge(_machine, "intruder", _host.Bus, 5);
        Assert.Throws<InvalidOperationException>(intruder.Realize);
        intruder.Unref();
        Assert.True(intruder.IsFinalized);
        NumberBuses();
        Assert.Same(_bridge.SecondaryBus, _host.Bus.FindBehind(1));
    }

    private void NumberBuses() => _guest.Write(0, 5, PciBridge.BusNumbers, 0x0001_0100);

    private void PlaceFunction()
    {
        _guest.Write(1, 1, 0x10, (uint)Registers);
        _guest.Write(1, 1, 0x18, (uint)Pages);
        _guest.Write(1, 1, 0x04, 0x0002);
    }

    private void OpenWindow(uint first, uint last)
    {
        _guest.Write(0, 5, PciBridge.MemoryWindow, ((first >> 16) & 0xfff0) | (last & 0xfff0_0000));
        _guest.Write(0, 5, 0x04, 0x0002);
    }

    private uint Load(ulong address) => _machine.Memory.LoadUInt32LittleEndian(address);

    private MemoryTransactionResult Store(ulong address, uint value) => _machine.Memory.StoreUInt32LittleEndian(address, value);
}
