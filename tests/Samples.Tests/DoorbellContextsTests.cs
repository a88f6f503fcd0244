using MemoryRegions.Samples.Devices;

namespace MemoryRegions.Samples.Tests;

/// <summary>Regions that come and go at run time, each with an owner of its own.</summary>
public sealed class DoorbellContextsTests : IDisposable
{
    private const ulong Registers = 0xd010_0000;
    private const ulong Pages = 0xd020_0000;
    private const uint None = 0xffff_ffff;

    private static readonly string[] s_regions = ["bars", "doorbell-registers", "doorbell-pages"];

    private readonly Machine _machine;
    private readonly DeviceWatch _watch;
    private readonly PciHostBridge _host;
    private readonly DoorbellContexts _device;

    public DoorbellContextsTests()
    {
        _machine = TestMachine.WithRam(out RamRegion ram);
        _watch = new DeviceWatch(_machine);
        _host = new PciHostBridge(_machine, "host", ram);
        _host.Realize();
        _device = new DoorbellContexts(_machine, "doorbells", _host.Bus, 2);
        _device.Realize();
        var guest = new PciGuest(_machine);
        guest.Write(0, 2, 0x10, (uint)Registers);
        guest.Write(0, 2, 0x18, (uint)Pages);
        guest.Write(0, 2, 0x04, 0x0002);
    }

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Open_contexts_ring_and_closed_ones_do_not()
    {
        Assert.Equal(0u, Load(DoorbellContexts.Open));
        Assert.Equal(1u, Load(DoorbellContexts.Open));
        Ring(1);
        Ring(2);
        Assert.Equal(2u, Load(DoorbellContexts.Rung));

        Close(1);
        Ring(1);
        Assert.Equal(0u, Load(DoorbellContexts.Rung));
    }

    [Fact]
    public void Closed_context_takes_its_page_and_its_owner_along()
    {
        Load(DoorbellContexts.Open);
        Close(0);
        Assert.Equal(1, _watch.CountOf<DoorbellPage>());
        _watch.VerifyLeaks(1);

        // A second time, or with a number that there is not, nothing happens.
        Close(0);
        Close(99);
        Assert.Equal(1, _watch.CountOf<DoorbellPage>());
    }

    [Fact]
    public void Page_that_somebody_has_found_lives_until_the_section_is_dropped()
    {
        Load(DoorbellContexts.Open);
        MemorySection section = _machine.SystemMemory.Find(Pages, 4);
        Close(0);
        Assert.Equal(0, _watch.CountOf<DoorbellPage>());
        Assert.Equal("doorbells", section.Region.Name);
        section.Unref();
        Assert.Equal(1, _watch.CountOf<DoorbellPage>());
    }

    [Fact]
    public void Contexts_run_out_and_come_back()
    {
        for (uint i = 0; i < DoorbellContexts.ContextCount; i++)
        {
            Assert.Equal(i, Load(DoorbellContexts.Open));
        }

        Assert.Equal(None, Load(DoorbellContexts.Open));
        Close(7);
        Assert.Equal(7u, Load(DoorbellContexts.Open));
    }

    [Fact]
    public void Reset_closes_all_contexts()
    {
        Load(DoorbellContexts.Open);
        Load(DoorbellContexts.Open);
        _device.Reset();
        Assert.Equal(2, _watch.CountOf<DoorbellPage>());
    }

    [Fact]
    public void Device_with_open_contexts_can_be_unplugged()
    {
        Load(DoorbellContexts.Open);
        Load(DoorbellContexts.Open);
        _watch.UnplugAndVerify(_device, s_regions);
        Assert.Equal(2, _watch.CountOf<DoorbellPage>());
    }

    private uint Load(ulong register) => _machine.Memory.LoadUInt32LittleEndian(Registers + register);

    private void Close(uint context) => _machine.Memory.StoreUInt32LittleEndian(Registers + DoorbellContexts.Close, context);

    private void Ring(uint context) => _machine.Memory.StoreUInt32LittleEndian(Pages + (context * DoorbellContexts.PageSize), 1);
}
