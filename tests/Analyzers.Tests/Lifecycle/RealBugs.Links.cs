using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.Lifecycle;

/// <content>Links that teardowns, failures and second calls get wrong, and callbacks that outlive their device.</content>
public partial class RealBugs
{
    [Fact]
    public Task C2_11_failed_realize_undoes_everything_and_reports_success() => BugAndRepair.CheckAsync(
        """
        public class Downstream : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;
            private readonly int _slot;

            public Downstream(Machine machine, ContainerRegion bus, int slot) : base(machine)
            {
                _bus = bus;
                _slot = slot;
                _port = new MmioRegion(this, "port", 4096, null, null);
            }

            protected override void OnRealize()
            {
                _bus.AddSubregion(0, _port);
                try
                {
                    AddSlot();
                }
                catch (InvalidOperationException)
                {
                    UndoAll();
                    ‹throw;›
                }
            }

            protected override void OnUnrealize() => UndoAll();

            private void AddSlot()
            {
                if (_slot > 31)
                {
                    throw new InvalidOperationException("slot");
                }
            }

            private void UndoAll() => «_bus.DelSubregion(_port)»;
        }
        """, "MRL206");

    [Fact]
    public Task C2_12_half_repaired_memory_is_removed_though_it_may_never_have_come() => BugAndRepair.CheckAsync(
        """
        public class Ivshmem : Device
        {
            private readonly ContainerRegion _bar;
            private readonly RamRegion _shared;
            private readonly bool _hasServer;

            public Ivshmem(Machine machine, ContainerRegion bar, bool hasServer) : base(machine)
            {
                _bar = bar;
                _hasServer = hasServer;
                _shared = new RamRegion(this, "shared", 4096);
            }

            protected override void OnRealize()
            {
                if (!_hasServer)
                {
                    _bar.AddSubregion(0, _shared);
                }
            }

            protected override void OnUnrealize()
            {
                ‹if (!_hasServer)›
                {
                    «_bar.DelSubregion(_shared)»;
                }
            }
        }
        """, "MRL206");

    [Fact]
    public Task C2_15_region_of_the_iommu_is_destroyed_while_its_space_lives() => BugAndRepair.CheckAsync(
        """
        public class VirtioIommu : Device
        {
            private readonly Dictionary<int, IommuRegion> _devices = [];
            private readonly ContainerRegion _root;

            public VirtioIommu(Machine machine, IommuOperations operations) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 40);
                for (int i = 0; i < 4; i++)
                {
                    var region = new IommuRegion(this, "iommu", 1UL << 40, operations);
                    _devices.Add(i, region);
                    _root.AddSubregion(0, region);
                }
            }

            public void UnsetDevice(int function)
            {
                if (_devices.TryGetValue(function, out IommuRegion? region))
                {
                    «region.Unparent()»;
                }
            }
        }
        """, "MRL103", removeCall: true);

    [Theory]
    [InlineData("null", true)]
    [InlineData("this", false)]
    public Task C3_26_region_without_an_owner_outlives_the_object_that_it_is_in(string owner, bool isBug)
    {
        string creation = $"new MmioRegion({owner}, \"iomem\", 4096, Read, Write)";
        return Verify<DeviceLifecycleAnalyzer>.ReportsAsync($$"""
            public class Sysbus : Device
            {
                private readonly MmioRegion _iomem;
                private ulong _register;

                public Sysbus(Machine machine) : base(machine) => _iomem = {{(isBug ? "{|MRL109:" + creation + "|}" : creation)}};

                public MmioRegion Iomem => _iomem;

                private ulong Read(ulong offset, int size) => _register;

                private void Write(ulong offset, ulong value, int size) => _register = value;
            }
            """);
    }

    [Theory]
    [InlineData("null", true)]
    [InlineData("this", false)]
    public Task C3_27_unplugged_cpu_leaves_its_apic_behind(string owner, bool isBug)
    {
        string creation = $"new MmioRegion({owner}, \"apic-msi\", 0x1000, new MmioOperations {{ Read = Read }})";
        return Verify<DeviceLifecycleAnalyzer>.ReportsAsync($$"""
            public class Apic : Device
            {
                private MmioRegion? _io;

                public Apic(Machine machine) : base(machine)
                {
                }

                protected override void OnRealize() => _io = {{(isBug ? "{|MRL109:" + creation + "|}" : creation)}};

                public ulong Vector { get; set; }

                public MmioRegion? Io => _io;

                private ulong Read(ulong offset, int size) => Vector;
            }
            """);
    }
}
