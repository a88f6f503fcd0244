using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>Memory that is plugged and pulled while the machine runs.</summary>
public sealed class MemoryModuleTests : IDisposable
{
    private const ulong Registers = 0xfed1_0000;
    private const ulong Memory = 0x1_0000_0000;
    private const ulong ModuleSize = 1UL << 20;

    private static readonly string[] s_moduleRegions = ["module"];
    private static readonly string[] s_slotRegions = ["hotplug-memory", "hotplug-registers"];

    private readonly Machine _machine;
    private readonly DeviceWatch _watch;
    private readonly MemorySlots _slots;

    public MemoryModuleTests()
    {
        _machine = TestMachine.WithRam(out _);
        _watch = new DeviceWatch(_machine);
        _slots = new MemorySlots(_machine, "slots", _machine.SystemMemory, Registers, Memory);
        _slots.Realize();
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Guest_sees_the_module_and_its_memory()
    {
        Plug(2);
        Assert.Equal(0u, Status(1));
        Assert.Equal(MemorySlots.Present, Status(2));
        Assert.Equal((uint)ModuleSize, Load(MemorySlots.Size));
        ulong address = Memory + (2 * MemorySlots.SlotSize);
        _machine.Memory.StoreUInt32LittleEndian(address, 7);
        Assert.Equal(7u, _machine.Memory.LoadUInt32LittleEndian(address));
    }

    [Fact]
    public void Guest_ejects_the_module_when_it_is_asked_to()
    {
        MemoryModule module = Plug(0);
        module.RequestEject();
        Assert.Equal(MemorySlots.Present | MemorySlots.EjectRequested, Status(0));
        module.Unref();
        Store(MemorySlots.Status, MemorySlots.Eject);
        Assert.True(module.IsFinalized);
        Assert.Equal(0u, Status(0));
        Store(MemorySlots.Status, MemorySlots.Eject);
        _watch.VerifyLeaks(0);
    }

    [Fact]
    public void Memory_that_is_mapped_outlives_its_module()
    {
        MemoryModule module = Plug(0);
        MemoryMapping mapping = _machine.Memory.Map(Memory, 16, MapAccess.Write);
        Board.Unplug(module);

        // References on RAM keep the RAM, not its owner.
        Assert.Equal(1, _watch.CountOf<MemoryModule>());
        Assert.Equal(0, _watch.CountOf<RamRegion>());
        mapping.Span[0] = 1;
        mapping.Unmap();
        Assert.Equal(1, _watch.CountOf<RamRegion>());
    }

    [Fact]
    public void Slot_can_be_used_again()
    {
        for (int i = 0; i < 3; i++)
        {
            MemoryModule module = Plug(4);
            Assert.Equal(0u, _machine.Memory.LoadUInt32LittleEndian(Memory + (4 * MemorySlots.SlotSize)));
            _machine.Memory.StoreUInt32LittleEndian(Memory + (4 * MemorySlots.SlotSize), 9);
            _watch.UnplugAndVerify(module, s_moduleRegions);
        }
    }

    [Fact]
    public void Module_whose_slot_is_taken_is_not_realized_and_leaves_nothing()
    {
        Plug(1);
        var intruder = new MemoryModule(_machine, "intruder", _slots, 1, ModuleSize);
        Assert.Throws<InvalidOperationException>(intruder.Realize);
        intruder.Unref();
        Assert.True(intruder.IsFinalized);
        Assert.Equal(MemorySlots.Present, Status(1));
        _watch.VerifyLeaks(1);
    }

    [Fact]
    public void Slots_outlive_the_modules_in_them()
    {
        MemoryModule module = Plug(3);
        Board.Unplug(_slots);
        Assert.False(_slots.IsFinalized);
        _watch.UnplugAndVerify(module, s_moduleRegions);
        Assert.True(_slots.IsFinalized);
    }

    [Fact]
    public void Empty_slots_can_be_unplugged() => _watch.UnplugAndVerify(_slots, s_slotRegions);

    private MemoryModule Plug(int slot)
    {
        var module = new MemoryModule(_machine, "module", _slots, slot, ModuleSize);
        module.Realize();
        return module;
    }

    private uint Status(uint slot)
    {
        Store(MemorySlots.Selector, slot);
        return Load(MemorySlots.Status);
    }

    private uint Load(ulong register) => _machine.Memory.LoadUInt32LittleEndian(Registers + register);

    private void Store(ulong register, uint value) => _machine.Memory.StoreUInt32LittleEndian(Registers + register, value);
}
