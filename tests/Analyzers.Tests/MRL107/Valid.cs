using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL107;

public class Valid
{
    [Theory]
    [InlineData("Machine.SystemMemory.DelSubregion(_window); _window.Unparent();")]
    [InlineData("_window.Container?.DelSubregion(_window); _window.Unparent();")]
    [InlineData("if (_window.IsMapped) { Machine.SystemMemory.DelSubregion(_window); } _window.Unparent();")]
    [InlineData("if (!_window.IsMapped) { _window.Unparent(); } else { Machine.SystemMemory.DelSubregion(_window); }")]
    [InlineData("Unlink(); _window.Unparent();")]
    public Task Alias_that_is_unlinked_before_is_silent(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Bridge(statements));

    [Theory]
    [InlineData("using TopologyTransaction transaction = Machine.BeginTransaction(); Machine.SystemMemory.DelSubregion(_window); _window.Unparent();")]
    [InlineData("using (Machine.BeginTransaction()) { Machine.SystemMemory.DelSubregion(_window); _window.Unparent(); _window = new AliasRegion(this, \"w\", Machine.IoSpace, 0, 16); Machine.SystemMemory.AddSubregion(16, _window); }")]
    public Task Alias_may_go_within_a_transaction(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Bridge(statements));

    [Theory]
    [InlineData("using (Machine.BeginTransaction()) { _bus.DelSubregion(_port); } {|MRL104:_port.Unparent()|};")]
    [InlineData("var transaction = Machine.BeginTransaction(); _bus.DelSubregion(_port); transaction.Commit(); {|MRL104:_port.Unparent()|};")]
    [InlineData("_bus.DelSubregion(_port); using (Machine.BeginTransaction()) { {|MRL104:_port.Unparent()|}; }")]
    [InlineData("_bus.DelSubregion(_port); {|MRL104:_port.Unparent()|};")]
    public Task Region_that_is_destroyed_after_the_commit_is_needless_at_most(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Port("MmioRegion", statements));

    [Theory]
    [InlineData("using (Machine.BeginTransaction()) { _bus.DelSubregion(_port); {|MRL104:_port.Unparent()|}; }")]
    [InlineData("{|MRL104:_port.Unparent()|}; _bus.DelSubregion(_port);")]
    public Task Ram_lives_as_long_as_it_is_linked_and_seen(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Port("RamRegion", statements));

    [Fact]
    public Task Link_within_one_owner_keeps_the_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _outer;
            private readonly ContainerRegion _inner;
            private readonly AliasRegion _alias;

            public Bank(Machine machine) : base(machine)
            {
                _outer = new ContainerRegion(this, "outer", 4096);
                _inner = new ContainerRegion(this, "inner", 4096);
                _alias = new AliasRegion(this, "alias", machine.IoSpace, 0, 16);
                _outer.AddSubregion(0, _inner);
                _inner.AddSubregion(0, _alias);
            }

            public void Clear()
            {
                _inner.Unparent();
                _alias.Unparent();
                _outer.DelSubregion(_inner);
            }
        }
        """);

    [Fact]
    public Task Runtime_code_that_destroys_a_region_of_registers_is_another_rules_business() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = new MmioRegion(this, "port", 16, null, null);
            }

            public void Plug()
            {
                _bus.AddSubregion(0, _port);
                {|MRL103:_port.Unparent()|};
            }

            public void Unplug()
            {
                using TopologyTransaction transaction = Machine.BeginTransaction();
                _bus.DelSubregion(_port);
                {|MRL103:_port.Unparent()|};
            }
        }
        """);

    [Fact]
    public Task Code_that_undoes_a_failed_realize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;

            public Bridge(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                try
                {
                    _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 4096);
                    Probe();
                    Machine.SystemMemory.AddSubregion(0, _window);
                }
                catch
                {
                    _window?.Unparent();
                    throw;
                }
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window!);

            private void Probe() { }
        }
        """);

    [Fact]
    public Task Alias_that_is_linked_nowhere_or_unlinked_elsewhere_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly AliasRegion _spare;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _spare = new AliasRegion(this, "spare", machine.IoSpace, 0, 4096);
                _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);
                machine.SystemMemory.AddSubregion(0, _window);
            }

            public void Disable() => Machine.SystemMemory.DelSubregion(_window);

            public void Drop()
            {
                _spare.Unparent();
                _window.Unparent();
            }
        }
        """);

    [Theory]
    [InlineData("")]
    [InlineData("if (IsRealized) { return; } throw;")]
    public Task Handler_that_may_let_realize_succeed_may_have_unlinked(string end) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync($$"""
        class Bridge : Device
        {
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);
            }

            protected override void OnRealize()
            {
                try
                {
                    Machine.SystemMemory.AddSubregion(0, _window);
                    Start();
                }
                catch (InvalidOperationException)
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    {{end}}
                }
            }

            protected override void OnUnrealize() => _window.Unparent();

            private void Start() => throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Container_that_goes_first_takes_its_links_along() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _bus;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _bus = new ContainerRegion(null, "bus", 4096);
                _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);
                {|MRL201:_bus.AddSubregion(0, _window)|};
            }

            protected override void OnUnrealize()
            {
                _bus.Unparent();
                _window.Unparent();
            }
        }
        """);

    private static string Bridge(string statements) => $$"""
        class Bridge : Device
        {
            private AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);
                machine.SystemMemory.AddSubregion(0, _window);
            }

            public void Change()
            {
                {{statements}}
            }

            private void Unlink() => Machine.SystemMemory.DelSubregion(_window);
        }
        """;

    private static string Port(string type, string statements) => $$"""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly {{type}} _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = new {{type}}(this, "port", 16{{(type == "MmioRegion" ? ", null, null" : "")}});
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                {{statements}}
            }
        }
        """;
}
