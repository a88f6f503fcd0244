using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL104;

public class Valid
{
    [Fact]
    public Task Finalize_may_destroy() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Pmem : Device
        {
            private readonly RamRegion _ram;

            public Pmem(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

            protected override void OnFinalize() => _ram.Unparent();
        }
        """);

    [Fact]
    public Task What_is_made_at_run_time_has_to_go_some_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private RamRegion? _spare;

            public Bridge(Machine machine) : base(machine) => _spare = new RamRegion(this, "spare", 16);

            public void Open(ulong size)
            {
                Close();
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, size);
                Machine.SystemMemory.AddSubregion(0, _window);
            }

            public void Close()
            {
                if (_window is not null)
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    _window.Unparent();
                    _window = null;
                }
            }

            protected override void OnUnrealize() => Close();
        }
        """);

    [Fact]
    public Task Container_takes_its_subregions_off_when_it_goes() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;

            public Bridge(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _window);

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_window);
                _window.Unparent();
            }
        }
        """);

    [Fact]
    public Task Unwinding_of_a_failed_realize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Pmem(Machine machine) : Device(machine)
        {
            private RamRegion? _ram;

            protected override void OnRealize()
            {
                try
                {
                    _ram = new RamRegion(this, "ram", 4096);
                }
                catch
                {
                    Clean();
                    throw;
                }
            }

            protected override void OnUnrealize() => Clean();

            private void Clean() => _ram?.Unparent();
        }
        """);

    [Fact]
    public Task Region_of_another_owner_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Slot : Device
        {
            private readonly RamRegion _ram;
            private readonly RamRegion _given;

            public Slot(Machine machine, Device holder, RamRegion given) : base(machine)
            {
                _ram = new RamRegion(holder, "ram", 4096);
                _given = given;
            }

            protected override void OnUnrealize()
            {
                _ram.Unparent();
                _given.Unparent();
            }
        }
        """);
}
