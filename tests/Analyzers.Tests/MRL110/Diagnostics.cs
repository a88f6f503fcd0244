using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL110;

public class Diagnostics
{
    [Fact]
    public Task Root_that_is_destroyed_before_its_address_space_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Engine : Device
        {
            private readonly ContainerRegion _root;
            private readonly AddressSpace _space;

            public Engine(Machine machine) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 32);
                _space = {|#1:new AddressSpace(machine, _root, "dma")|};
            }

            protected override void OnUnrealize()
            {
                {|#0:_root.Unparent()|};
                _space.Dispose();
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL110").WithLocation(0).WithLocation(1).WithArguments(
            "Container '_root'",
            "'OnUnrealize', which tears the device down",
            "_space"));

    [Fact]
    public Task Root_of_an_address_space_that_nobody_disposes_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Engine : Device
        {
            private readonly AliasRegion _root;

            public AddressSpace Space { get; }

            public Engine(Machine machine) : base(machine)
            {
                _root = new AliasRegion(this, "root", machine.SystemMemory, 0, 1UL << 32);
                var space = new AddressSpace(machine, _root, "dma");
                Space = space;
            }

            protected override void OnReset() => {|MRL110:_root.Unparent()|};
        }
        """);

    [Fact]
    public Task Translating_root_in_the_teardown_is_reported_but_not_twice() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Iommu : Device
        {
            private readonly IommuRegion _region;
            private readonly AddressSpace?[] _spaces = new AddressSpace?[4];

            public Iommu(Machine machine, IommuOperations operations) : base(machine)
            {
                _region = new IommuRegion(this, "iommu", 1UL << 32, operations);
                for (int i = 0; i < 4; i++)
                {
                    _spaces[i] = new AddressSpace(machine, _region, "dma");
                }
            }

            protected override void OnUnrealize()
            {
                {|MRL110:_region.Unparent()|};
                foreach (AddressSpace? space in _spaces)
                {
                    space?.Dispose();
                }
            }

            public void Clear() => {|MRL103:_region.Unparent()|};
        }
        """);

    [Fact]
    public Task Release_of_something_else_that_is_not_known_does_not_help() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Engine : Device
        {
            private readonly ContainerRegion _root;
            private AddressSpace? _space;

            public Engine(Machine machine) : base(machine)
            {
                _root = new ContainerRegion(this, "root", 1UL << 32);
            }

            protected override void OnRealize()
            {
                _space = new AddressSpace(Machine, _root, "dma");
            }

            protected override void OnUnrealize()
            {
                {|MRL110:_root.Unparent()|};
                _space?.Dispose();
            }

            public void Probe() => Machine.SystemMemory.Find(0, 4).Dispose();
        }
        """);
}
