using System.Threading.Tasks;

namespace MemoryRegions.Samples.Tests.Consequences;

/// <summary>MRL107: what the runtime says to the destruction of a region that is linked or still seen.</summary>
public sealed class DestroyedWhileLinkedTests : IDisposable
{
    private readonly Machine _machine = new(options: new MachineOptions { Tracking = true });

    public void Dispose() => _machine.Dispose();

    [Theory]
    [InlineData("AliasRegion", "machine.IoSpace, 0, 4096")]
    [InlineData("ContainerRegion", "4096")]
    public async Task Linked_alias_or_container_cannot_be_destroyed(string type, string arguments)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window(type, arguments, "_window.Unparent(); Machine.SystemMemory.DelSubregion(_window);"), "MRL107");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileLinked, "MRL107", device.Unparent);
    }

    [Fact]
    public async Task Region_that_realize_has_linked_cannot_be_destroyed_by_it()
    {
        Device device = await FlaggedDevice.CreateAsync(_machine, """
            public class Sample : Device
            {
                private readonly MmioRegion _port;

                public Sample(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

                protected override void OnRealize()
                {
                    Machine.SystemMemory.AddSubregion(0x1000, _port);
                    _port.Unparent();
                }

                protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_port);
            }
            """, "MRL107");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileLinked, "MRL107", device.Realize);
    }

    [Theory]
    [InlineData("MmioRegion", "16, null, null")]
    [InlineData("RomDeviceRegion", "4096, new MmioOperations()")]
    public async Task Region_that_views_show_until_the_commit_cannot_be_destroyed(string type, string arguments)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window(type, arguments, InTransaction), "MRL107");
        FlaggedDevice.Fails(MemoryRegionErrorCode.DestroyedWhileVisible, "MRL107", device.Unparent);
    }

    [Theory]
    [InlineData("AliasRegion", "machine.IoSpace, 0, 4096", "MRL104")]
    [InlineData("ContainerRegion", "4096")]
    [InlineData("RamRegion", "4096", "MRL104")]
    public async Task Alias_container_and_ram_may_go_within_a_transaction(string type, string arguments, params string[] ids)
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window(type, arguments, InTransaction), ids);
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    [Fact]
    public async Task Linked_ram_may_be_destroyed()
    {
        Device device = await FlaggedDevice.PlugAsync(_machine, Window("RamRegion", "4096", "_window.Unparent(); Machine.SystemMemory.DelSubregion(_window);"), "MRL104");
        FlaggedDevice.GoesWithoutTrace(_machine, device);
    }

    private const string InTransaction = """
        using TopologyTransaction transaction = Machine.BeginTransaction();
                Machine.SystemMemory.DelSubregion(_window);
                _window.Unparent();
        """;

    private static string Window(string type, string arguments, string teardown) => $$"""
        public class Sample : Device
        {
            private readonly {{type}} _window;

            public Sample(Machine machine) : base(machine) => _window = new {{type}}(this, "window", {{arguments}});

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _window);

            protected override void OnUnrealize()
            {
                {{teardown}}
            }
        }
        """;
}
