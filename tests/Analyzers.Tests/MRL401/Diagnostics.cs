using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL401;

public class Diagnostics
{
    [Fact]
    public Task Alias_of_this_of_a_region_of_another_device() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(
        """
        class Mirror : Device
        {
            private readonly AliasRegion _window;

            public Mirror(Machine machine, Flash flash) : base(machine) => _window = {|#1:new AliasRegion(this, "window", flash.Array, 0, 0x1000)|};

            protected override void OnRealize() => {|#0:_window.Ref()|};

            protected override void OnUnrealize() => _window.Unref();
        }

        class Flash : Device
        {
            public MmioRegion Array { get; }

            public Flash(Machine machine) : base(machine) => Array = new MmioRegion(this, "array", 0x1000, null, null);
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL401").WithLocation(0).WithLocation(1)
            .WithArguments("_window", "this object, which owns the alias,", "flash.Array"));

    [Fact]
    public Task Alias_without_an_owner_of_a_region_of_this() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(
        """
        class Bridge : Device
        {
            private readonly MmioRegion _registers;
            private readonly MemoryRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 16, null, null);
                _window = {|#1:new AliasRegion(null, "window", _registers, 0, 16)|};
            }

            protected override void OnRealize() => {|#0:_window.Ref()|};

            protected override void OnUnrealize() => _window.Unref();
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL401").WithLocation(0).WithLocation(1)
            .WithArguments("_window", "nothing, because the alias has no owner,", "_registers"));

    [Fact]
    public Task Alias_of_a_child_of_a_region_of_this() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(
        """
        class Bridge : Device
        {
            private readonly MmioRegion _registers;
            private readonly Port _port;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine)
            {
                _port = new Port(machine);
                AddChild("port", _port);
                _registers = new MmioRegion(this, "registers", 16, null, null);
                _window = {|#1:new AliasRegion(_port, "window", _registers, 0, 16)|};
            }

            protected override void OnRealize() => {|#0:_window.Ref()|};

            protected override void OnUnrealize() => _window.Unref();
        }

        class Port(Machine machine) : Device(machine);
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL401").WithLocation(0).WithLocation(1)
            .WithArguments("_window", "the owner of the alias", "_registers"));

    [Fact]
    public Task Local_alias() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(
        """
        class Mirror : Device
        {
            private readonly MmioRegion _shown;

            public Mirror(Machine machine, MmioRegion shown) : base(machine)
            {
                _shown = shown;
                var window = {|#1:new AliasRegion(this, "window", _shown, 0, 16)|};
                {|#0:window.Ref()|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL401").WithLocation(0).WithLocation(1)
            .WithArguments("window", "this object, which owns the alias,", "_shown"));
}
