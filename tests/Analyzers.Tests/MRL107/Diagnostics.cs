using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL107;

public class Diagnostics
{
    [Fact]
    public Task Alias_that_is_still_linked_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Bridge("""
            private void OnWrite(ulong offset, ulong value, int size)
            {
                {|#0:_window.Unparent()|};
                _window = new AliasRegion(this, "window", Machine.IoSpace, value, 4096);
                {|#2:Machine.SystemMemory.AddSubregion(0x1000, _window)|};
            }
        """, link: "{|#1:{|MRL201:machine.SystemMemory.AddSubregion(0, _window)|}|}").Replace("{|#2:", "{|MRL201:"),
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL107").WithLocation(0).WithLocation(1).WithArguments(
            "Alias '_window'",
            "'OnWrite', an MMIO callback",
            "'machine.SystemMemory', which belongs to another owner, may link it",
            "unlink it before, and only then destroy it"));

    [Fact]
    public Task Teardown_that_destroys_before_it_unlinks_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Bridge("""
            protected override void OnUnrealize()
            {
                {|MRL107:_window.Unparent()|};
                Machine.SystemMemory.DelSubregion(_window);
            }
        """));

    [Fact]
    public Task Unlinking_that_undoes_a_failed_realize_does_not_count() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Bridge("""
            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0x1000, _window);
                try
                {
                    Machine.IoSpace.AddSubregion(0, _control);
                }
                catch
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_control);
                {|MRL107:_window.Unparent()|};
                Machine.SystemMemory.DelSubregion(_window);
            }
        """, link: ""));

    [Fact]
    public Task Remapping_that_leaves_the_unlinking_to_the_teardown_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Bridge("""
            private void OnWrite(ulong offset, ulong value, int size)
            {
                {|MRL107:_window.Unparent()|};
                _window = new AliasRegion(this, "window", Machine.IoSpace, value, 4096);
                Machine.SystemMemory.AddSubregion(0x1000, _window);
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_window);
        """));

    [Fact]
    public Task Container_is_reported_like_an_alias() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly List<ContainerRegion> _windows = [];

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _windows.Add(new ContainerRegion(this, "window", 4096));
            }

            protected override void OnRealize()
            {
                foreach (ContainerRegion window in _windows)
                {
                    {|MRL201:_bus.AddSubregion(0, window)|};
                }
            }

            protected override void OnUnrealize()
            {
                foreach (ContainerRegion window in _windows)
                {
                    {|MRL107:window.Unparent()|};
                }
            }
        }
        """);

    [Fact]
    public Task Region_that_the_same_method_links_is_reported_whatever_its_kind_and_phase() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnRealize()
            {
                {|#1:Machine.SystemMemory.AddSubregion(0, _port)|};
                if (!Probe())
                {
                    {|#0:_port.Unparent()|};
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_port);

            private static bool Probe() => false;
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL107").WithLocation(0).WithLocation(1).WithArguments(
            "MMIO region '_port'",
            "'OnRealize'",
            "'Machine.SystemMemory', which belongs to another owner, links it",
            "unlink it before, and only then destroy it"));

    [Theory]
    [InlineData("using TopologyTransaction transaction = Machine.BeginTransaction(); _bus.DelSubregion(_port); {|MRL107:_port.Unparent()|};")]
    [InlineData("using (Machine.BeginTransaction()) { _bus.DelSubregion(_port); {|MRL107:_port.Unparent()|}; }")]
    [InlineData("var transaction = Machine.BeginTransaction(); _port.Container?.DelSubregion(_port); {|MRL107:_port.Unparent()|}; transaction.Commit();")]
    [InlineData("using (Machine.BeginTransaction()) { if (_port.IsMapped) { _bus.DelSubregion(_port); {|MRL107:_port.Unparent()|}; } }")]
    [InlineData("using (Machine.BeginTransaction()) { using (Machine.BeginTransaction()) { _bus.DelSubregion(_port); } {|MRL107:_port.Unparent()|}; }")]
    public Task Region_that_an_open_transaction_has_unlinked_is_reported(string statements) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Port(statements));

    [Fact]
    public Task Message_of_a_transaction() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(
        Port("using TopologyTransaction transaction = Machine.BeginTransaction(); _bus.DelSubregion(_port); {|#0:_port.Unparent()|};"),
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL107").WithLocation(0).WithArguments(
            "MMIO region '_port'",
            "'OnUnrealize', which tears the device down",
            "views still show it: the transaction that has unlinked it is open",
            "destroy it after the commit, or leave it to its owner"));

    private static string Bridge(string member, string link = "machine.SystemMemory.AddSubregion(0, _window)") => $$"""
        class Bridge : Device
        {
            private readonly MmioRegion _control;
            private AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);
                _control = new MmioRegion(this, "control", 16, null, {{(member.Contains("OnWrite") ? "OnWrite" : "null")}});
                {{link}};
            }

        {{member}}
        }
        """;

    private static string Port(string statements) => $$"""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = new MmioRegion(this, "port", 16, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                {{statements}}
            }
        }
        """;
}
