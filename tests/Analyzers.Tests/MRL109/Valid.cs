using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL109;

public class Valid
{
    [Fact]
    public Task Own_region_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 16, OnRead, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task No_callbacks_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(null, "registers", 16, null, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Code_that_needs_no_device_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(null, "registers", 16, static (offset, size) => ulong.MaxValue, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Lambda_over_a_value_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(null, "registers", 16, Constant(5), null);
            }

            private ulong OnRead(ulong offset, int size) => 0;

            private static MmioReadCallback Constant(ulong value) => (offset, size) => value;
        }
        """);

    [Fact]
    public Task Machine_lifetime_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(null, "registers", 16, OnRead, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Owner_from_outside_may_be_the_parent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MmioRegion _registers;

            public Apic(Machine machine, Device package) : base(machine) => _registers = new MmioRegion(package, "registers", 16, OnRead, null);

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Child_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Apic : Device
        {
            private readonly MmioRegion _registers;
            private readonly Child _child;

            public Apic(Machine machine) : base(machine)
            {
                _child = new Child(machine);
                AddChild("child", _child);
                _registers = new MmioRegion(_child, "registers", 16, OnRead, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;

            private sealed class Child(Machine machine) : Device(machine);
        }
        """);

    [Fact]
    public Task Board_code_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        sealed class Board(Machine machine)
        {
            public MmioRegion Make() => new(null, "unassigned", 16, OnRead, null);

            private ulong OnRead(ulong offset, int size) => (ulong)machine.Name.Length;
        }
        """);

    [Fact]
    public Task Region_that_the_device_takes_along_is_another_rules_business() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(null, "registers", 16, OnRead, null);
            }

            private ulong OnRead(ulong offset, int size) => 0;

            protected override void OnUnrealize() => {|MRL105:_registers.Unparent()|};
        }
        """);
}
