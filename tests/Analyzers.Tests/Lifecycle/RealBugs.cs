using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

/// <summary>Bugs of QEMU and its relatives, as they were and as they were repaired, in C#. The names are those of the catalogue of bugs.</summary>
public partial class RealBugs
{
    [Fact]
    public Task C2_01_bus_master_alias_stays_in_the_devices_container() => BugAndRepair.CheckAsync(
        """
        public class PciDevice(Machine machine) : Device(machine)
        {
            public ContainerRegion BusMaster => _busMaster;

            private readonly ContainerRegion _busMaster = new(null, "bus master container", 1UL << 40);
        }

        public class PciBus : Device
        {
            private readonly Dictionary<PciDevice, AliasRegion> _enables = [];

            public PciBus(Machine machine) : base(machine) { }

            public void Register(PciDevice device)
            {
                var enable = new AliasRegion(this, "bus master", Machine.SystemMemory, 0, 1UL << 40);
                _enables.Add(device, enable);
                «device.BusMaster.AddSubregion(0, enable)»;
            }

            public void Unregister(PciDevice device)
            {
                ‹device.BusMaster.DelSubregion(_enables[device]);›
                _enables.Remove(device);
            }
        }
        """, "MRL201");

    [Fact]
    public Task C2_04_msix_region_is_destroyed_before_the_core_unmaps_the_bar() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public abstract class Bus(Machine machine) : Device(machine)
        {
            public abstract void Unplugged(Device device);
        }

        public class VirtioPci : Device
        {
            public MmioRegion Msix { get; }

            public VirtioPci(Machine machine) : base(machine) => Msix = new MmioRegion(this, "msix", 4096, null, null);
        }

        public class VirtioBus : Bus
        {
            private readonly VirtioPci _proxy;

            public VirtioBus(Machine machine, VirtioPci proxy) : base(machine) => _proxy = proxy;

            public override void Unplugged(Device device) => {|MRL103:_proxy.Msix.Unparent()|};
        }
        """);

    [Fact]
    public Task C2_05_bars_are_unregistered_after_exit_destroyed_them() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class PciDevice : Device
        {
            private readonly ContainerRegion _space;
            private readonly MmioRegion _bar;

            public PciDevice(Machine machine, ContainerRegion space) : base(machine)
            {
                _space = space;
                _bar = new MmioRegion(this, "bar", 4096, null, null);
            }

            protected override void OnRealize() => _space.AddSubregion(0, _bar);

            protected override void OnUnrealize()
            {
                {|MRL103:_bar.Unparent()|};
                _space.DelSubregion(_bar);
            }
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _space;
            private readonly MmioRegion _bar;

            public Repaired(Machine machine, ContainerRegion space) : base(machine)
            {
                _space = space;
                _bar = new MmioRegion(this, "bar", 4096, null, null);
            }

            protected override void OnRealize() => _space.AddSubregion(0, _bar);

            protected override void OnUnrealize() => _space.DelSubregion(_bar);
        }
        """);

    [Fact]
    public Task C2_08_nvme_registers_stay_in_the_shared_bar() => BugAndRepair.CheckAsync(
        """
        public class PciFunction : Device
        {
            public ContainerRegion Bar0 { get; }

            public PciFunction(Machine machine) : base(machine) => Bar0 = new ContainerRegion(this, "bar0", 0x8000);
        }

        public class Nvme : Device
        {
            private readonly PciFunction _function;
            private readonly MmioRegion _registers;
            private readonly MmioRegion _msix;

            public Nvme(Machine machine, PciFunction function) : base(machine)
            {
                _function = function;
                _registers = new MmioRegion(this, "registers", 0x4000, null, null);
                _msix = new MmioRegion(this, "msix", 0x1000, null, null);
            }

            protected override void OnRealize()
            {
                «_function.Bar0.AddSubregion(0, _registers)»;
                _function.Bar0.AddSubregion(0x4000, _msix);
            }

            protected override void OnUnrealize()
            {
                _function.Bar0.DelSubregion(_msix);
                ‹_function.Bar0.DelSubregion(_registers);›
            }
        }
        """, "MRL201");

    [Fact]
    public Task C2_12_shared_memory_that_arrives_later_is_removed_if_it_came() => BugAndRepair.CheckAsync(
        """
        public class Ivshmem : Device
        {
            private readonly ContainerRegion _bar;
            private RamRegion? _shared;

            public Ivshmem(Machine machine, ContainerRegion bar) : base(machine) => _bar = bar;

            public void OnMessage(ulong size)
            {
                _shared = {|MRL102:new RamRegion(this, "shared", size)|};
                «_bar.AddSubregion(0, _shared)»;
            }

            protected override void OnUnrealize()
            {
                if (_shared is not null)
                {
                    ‹_bar.DelSubregion(_shared);›
                }
            }
        }
        """, "MRL201");

    [Fact]
    public Task C2_17_portio_list_removes_and_destroys_at_once() => BugAndRepair.CheckAsync(
        """
        public class Ports : Device
        {
            private readonly List<MmioRegion> _regions = [];

            public Ports(Machine machine) : base(machine)
            {
                for (int i = 0; i < 4; i++)
                {
                    _regions.Add(new MmioRegion(this, "port", 8, null, null));
                }
            }

            public void Add(MemoryRegion space)
            {
                foreach (MmioRegion region in _regions)
                {
                    space.AddSubregion(0, region);
                }
            }

            public void Del(MemoryRegion space)
            {
                foreach (MmioRegion region in _regions)
                {
                    space.DelSubregion(region);
                    «region.Unparent()»;
                }
            }
        }
        """, "MRL103", removeCall: true);

    [Fact]
    public Task C2_18_msix_teardown_waits_for_finalize() => BugAndRepair.CheckAsync(
        """
        public class PciFunction : Device
        {
            public ContainerRegion Bar { get; }

            public PciFunction(Machine machine) : base(machine) => Bar = new ContainerRegion(this, "bar", 0x8000);
        }

        public class VfioUser : Device
        {
            private readonly PciFunction _function;
            private readonly MmioRegion _pba;

            public VfioUser(Machine machine, PciFunction function) : base(machine)
            {
                _function = function;
                _pba = new MmioRegion(this, "msix-pba", 0x1000, null, null);
            }

            protected override void OnRealize() => «_function.Bar.AddSubregion(0x1000, _pba)»;

            ‹protected override void OnUnrealize() => _function.Bar.DelSubregion(_pba);›

            protected override void OnFinalize() => TearDownMsix();

            private void TearDownMsix() => _pba.Container?.DelSubregion(_pba);
        }
        """, "MRL203");

    [Fact]
    public Task C6_05_subregion_of_the_parents_container_is_left_at_unrealize() => BugAndRepair.CheckAsync(
        """
        public class Bridge : Device
        {
            public ContainerRegion Box { get; }

            public Bridge(Machine machine) : base(machine) => Box = new ContainerRegion(this, "box", 0x10000);
        }

        public class Function : Device
        {
            private readonly Bridge _parent;
            private readonly ContainerRegion _box;
            private readonly MmioRegion _child;
            private readonly MmioRegion _bar;

            public Function(Machine machine, Bridge parent) : base(machine)
            {
                _parent = parent;
                _box = new ContainerRegion(this, "box", 0x1000);
                _child = new MmioRegion(this, "child", 0x100, null, null);
                _bar = new MmioRegion(this, "bar", 0x100, null, null);
            }

            protected override void OnRealize()
            {
                _box.AddSubregion(0, _child);
                «_parent.Box.AddSubregion(0, _bar)»;
            }

            protected override void OnUnrealize()
            {
                ‹_parent.Box.DelSubregion(_bar);›
                base.OnUnrealize();
            }
        }
        """, "MRL201");
}
