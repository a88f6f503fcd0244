using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL202: what becomes of a device whose teardown unlinks its region on some paths only.</summary>
public sealed class UnlinkedOnSomePathsTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Fact]
    public async Task Path_without_the_removal_leaves_the_device_alive()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("if (_users == 0) { return; } Machine.SystemMemory.DelSubregion(_registers);"), "MRL202");
        StaysAlive(device);
    }

    [Fact]
    public async Task Path_with_the_removal_leaves_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("if (_users == 0) { return; } Machine.SystemMemory.DelSubregion(_registers);"), "MRL202");
        device.Reset();
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Catch_that_goes_on_leaves_the_device_alive()
    {
        string teardown = "try { if (_users == 0) { throw new InvalidOperationException(); } Machine.SystemMemory.DelSubregion(_registers); } catch (InvalidOperationException) { }";
        StaysAlive(await FlaggedDevice.PlugAsync(_machine, Uart(teardown), "MRL202"));
    }

    [Theory]
    [InlineData("int i = 1; i < _ports.Length; i++")]
    [InlineData("int i = 0; i < _ports.Length - 1; i++")]
    public async Task Loop_that_forgets_an_element_leaves_the_device_alive(string loop)
    {
        StaysAlive(await FlaggedDevice.PlugAsync(_machine, Hub(loop), "MRL202"));
    }

    [Fact]
    public async Task Removal_on_all_paths_leaves_nothing()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Uart("Machine.SystemMemory.DelSubregion(_registers); if (_users == 0) { return; } _users = 0;"));
        FlaggedDevice.GoesWithoutTrace(_machine, device);
        FlaggedDevice.GoesWithoutTrace(_machine, await FlaggedDevice.PlugAsync(_machine, Hub("int i = 0; i < _ports.Length; i++")));
    }

    private void StaysAlive(Device device)
    {
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Assert.Equal(LeakKind.Link, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    private static string Uart(string teardown) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;
            private int _users;

            public Sample(Machine machine) : base(machine) => _registers = new MmioRegion(this, "registers", 8, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

            protected override void OnReset() => _users++;

            protected override void OnUnrealize()
            {
                {{teardown}}
            }
        }
        """;

    private static string Hub(string loop) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion[] _ports = new MmioRegion[3];

            public Sample(Machine machine) : base(machine)
            {
                for (int i = 0; i < _ports.Length; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 8, null, null);
                }
            }

            protected override void OnRealize()
            {
                ulong address = 0x1000;
                foreach (MmioRegion port in _ports)
                {
                    Machine.SystemMemory.AddSubregion(address, port);
                    address += 8;
                }
            }

            protected override void OnUnrealize()
            {
                for ({{loop}})
                {
                    Machine.SystemMemory.DelSubregion(_ports[i]);
                }
            }
        }
        """;
}
