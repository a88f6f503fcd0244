using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

public partial class RealBugs
{
    [Fact]
    public Task C2_15_state_of_a_stream_goes_while_its_address_space_lives() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Iommu : Device
        {
            private readonly ContainerRegion _root;
            private readonly IommuRegion _translated;
            private AddressSpace? _space;

            public Iommu(Machine machine, IommuOperations operations) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 40);
                _translated = new IommuRegion(this, "translated", 1UL << 40, operations);
                _root.AddSubregion(0, _translated);
            }

            public AddressSpace FindSpace() => _space ??= new AddressSpace(Machine, _root, "stream");

            public void Unset() => {|MRL110:_root.Unparent()|};

            protected override void OnUnrealize() => _space?.Dispose();
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _root;
            private readonly IommuRegion _translated;
            private AddressSpace? _space;

            public Repaired(Machine machine, IommuOperations operations) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 40);
                _translated = new IommuRegion(this, "translated", 1UL << 40, operations);
                _root.AddSubregion(0, _translated);
            }

            public AddressSpace FindSpace() => _space ??= new AddressSpace(Machine, _root, "stream");

            protected override void OnUnrealize() => _space?.Dispose();
        }
        """);

    [Fact]
    public Task C2_18_msix_teardown_in_finalize_meets_children_that_are_gone() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class VfioUser : Device
        {
            private readonly ContainerRegion _bar;
            private readonly MmioRegion _pba;

            public VfioUser(Machine machine) : base(machine)
            {
                _bar = new ContainerRegion(this, "bar", 0x8000);
                _pba = new MmioRegion(this, "msix-pba", 0x1000, null, null);
                _bar.AddSubregion(0x1000, _pba);
            }

            protected override void OnFinalize() => TearDownMsix();

            private void TearDownMsix() => {|MRL106:_bar.DelSubregion(_pba)|};
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _bar;
            private readonly MmioRegion _pba;

            public Repaired(Machine machine) : base(machine)
            {
                _bar = new ContainerRegion(this, "bar", 0x8000);
                _pba = new MmioRegion(this, "msix-pba", 0x1000, null, null);
            }

            protected override void OnRealize() => _bar.AddSubregion(0x1000, _pba);

            protected override void OnUnrealize() => TearDownMsix();

            private void TearDownMsix() => _bar.DelSubregion(_pba);
        }
        """);

    [Fact]
    public Task C3_01_pam_segment_that_is_no_alias_cannot_go_within_the_transaction() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Pam : Device
        {
            private readonly MmioRegion _config;
            private MmioRegion? _segment;

            public Pam(Machine machine) : base(machine) => _config = new MmioRegion(this, "config", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                using TopologyTransaction transaction = Machine.BeginTransaction();
                if (_segment is not null)
                {
                    Machine.SystemMemory.DelSubregion(_segment);
                    {|MRL103:_segment.Unparent()|};
                }

                _segment = {|MRL101:new MmioRegion(this, "segment", 0x4000, null, null)|};
                Machine.SystemMemory.AddSubregion(0xf0000, _segment, 1);
            }
        }

        public class Repaired : Device
        {
            private readonly MmioRegion _config;
            private readonly AliasRegion[] _segments = new AliasRegion[4];
            private int _current;

            public Repaired(Machine machine) : base(machine)
            {
                _config = new MmioRegion(this, "config", 16, null, OnWrite);
                for (int i = 0; i < 4; i++)
                {
                    _segments[i] = new AliasRegion(this, "segment", machine.SystemMemory, 0, 0x4000) { Enabled = false };
                }
            }

            protected override void OnRealize()
            {
                foreach (AliasRegion segment in _segments)
                {
                    Machine.SystemMemory.AddSubregion(0xf0000, segment, 1);
                }
            }

            protected override void OnUnrealize()
            {
                foreach (AliasRegion segment in _segments)
                {
                    Machine.SystemMemory.DelSubregion(segment);
                }
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                using TopologyTransaction transaction = Machine.BeginTransaction();
                _segments[_current].Enabled = false;
                _current = (int)(value & 3);
                _segments[_current].Enabled = true;
            }
        }
        """);

    [Fact]
    public Task C3_22_connection_that_fails_midway_leaves_what_it_has_linked() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Xive : Device
        {
            private readonly ContainerRegion _mmio;
            private readonly MmioRegion _esb;
            private readonly MmioRegion _tima;

            public Xive(Machine machine, ContainerRegion mmio) : base(machine)
            {
                _mmio = mmio;
                _esb = new MmioRegion(this, "esb", 4096, null, null);
                _tima = new MmioRegion(this, "tima", 4096, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL204:_mmio.AddSubregion(0, _esb, 1)|};
                if (Name.Length == 0)
                {
                    throw new InvalidOperationException("no host");
                }

                _mmio.AddSubregion(4096, _tima, 1);
            }

            protected override void OnUnrealize()
            {
                _mmio.DelSubregion(_esb);
                _mmio.DelSubregion(_tima);
            }
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _mmio;
            private readonly MmioRegion _esb;
            private readonly MmioRegion _tima;

            public Repaired(Machine machine, ContainerRegion mmio) : base(machine)
            {
                _mmio = mmio;
                _esb = new MmioRegion(this, "esb", 4096, null, null);
                _tima = new MmioRegion(this, "tima", 4096, null, null);
            }

            protected override void OnRealize()
            {
                _mmio.AddSubregion(0, _esb, 1);
                if (Name.Length == 0)
                {
                    Disconnect();
                    throw new InvalidOperationException("no host");
                }

                _mmio.AddSubregion(4096, _tima, 1);
            }

            protected override void OnUnrealize() => Disconnect();

            private void Disconnect()
            {
                _esb.Container?.DelSubregion(_esb);
                _tima.Container?.DelSubregion(_tima);
            }
        }
        """);

    [Theory]
    [InlineData("MemorySection section = {|MRL301:Machine.SystemMemory.Find(address, 1)|};")]
    [InlineData("using MemorySection section = Machine.SystemMemory.Find(address, 1);")]
    public Task C3_13_standby_ram_is_looked_up_and_the_reference_forgotten(string lookup) => Verify<ResourceAnalyzer>.ReportsAsync($$"""
        public class Sclp : Device
        {
            public Sclp(Machine machine) : base(machine) { }

            public bool IsAssigned(ulong address)
            {
                {{lookup}}
                return !section.IsNull && section.IsReadOnly;
            }
        }
        """);

    [Fact]
    public Task C3_24_address_space_of_a_bus_is_never_destroyed() => Verify<HeldResourceAnalyzer>.ReportsAsync("""
        public class OpBus : Device
        {
            private readonly ContainerRegion _memory;
            private readonly AddressSpace _space;

            public OpBus(Machine machine) : base(machine)
            {
                _memory = new ContainerRegion(null, "opb", 1UL << 32);
                _space = {|MRL309:new AddressSpace(machine, _memory, "opb")|};
            }

            public uint Read(ulong address) => _space.LoadUInt8(address);
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _memory;
            private AddressSpace? _space;

            public Repaired(Machine machine) : base(machine) => _memory = new ContainerRegion(this, "opb", 1UL << 32);

            protected override void OnRealize() => _space = new AddressSpace(Machine, _memory, "opb");

            protected override void OnUnrealize() => _space?.Dispose();

            public uint Read(ulong address) => _space?.LoadUInt8(address) ?? 0u;
        }
        """);

    [Fact]
    public Task C3_32_page_of_the_host_comes_and_goes_with_register_writes() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class CommandQueue : Device
        {
            private readonly ContainerRegion _registers;
            private RamRegion? _page;

            public CommandQueue(Machine machine) : base(machine) => _registers = new ContainerRegion(this, "registers", 0x10000);

            public void WriteConfig(bool enable, Memory<byte> host)
            {
                if (enable)
                {
                    _page = {|MRL102:new RamRegion(this, "page0", host)|};
                    _registers.AddSubregion(0, _page, 1);
                }
                else if (_page is not null)
                {
                    _registers.DelSubregion(_page);
                    _page.Unparent();
                    _page = null;
                }
            }
        }

        public class WithRegisters : Device
        {
            private readonly ContainerRegion _registers;
            private RomDeviceRegion? _page;

            public WithRegisters(Machine machine) : base(machine) => _registers = new ContainerRegion(this, "registers", 0x10000);

            public void WriteConfig(bool enable)
            {
                if (enable)
                {
                    _page = {|MRL101:new RomDeviceRegion(this, "page0", 0x1000, new MmioOperations())|};
                    _registers.AddSubregion(0, _page, 1);
                }
                else if (_page is not null)
                {
                    _registers.DelSubregion(_page);
                    {|MRL103:_page.Unparent()|};
                    _page = null;
                }
            }
        }

        public class Repaired : Device
        {
            private readonly ContainerRegion _registers;
            private readonly RamRegion _page;

            public Repaired(Machine machine, Memory<byte> host) : base(machine)
            {
                _registers = new ContainerRegion(this, "registers", 0x10000);
                _page = new RamRegion(this, "page0", host) { Enabled = false };
                _registers.AddSubregion(0, _page, 1);
            }

            public void WriteConfig(bool enable) => _page.Enabled = enable;
        }
        """);

    [Fact]
    public Task C3_33_teardown_frees_a_region_before_the_view_is_rebuilt() => BugAndRepair.CheckAsync(
        """
        public class Unicorn : Device
        {
            private readonly MmioRegion _region;

            public Unicorn(Machine machine) : base(machine) => _region = new MmioRegion(this, "region", 4096, null, null);

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _region);

            protected override void OnUnrealize()
            {
                using (Machine.BeginTransaction())
                {
                    Machine.SystemMemory.DelSubregion(_region);
                    «_region.Unparent()»;
                }
            }
        }
        """, "MRL107", removeCall: true);

    [Fact]
    public Task C6_05_device_that_deletes_its_subregions_but_skips_what_its_base_linked() => Verify<BaseCallAnalyzer>.ReportsAsync("""
        public abstract class Function : Device
        {
            private readonly ContainerRegion _box;
            private readonly MmioRegion _bar;

            protected Function(Machine machine, ContainerRegion box) : base(machine)
            {
                _box = box;
                _bar = new MmioRegion(this, "bar", 0x100, null, null);
            }

            protected override void OnRealize() => _box.AddSubregion(0, _bar);

            protected override void OnUnrealize() => _box.DelSubregion(_bar);
        }

        public class Card : Function
        {
            private readonly MmioRegion _child;

            public Card(Machine machine, ContainerRegion box) : base(machine, box) => _child = new MmioRegion(this, "child", 0x100, null, null);

            protected override void OnRealize()
            {
                base.OnRealize();
                Machine.SystemMemory.AddSubregion(0, _child);
            }

            protected override void {|MRL111:OnUnrealize|}() => Machine.SystemMemory.DelSubregion(_child);
        }

        public class Repaired : Function
        {
            private readonly MmioRegion _child;

            public Repaired(Machine machine, ContainerRegion box) : base(machine, box) => _child = new MmioRegion(this, "child", 0x100, null, null);

            protected override void OnRealize()
            {
                base.OnRealize();
                Machine.SystemMemory.AddSubregion(0, _child);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_child);
                base.OnUnrealize();
            }
        }
        """);
}
