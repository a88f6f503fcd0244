using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL108;

public class Diagnostics
{
    [Fact]
    public Task Alias_that_each_register_write_makes_anew_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window = {|#0:new AliasRegion(this, "window", Machine.IoSpace, 0, 16)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL108").WithLocation(0).WithArguments("Alias '_window'", "the one of the run before"));

    [Fact]
    public Task Ram_that_each_reset_makes_anew_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private RamRegion? _ram;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }

            protected override void OnReset() => _ram = {|MRL108:new RamRegion(this, "ram", 4096)|};
        }
        """);

    [Fact]
    public Task Twice_in_init_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private MmioRegion _port;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
                _port = {|#1:new MmioRegion(this, "port", 16, null, null)|};
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }

            protected override void OnRealize() => _port = {|#0:new MmioRegion(this, "port", 32, null, null)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL108").WithLocation(0).WithLocation(1).WithArguments("MMIO region '_port'", "the one of line 9"));

    [Fact]
    public Task Twice_in_the_constructor_and_in_an_initialiser_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge(Machine machine) : Device(machine)
        {
            private readonly ContainerRegion _window = new(null, "window", 4096);

            public Bridge(Machine machine, ulong size) : this(machine) => _window = {|MRL108:new ContainerRegion(this, "window", size)|};
        }
        """);

    [Fact]
    public Task Forgotten_is_not_destroyed() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_window is not null)
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    _window = null;
                }

                if (value != 0)
                {
                    _window = {|MRL108:new AliasRegion(this, "window", Machine.IoSpace, 0, 16)|};
                    Machine.SystemMemory.AddSubregion(value, _window);
                }
            }
        }
        """);

    [Fact]
    public Task Unlinked_is_not_destroyed() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window?.Container?.DelSubregion(_window);
                _window = {|MRL108:new AliasRegion(this, "window", Machine.IoSpace, 0, 16)|};
                Machine.SystemMemory.AddSubregion(value, _window);
            }
        }
        """);

    [Fact]
    public Task Helper_that_makes_the_region_is_followed() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                Rebuild();
            }

            private void Rebuild() => _window = {|MRL108:new AliasRegion(this, "window", Machine.IoSpace, 0, 16)|};
        }
        """);

    [Fact]
    public Task Reset_makes_again_what_init_made() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private ContainerRegion _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
                _window = new ContainerRegion(this, "window", 4096);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }

            protected override void OnReset() => _window = {|MRL108:new ContainerRegion(this, "window", 4096)|};
        }
        """);

    [Fact]
    public Task Region_without_an_owner_stays_too() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private RomRegion? _rom;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }

            protected override void OnReset() => _rom = {|MRL108:new RomRegion(null, "rom", 4096)|};
        }
        """);

    [Fact]
    public Task Other_region_that_public_code_destroys_does_not_matter() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card(Machine machine) : Device(machine)
        {
            private ContainerRegion? _window;
            private ContainerRegion? _other;

            protected override void OnReset() => _window = {|MRL108:new ContainerRegion(this, "window", 4096)|};

            public void Stop()
            {
                _other?.Unparent();
                _other = new ContainerRegion(this, "other", 4096);
            }
        }
        """);
}
