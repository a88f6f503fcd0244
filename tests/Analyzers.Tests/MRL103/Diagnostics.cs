using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL103;

public class Diagnostics
{
    [Fact]
    public Task Destruction_in_a_callback_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _control;
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine)
            {
                _port = {|#1:new MmioRegion(this, "port", 16, null, null)|};
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size) => {|#0:_port.Unparent()|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL103").WithLocation(0).WithLocation(1).WithArguments(
            "MMIO region '_port'",
            "'OnWrite', an MMIO callback",
            "while a CPU, a mapping or a link may still use it",
            "remove the call"));

    [Fact]
    public Task Destruction_after_unlinking_in_reset_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly RomDeviceRegion _flash;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _flash = new RomDeviceRegion(this, "flash", 4096, new MmioOperations());
                _window.AddSubregion(0, _flash);
            }

            protected override void OnReset()
            {
                _window.DelSubregion(_flash);
                {|MRL103:_flash.Unparent()|};
            }
        }
        """);

    [Fact]
    public Task Linked_region_should_be_unlinked_instead() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _port = {|#1:new MmioRegion(this, "port", 16, null, null)|};
                _window.AddSubregion(0, _port);
            }

            public void Disable() => {|#0:_port.Unparent()|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL103").WithLocation(0).WithLocation(1).WithArguments(
            "MMIO region '_port'",
            "'Disable', a public member",
            "while a CPU, a mapping or a link may still use it",
            "unlink it from its container instead"));

    [Fact]
    public Task Kind_of_an_abstract_field_is_known_from_what_is_stored_in_it() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly List<MemoryRegion> _ports = [];

            public Bank(Machine machine) : base(machine)
            {
                var port = new MmioRegion(this, "port", 16, null, null);
                _ports.Add(port);
            }

            public void Clear()
            {
                foreach (MemoryRegion port in _ports)
                {
                    {|MRL103:port.Unparent()|};
                }
            }
        }
        """);

    [Fact]
    public Task Teardown_that_destroys_a_linked_region_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = {|#1:new MmioRegion(this, "port", 16, null, null)|};
            }

            protected override void OnRealize() => {|MRL201:_bus.AddSubregion(0, _port)|};

            protected override void OnUnrealize()
            {
                {|#0:_port.Unparent()|};
                base.OnUnrealize();
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL103").WithLocation(0).WithLocation(1).WithArguments(
            "MMIO region '_port'",
            "'OnUnrealize', which tears the device down",
            "before it is unlinked",
            "unlink it from its container instead"));

    [Fact]
    public Task Teardown_in_the_wrong_order_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = {|#1:new MmioRegion(this, "port", 16, null, null)|};
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                {|#0:_port.Unparent()|};
                _bus.DelSubregion(_port);
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL103").WithLocation(0).WithLocation(1).WithArguments(
            "MMIO region '_port'",
            "'OnUnrealize', which tears the device down",
            "before it is unlinked",
            "remove the call"));

    [Fact]
    public Task Call_behind_a_null_test_is_reported_with_it() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioRegion? _port;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnReset() => {|MRL103:_port?.Unparent()|};
        }
        """);
}
