using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL204: what becomes of a device that throws in realize when it is linked already.</summary>
public sealed class LeftByThrowTests : IDisposable
{
    private const string Throw = "if (_size > 4) { throw new InvalidOperationException(); }";

    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("Machine.SystemMemory.AddSubregion(0x1000, _registers);" + Throw, "")]
    [InlineData("Machine.SystemMemory.AddSubregion(0x1000, _registers); try {" + Throw + "} catch { _size = 0; throw; }", "")]
    [InlineData(Throw, "machine.SystemMemory.AddSubregion(0x1000, _registers);")]
    public async Task Link_stays_and_keeps_the_device(string realize, string constructor)
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Uart(realize, constructor), "MRL204");
        Assert.Throws<InvalidOperationException>(device.Realize);
        device.Unparent();
        device.Unref();
        Assert.False(device.IsFinalized);
        Assert.Equal(LeakKind.Link, Assert.Single(_machine.Diagnostics.FindLeaks()).Kind);
    }

    [Theory]
    [InlineData(Throw + "Machine.SystemMemory.AddSubregion(0x1000, _registers);")]
    [InlineData("Machine.SystemMemory.AddSubregion(0x1000, _registers); try {" + Throw + "} catch { Machine.SystemMemory.DelSubregion(_registers); throw; }")]
    public async Task Device_that_undoes_its_link_goes_without_trace(string realize)
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, Uart(realize, string.Empty));
        Assert.Throws<InvalidOperationException>(device.Realize);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Ram_that_finalize_unlinks_goes_without_trace()
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, """
            public class Sample : Device
            {
                private readonly RamRegion _ram;
                private readonly int _size = 8;

                public Sample(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

                protected override void OnRealize()
                {
                    Machine.SystemMemory.AddSubregion(0, _ram);
                    if (_size > 4)
                    {
                        throw new InvalidOperationException();
                    }
                }

                protected override void OnUnrealize() => Clean();

                protected override void OnFinalize() => Clean();

                private void Clean() => _ram.Container?.DelSubregion(_ram);
            }
            """);
        Assert.Throws<InvalidOperationException>(device.Realize);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private static string Uart(string realize, string constructor) => $$"""
        public class Sample : Device
        {
            private readonly MmioRegion _registers;
            private int _size;

            public Sample(Machine machine) : base(machine)
            {
                _size = Environment.ProcessorCount + 8;
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {{constructor}}
            }

            protected override void OnRealize()
            {
                {{realize}}
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_registers);
        }
        """;
}
