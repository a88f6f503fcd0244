using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

/// <summary>What real devices do on purpose and what looks like a bug. The numbers are those of the catalogue of idioms.</summary>
public class Idioms
{
    [Fact]
    public Task Idiom_11_board_code_that_dies_on_error_unwinds_nothing() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public static class Board
        {
            public static void Build(Machine machine, ulong size)
            {
                var ram = new RamRegion(null, "ram", size);
                machine.SystemMemory.AddSubregion(0, ram);
                if (size == 0)
                {
                    Environment.Exit(1);
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_12_device_does_not_delete_the_bar_that_the_core_maps() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public abstract class PciDevice(Machine machine) : Device(machine)
        {
            private readonly List<MemoryRegion> _bars = [];

            protected void RegisterBar(MemoryRegion region) => _bars.Add(region);

            public void UpdateMappings(ContainerRegion space, bool enabled)
            {
                foreach (MemoryRegion bar in _bars)
                {
                    bar.Container?.DelSubregion(bar);
                    if (enabled)
                    {
                        space.AddSubregion(0, bar);
                    }
                }
            }
        }

        public class Nvme : PciDevice
        {
            private readonly ContainerRegion _bar;
            private readonly MmioRegion _registers;

            public Nvme(Machine machine) : base(machine)
            {
                _bar = new ContainerRegion(this, "bar0", 0x4000);
                _registers = new MmioRegion(this, "registers", 0x1000, null, null);
                _bar.AddSubregion(0, _registers);
            }

            protected override void OnRealize() => RegisterBar(_bar);
        }
        """);

    [Fact]
    public Task Idiom_13_board_device_has_no_unrealize() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        public class Pl011 : Device
        {
            private readonly MmioRegion _registers;

            public Pl011(Machine machine, ulong address) : base(machine)
            {
                _registers = new MmioRegion(this, "pl011", 0x1000, null, null);
                machine.SystemMemory.AddSubregion(address, _registers);
            }
        }
        """);

    [Fact]
    public Task Idiom_14_and_15_board_regions_without_an_owner_or_a_name() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public sealed class Virt(Machine machine)
        {
            public void Init()
            {
                machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 0x1000000));
                machine.SystemMemory.AddSubregion(0x1000000, new MmioRegion(null, "unassigned", 0x1000, null, null));
                if (machine.Name == "flash")
                {
                    machine.SystemMemory.AddSubregion(0x2000000, new AliasRegion(null, "flash alias", machine.IoSpace, 0, 0x1000));
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_16_alias_and_container_are_made_again_at_run_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Gt64xxx : Device
        {
            private readonly MmioRegion _config;
            private AliasRegion? _window;

            public Gt64xxx(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 0x1000, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_window is not null)
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    _window.Unparent();
                    _window = null;
                }

                if (value != 0)
                {
                    _window = new AliasRegion(this, "pci window", Machine.IoSpace, 0, value);
                    Machine.SystemMemory.AddSubregion(0x18000000, _window);
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_17_region_is_toggled_and_never_deleted() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        public class Pam : Device
        {
            private readonly AliasRegion[] _modes = new AliasRegion[4];
            private int _current;

            public Pam(Machine machine) : base(machine)
            {
                for (int i = 0; i < _modes.Length; i++)
                {
                    _modes[i] = new AliasRegion(this, "pam" + i, machine.IoSpace, 0, 0x4000) { Enabled = i == 0 };
                    machine.SystemMemory.AddSubregion(0xf0000, _modes[i], 1);
                }
            }

            public void Update(int mode)
            {
                _modes[_current].Enabled = false;
                _modes[_current = mode].Enabled = true;
            }
        }
        """);

    [Fact]
    public Task Idiom_18_unparent_in_finalize() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Vfio : Device
        {
            private MmioRegion? _bar;

            public Vfio(Machine machine) : base(machine) { }

            protected override void OnRealize() => _bar = new MmioRegion(this, "bar", 0x1000, null, null);

            protected override void OnFinalize()
            {
                if (_bar is not null)
                {
                    _bar.Unparent();
                    _bar = null;
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_19_and_20_realize_fails_with_a_plain_throw() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Vfio : Device
        {
            private MmioRegion? _a;
            private RamRegion? _b;

            public Vfio(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                _a = new MmioRegion(this, "a", 0x1000, null, null);
                if (_a.Size == 0)
                {
                    throw new InvalidOperationException();
                }

                _b = new RamRegion(this, "b", 0x1000);
            }
        }
        """);

    [Fact]
    public Task Idiom_26_guarded_deletion() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Pnv : Device
        {
            private readonly ContainerRegion _space;
            private readonly MmioRegion _bar;

            public Pnv(Machine machine, ContainerRegion space) : base(machine)
            {
                _space = space;
                _bar = new MmioRegion(this, "bar", 0x1000, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_bar.IsMapped)
                {
                    _space.DelSubregion(_bar);
                }

                if (value != 0)
                {
                    _space.AddSubregion(value, _bar);
                }
            }

            protected override void OnUnrealize()
            {
                if (_bar.IsMapped)
                {
                    _space.DelSubregion(_bar);
                }
            }
        }
        """);

    [Fact]
    public Task Idiom_30_container_and_subregion_of_one_device_die_together() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Imx7Analog : Device
        {
            private readonly ContainerRegion _container;
            private readonly MmioRegion _analog;
            private readonly MmioRegion _pmu;

            public Imx7Analog(Machine machine) : base(machine)
            {
                _container = new ContainerRegion(this, "container", 0x10000);
                _analog = new MmioRegion(this, "analog", 0x1000, null, null);
                _pmu = new MmioRegion(this, "pmu", 0x1000, null, null);
                _container.AddSubregion(0, _analog);
                _container.AddSubregion(0x1000, _pmu);
            }
        }
        """);

    [Fact]
    public Task Idiom_31_unref_right_after_add_child() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Cpu : Device
        {
            public MmioRegion Apic { get; }

            public Cpu(Machine machine) : base(machine) => Apic = new MmioRegion(this, "apic", 0x1000, null, null);
        }

        public class Package : Device
        {
            private readonly ContainerRegion _space;

            public Package(Machine machine) : base(machine)
            {
                _space = new ContainerRegion(this, "space", 0x100000);
                for (int i = 0; i < 4; i++)
                {
                    var cpu = new Cpu(machine);
                    AddChild("cpu" + i, cpu);
                    cpu.Unref();
                    _space.AddSubregion((ulong)i * 0x1000, cpu.Apic);
                }
            }
        }
        """);
}
