using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL208;

public class Diagnostics
{
    [Fact]
    public Task Subregion_of_an_alias_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Vga : Device
        {
            private readonly RamRegion _ram;
            private readonly AliasRegion _low;
            private readonly MmioRegion _window;

            public Vga(Machine machine) : base(machine)
            {
                _ram = new RamRegion(this, "ram", 0x100000);
                _low = new AliasRegion(this, "low", _ram, 0, 0xa0000);
                _window = new MmioRegion(this, "vga", 0x20000, null, null);
                {|#0:_low.AddSubregion(0xa0000, _window)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL208").WithLocation(0).WithArguments(
            "'_window' is added to the alias '_low', which has no subregions",
            "add it to the region that the alias shows"));

    [Fact]
    public Task Alias_is_known_behind_an_abstract_field() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Vga : Device
        {
            private readonly MemoryRegion _low;

            public Vga(Machine machine) : base(machine) => _low = new AliasRegion(this, "low", machine.IoSpace, 0, 0xa0000);

            protected override void OnRealize() => {|MRL208:_low.AddSubregion(0, new MmioRegion(this, "vga", 16, null, null))|};
        }
        """);

    [Fact]
    public Task Region_inside_itself_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            public ContainerRegion Window { get; }

            private readonly ContainerRegion _inner;

            public Bridge(Machine machine) : base(machine)
            {
                Window = new ContainerRegion(this, "window", 4096);
                _inner = new ContainerRegion(this, "inner", 4096);
                {|MRL208:_inner.AddSubregion(0, _inner)|};
                {|MRL208:Window.AddSubregion(0, Window)|};
                ContainerRegion local = Window;
                {|MRL208:local.AddSubregion(0, local)|};
            }
        }
        """);

    [Fact]
    public Task Alias_inside_the_region_that_it_shows_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;
            private readonly AliasRegion _mirror;

            public Bridge(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _mirror = new AliasRegion(this, "mirror", _window, 0, 1024);
            }

            protected override void OnRealize()
            {
                {|#0:_window.AddSubregion(2048, _mirror)|};
                {|MRL208:_window.AddSubregion(1024, new AliasRegion(this, "other", _window, 0, 1024))|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL208").WithLocation(0).WithArguments(
            "'_mirror' is added to '_window', which it shows, so that this would be inside itself",
            "let it show the part of the container that is meant"));

    [Fact]
    public Task Alias_of_the_system_memory_in_the_system_memory_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        [MachineLifetime]
        class Mirror : Device
        {
            private readonly AliasRegion _alias;

            public Mirror(Machine machine) : base(machine) => _alias = new AliasRegion(this, "mirror", Machine.SystemMemory, 0, 4096);

            protected override void OnRealize() => {|MRL208:Machine.SystemMemory.AddSubregion(0x10000, _alias)|};

            public void Copy(ContainerRegion space)
            {
                var copy = new AliasRegion(this, "copy", space, 0, 4096);
                {|MRL208:space.AddSubregion(0x10000, copy)|};
            }
        }
        """);

    [Fact]
    public Task Alias_of_itself_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Mirror : Device
        {
            private readonly AliasRegion _alias;

            public Mirror(Machine machine) : base(machine) => _alias = {|#0:new AliasRegion(this, "mirror", _alias!, 0, 4096)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL208").WithLocation(0).WithArguments(
            "the alias '_alias' is made to show itself, before it exists",
            "name the region that it is to show"));
}
