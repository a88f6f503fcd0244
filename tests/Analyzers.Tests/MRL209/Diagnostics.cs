using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL209;

public class Diagnostics
{
    [Fact]
    public Task Target_that_is_destroyed_under_its_alias_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _inner;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _inner = new ContainerRegion(this, "inner", 4096);
                _window = {|#1:new AliasRegion(this, "window", _inner, 0, 4096)|};
            }

            protected override void OnRealize() => {|#2:Machine.SystemMemory.AddSubregion(0, _window)|};

            protected override void OnUnrealize()
            {
                {|#0:_inner.Unparent()|};
                Machine.SystemMemory.DelSubregion(_window);
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL209").WithLocation(0).WithLocation(1).WithLocation(2).WithArguments(
            "Alias '_window'",
            "container '_inner', which it shows, is destroyed in 'OnUnrealize', which tears the device down, while the alias is linked",
            "unlink the alias before"));

    [Fact]
    public Task Alias_in_the_devices_own_container_is_reported_too() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _port;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _port = new MmioRegion(this, "port", 16, null, null);
                var mirror = new AliasRegion(this, "mirror", _port, 0, 16);
                _window.AddSubregion(0, mirror);
            }

            protected override void OnUnrealize() => {|MRL209:_port.Unparent()|};
        }
        """);

    [Fact]
    public Task Child_that_is_unplugged_under_the_parents_alias_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            public MmioRegion Bar { get; }

            public Card(Machine machine) : base(machine) => Bar = new MmioRegion(this, "bar", 4096, null, null);
        }

        class Slot : Device
        {
            private readonly ContainerRegion _window;
            private AliasRegion? _alias;
            private Card? _card;

            public Slot(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Plug()
            {
                _card = new Card(Machine);
                AddChild("card", _card);
                _card.Unref();
                _alias = {|#1:new AliasRegion(this, "card", _card.Bar, 0, 4096)|};
                {|#2:_window.AddSubregion(0, _alias)|};
            }

            public void Unplug()
            {
                {|#0:_card?.Unparent()|};
                _card = null;
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL209").WithLocation(0).WithLocation(1).WithLocation(2).WithArguments(
            "Alias '_alias'",
            "'_card', whose region it shows, goes in 'Unplug', a public member, while the alias is linked",
            "unlink the alias before"));

    [Theory]
    [InlineData("_bus", "_bus.Memory")]
    [InlineData("null", "Machine.SystemMemory")]
    public Task Alias_of_somebody_else_that_shows_the_devices_region_is_reported(string owner, string container) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync($$"""
        class Bus : Device
        {
            public ContainerRegion Memory { get; }

            public Bus(Machine machine) : base(machine) => Memory = new ContainerRegion(this, "memory", 4096);
        }

        class Card : Device
        {
            private readonly Bus _bus;
            private readonly MmioRegion _registers;

            public Card(Machine machine, Bus bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 4096, null, null);
            }

            protected override void OnRealize()
            {
                var mirror = {|#1:new AliasRegion({{owner}}, "mirror", _registers, 0, 4096)|};
                {|#0:{{container}}.AddSubregion(0, mirror)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL209").WithLocation(0).WithLocation(1).WithArguments(
            "Alias 'mirror'",
            "'_registers', which it shows, goes with 'Card', and nothing unlinks the alias, which belongs to another owner",
            "call DelSubregion in OnUnrealize"));
}
