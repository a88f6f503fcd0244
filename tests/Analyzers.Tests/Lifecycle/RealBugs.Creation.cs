using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

public partial class RealBugs
{
    [Fact]
    public Task C3_01_pam_alias_comes_and_goes_with_config_writes() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Pam : Device
        {
            private readonly MmioRegion _config;
            private AliasRegion? _segment;

            public Pam(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_segment is not null)
                {
                    Machine.SystemMemory.DelSubregion(_segment);
                    _segment.Unparent();
                }

                _segment = new AliasRegion(this, "segment", Machine.IoSpace, 0, 0x4000);
                Machine.SystemMemory.AddSubregion(0xf0000, _segment, 1);
            }
        }
        """);

    [Fact]
    public Task C3_05_mmcfg_region_is_made_again_at_every_update() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class PcieHost : Device
        {
            private readonly MmioRegion _config;
            private MmioRegion? _mmcfg;

            public PcieHost(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size) => Update((value & 1) != 0, value & ~1UL, 0x10000000);

            private void Update(bool enable, ulong address, ulong length)
            {
                Unmap();
                if (enable)
                {
                    _mmcfg = {|MRL101:new MmioRegion(this, "mmcfg", length, null, null)|};
                    Machine.SystemMemory.AddSubregion(address, _mmcfg);
                }
            }

            private void Unmap() => _mmcfg?.Container?.DelSubregion(_mmcfg);

            protected override void OnUnrealize() => Unmap();
        }

        public class Repaired : Device
        {
            private readonly MmioRegion _config;
            private readonly MmioRegion _mmcfg;

            public Repaired(Machine machine) : base(machine)
            {
                _mmcfg = new MmioRegion(this, "mmcfg", 0x10000000, null, null);
                _config = new MmioRegion(this, "config", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                using TopologyTransaction transaction = Machine.BeginTransaction();
                Unmap();
                if ((value & 1) != 0)
                {
                    _mmcfg.Size = 0x8000000;
                    Machine.SystemMemory.AddSubregion(value & ~1UL, _mmcfg);
                }
            }

            private void Unmap() => _mmcfg.Container?.DelSubregion(_mmcfg);

            protected override void OnUnrealize() => Unmap();
        }
        """);

    [Fact]
    public Task C3_11_portio_regions_of_the_device_come_and_go() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Device1 : Device
        {
            private MmioRegion? _port;

            public Device1(Machine machine) : base(machine) { }

            public void Add(ContainerRegion space)
            {
                _port = {|MRL101:new MmioRegion(this, "port", 8, null, null)|};
                space.AddSubregion(0, _port);
            }

            public void Del(ContainerRegion space) => space.DelSubregion(_port!);

            public void Destroy() => {|MRL103:_port!.Unparent()|};
        }
        """);

    [Fact]
    public Task C3_11_and_C3_12_repaired_with_an_umbrella_object() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class HostMemory : QomObject
        {
            public MmioRegion Region { get; }

            public HostMemory(Machine machine, ulong size) : base(machine) => Region = new MmioRegion(this, "blob", size, null, null);
        }

        public class Gpu : Device
        {
            private readonly ContainerRegion _window;
            private readonly Dictionary<int, HostMemory> _blobs = [];

            public Gpu(Machine machine) : base(machine) => _window = new ContainerRegion(this, "host memory", 1UL << 32);

            public void Map(int id, ulong size)
            {
                var blob = new HostMemory(Machine, size);
                AddChild("blob" + id, blob);
                blob.Unref();
                _window.AddSubregion(0, blob.Region);
                _blobs.Add(id, blob);
            }

            public void Unmap(int id)
            {
                HostMemory blob = _blobs[id];
                _window.DelSubregion(blob.Region);
                blob.Unparent();
                _blobs.Remove(id);
            }
        }
        """);

    [Fact]
    public Task C3_13_standby_ram_is_assigned_and_unassigned() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Sclp : Device
        {
            private readonly Dictionary<ulong, RamRegion> _assigned = [];

            public Sclp(Machine machine) : base(machine) { }

            public void Assign(ulong address)
            {
                var ram = {|MRL102:new RamRegion(this, "standby", 0x1000000)|};
                _assigned.Add(address, ram);
                Machine.SystemMemory.AddSubregion(address, ram);
            }

            public void Unassign(ulong address)
            {
                RamRegion ram = _assigned[address];
                Machine.SystemMemory.DelSubregion(ram);
                ram.Unparent();
                _assigned.Remove(address);
            }
        }
        """);

    [Fact]
    public Task C3_19_unparent_in_finalize_is_needless_but_harmless() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Vfio : Device
        {
            private readonly MmioRegion[] _bars = new MmioRegion[6];

            public Vfio(Machine machine) : base(machine)
            {
                for (int i = 0; i < 6; i++)
                {
                    _bars[i] = new MmioRegion(this, "bar" + i, 4096, null, null);
                }
            }

            protected override void OnFinalize()
            {
                foreach (MmioRegion bar in _bars)
                {
                    bar.Unparent();
                }
            }
        }
        """);

    [Fact]
    public Task C3_22_realize_that_unwinds_what_it_did() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Xive : Device
        {
            private readonly ContainerRegion _mmio;
            private MmioRegion? _esb;
            private MmioRegion? _tima;

            public Xive(Machine machine, ContainerRegion mmio) : base(machine) => _mmio = mmio;

            protected override void OnRealize()
            {
                try
                {
                    _esb = new MmioRegion(this, "esb", 4096, null, null);
                    _mmio.AddSubregion(0, _esb, 1);
                    _tima = new MmioRegion(this, "tima", 4096, null, null);
                    _mmio.AddSubregion(4096, _tima, 1);
                    Connect();
                }
                catch
                {
                    Disconnect();
                    throw;
                }
            }

            protected override void OnUnrealize() => Disconnect();

            private void Connect() { }

            private void Disconnect()
            {
                foreach (MmioRegion? region in new[] { _esb, _tima })
                {
                    if (region is { IsMapped: true })
                    {
                        _mmio.DelSubregion(region);
                        region.Unparent();
                    }
                }
            }
        }
        """);

    [Fact]
    public Task C3_33_unmap_frees_a_region_that_the_view_still_shows() => BugAndRepair.CheckAsync(
        """
        public class Unicorn : Device
        {
            private readonly ContainerRegion _memory;

            public Unicorn(Machine machine) : base(machine) => _memory = new ContainerRegion(this, "memory", 1UL << 32);

            public void Unmap(MmioRegion region)
            {
                _memory.DelSubregion(region);
                «region.Unparent()»;
            }
        }
        """, "MRL103", removeCall: true);

    [Fact]
    public Task C3_35_nic_cleanup_callback_destroys_the_registers() => BugAndRepair.CheckAsync(
        """
        public class NetClient
        {
            public event Action? Cleanup;

            public void Delete() => Cleanup?.Invoke();
        }

        public class Nic : Device
        {
            private readonly MmioRegion _registers;

            public Nic(Machine machine, NetClient client) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 4096, null, null);
                client.Cleanup += () =>
                {
                    _registers.Container?.DelSubregion(_registers);
                    «_registers.Unparent()»;
                };
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _registers);
        }
        """, "MRL103", removeCall: true);
}
