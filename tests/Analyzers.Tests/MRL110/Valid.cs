using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL110;

public class Valid
{
    [Theory]
    [InlineData("_space.Dispose(); _root.Unparent();")]
    [InlineData("_space?.Dispose(); _root.Unparent();")]
    [InlineData("using (_space) { } _root.Container?.DelSubregion(_root);")]
    [InlineData("Stop(); _root.Unparent();")]
    [InlineData("_space.Dispose();")]
    [InlineData("if (_space.IsDisposed) { _root.Unparent(); }")]
    [InlineData("if (!_space.IsDisposed) { return; } _root.Unparent();")]
    [InlineData("if (_space is null) { _root.Unparent(); }")]
    [InlineData("using (_space) { Console.WriteLine(); } _root.Unparent();")]
    public Task Root_of_a_disposed_address_space_is_silent(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync($$"""
        class Engine : Device
        {
            private readonly ContainerRegion _root;
            private AddressSpace _space;

            public Engine(Machine machine) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 32);
                _space = new AddressSpace(machine, _root, "dma");
            }

            protected override void OnUnrealize()
            {
                {{statements}}
            }

            private void Stop() => _space.Dispose();
        }
        """);

    [Fact]
    public Task Ram_and_what_is_no_root_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Engine : Device
        {
            private readonly ContainerRegion _other;
            private readonly RamRegion _ram;
            private readonly AddressSpace _space;

            public Engine(Machine machine) : base(machine)
            {
                _other = new ContainerRegion(this, "other", 4096);
                _ram = new RamRegion(this, "ram", 4096);
                _space = new AddressSpace(machine, _ram, "dma");
            }

            protected override void OnUnrealize()
            {
                _other.Unparent();
                {|MRL104:_ram.Unparent()|};
                _space.Dispose();
            }
        }
        """);

    [Fact]
    public Task Address_space_of_one_method_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Engine : Device
        {
            private readonly ContainerRegion _root;

            public Engine(Machine machine) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 4096);
                using var space = new AddressSpace(machine, _root, "probe");
                space.LoadUInt8(0);
            }

            protected override void OnReset() => _root.Unparent();
        }
        """);

    [Fact]
    public Task Address_space_that_others_may_dispose_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Owner(AddressSpace space)
        {
            public void Stop() => space.Dispose();
        }

        class Engine : Device
        {
            private readonly ContainerRegion _root;
            private readonly AddressSpace _space;
            private readonly Owner _owner;

            public AddressSpace? Shared { get; set; }

            public Engine(Machine machine) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 4096);
                _space = new AddressSpace(machine, _root, "dma");
                _owner = new Owner(_space);
                Shared = new AddressSpace(machine, _root, "shared");
            }

            protected override void OnUnrealize()
            {
                _owner.Stop();
                _root.Unparent();
            }
        }
        """);

    [Fact]
    public Task Code_that_undoes_a_failed_realize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Engine : Device
        {
            private ContainerRegion? _root;
            private AddressSpace? _space;

            public Engine(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                _root = new ContainerRegion(this, "root", 4096);
                try
                {
                    Probe();
                }
                catch
                {
                    _root.Unparent();
                    throw;
                }

                _space = new AddressSpace(Machine, _root, "dma");
            }

            protected override void OnUnrealize() => _space?.Dispose();

            private void Probe() { }
        }
        """);

    [Fact]
    public Task Something_that_may_be_the_address_space_is_released_before() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Engine(Machine machine) : Device(machine)
        {
            private ContainerRegion? _root;
            private AddressSpace? _space;

            protected override void OnRealize()
            {
                _root = new ContainerRegion(this, "root", 1UL << 32);
                _space = new AddressSpace(Machine, _root, "dma");
            }

            protected override void OnUnrealize()
            {
                Last()?.Dispose();
                _root?.Unparent();
            }

            private System.IDisposable? Last() => _space;
        }
        """);
}
