using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL209;

public class Valid
{
    [Theory]
    [InlineData("Machine.SystemMemory.DelSubregion(_window); _inner.Unparent();")]
    [InlineData("_window.Container?.DelSubregion(_window); _inner.Unparent();")]
    [InlineData("Machine.SystemMemory.DelSubregion(_window); {|MRL104:_window.Unparent()|}; _inner.Unparent();")]
    [InlineData("Unlink(); _inner.Unparent();")]
    [InlineData("Unlink();")]
    public Task Alias_that_goes_first_is_silent(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync($$"""
        class Bridge : Device
        {
            private readonly ContainerRegion _inner;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _inner = new ContainerRegion(this, "inner", 4096);
                _window = new AliasRegion(this, "window", _inner, 0, 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _window);

            protected override void OnUnrealize()
            {
                {{statements}}
            }

            private void Unlink() => Machine.SystemMemory.DelSubregion(_window);
        }
        """);

    [Fact]
    public Task Target_of_an_alias_that_is_linked_nowhere_and_ram_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _inner;
            private readonly ContainerRegion _window;
            private readonly RamRegion _ram;
            private readonly AliasRegion _spare;
            private readonly AliasRegion _low;

            public Bridge(Machine machine) : base(machine)
            {
                _inner = new ContainerRegion(this, "inner", 4096);
                _window = new ContainerRegion(this, "window", 4096);
                _ram = new RamRegion(this, "ram", 4096);
                _spare = new AliasRegion(this, "spare", _inner, 0, 4096);
                _low = new AliasRegion(this, "low", _ram, 0, 4096);
                _window.AddSubregion(0, _low);
            }

            protected override void OnUnrealize()
            {
                _inner.Unparent();
                {|MRL104:_ram.Unparent()|};
            }
        }
        """);

    [Fact]
    public Task Windows_onto_the_memory_of_others_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bus : Device
        {
            public ContainerRegion Memory { get; }

            public Bus(Machine machine) : base(machine) => Memory = new ContainerRegion(this, "memory", 4096);
        }

        class Bridge : Device
        {
            private readonly Bus _parent;
            private readonly Bus _secondary;
            private readonly AliasRegion _window;
            private readonly AliasRegion _dma;

            public Bridge(Machine machine, Bus parent) : base(machine)
            {
                _parent = parent;
                _secondary = new Bus(machine);
                AddChild("bus", _secondary);
                _secondary.Unref();
                _window = new AliasRegion(this, "window", _secondary.Memory, 0, 4096);
                _dma = new AliasRegion(this, "dma", machine.SystemMemory, 0, 4096);
            }

            protected override void OnRealize()
            {
                _parent.Memory.AddSubregion(0, _window);
                using TopologyTransaction transaction = Machine.BeginTransaction();
            }

            protected override void OnUnrealize() => _parent.Memory.DelSubregion(_window);
        }
        """);

    [Fact]
    public Task Alias_of_somebody_else_that_is_unlinked_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            private readonly MmioRegion _registers;
            private readonly AliasRegion _mirror;

            public Card(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 4096, null, null);
                _mirror = new AliasRegion(null, "mirror", _registers, 0, 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _mirror);

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_mirror);
        }
        """);

    [Fact]
    public Task Board_devices_ram_and_regions_of_others_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        class Board : Device
        {
            public Board(Machine machine) : base(machine)
            {
                var registers = new MmioRegion(this, "registers", 4096, null, null);
                machine.SystemMemory.AddSubregion(0, new AliasRegion(null, "mirror", registers, 0, 4096));
            }
        }

        class Card : Device
        {
            public Card(Machine machine, MmioRegion outside) : base(machine)
            {
                var ram = new RamRegion(this, "ram", 4096);
                machine.SystemMemory.AddSubregion(0, new AliasRegion(null, "ram", ram, 0, 4096));
                machine.SystemMemory.AddSubregion(4096, new AliasRegion(null, "outside", outside, 0, 4096));
            }
        }

        static class Builder
        {
            public static void Build(Machine machine, MmioRegion region)
            {
                machine.SystemMemory.AddSubregion(0, new AliasRegion(null, "mirror", region, 0, 4096));
            }
        }
        """);

    [Fact]
    public Task Child_that_is_unplugged_after_its_alias_is_unlinked_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            public MmioRegion Bar { get; }

            public AliasRegion Mirror { get; }

            public Card(Machine machine) : base(machine)
            {
                Bar = new MmioRegion(this, "bar", 4096, null, null);
                Mirror = new AliasRegion(this, "mirror", Bar, 0, 4096);
            }
        }

        class Slot : Device
        {
            private readonly ContainerRegion _window;
            private AliasRegion? _alias;
            private Card? _card;
            private Card? _other;

            public Slot(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Plug(int slot)
            {
                _card = new Card(Machine);
                AddChild("card", _card);
                _card.Unref();
                _alias = new AliasRegion(this, "card", _card.Bar, 0, 4096);
                _window.AddSubregion(0, _alias);
                _other = new Card(Machine);
                AddChild("other", _other);
                _other.Unref();
            }

            public void Unplug()
            {
                if (_alias is not null)
                {
                    _window.DelSubregion(_alias);
                }

                _card?.Unparent();
                _other?.Unparent();
            }
        }
        """);
}
