using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL109;

public class Diagnostics
{
    [Fact]
    public Task Region_without_an_owner_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = {|#0:new MmioRegion(null, "registers", 16, OnRead, null)|};
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL109").WithLocation(0).WithArguments("MMIO region '_registers'", "Apic", "has no owner, so that the machine keeps it"));

    [Fact]
    public Task Region_of_the_machine_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = {|#0:new MmioRegion(machine, "registers", 16, OnRead, null)|};
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL109").WithLocation(0).WithArguments("MMIO region '_registers'", "Apic", "belongs to the machine"));

    [Fact]
    public Task Operations_object_is_looked_into() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = {|MRL109:new MmioRegion(Machine, "registers", 16, new MmioOperations { Read = OnRead, ValidMinAccessSize = 4 })|};
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Lambda_that_uses_the_device_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Apic : Device
        {
            private readonly MemoryRegion _registers;

            public Apic(Machine machine) : base(machine)
            {
                _registers = {|MRL109:new MmioRegion(null, "registers", 16, (offset, size) => OnRead(offset, size), null)|};
            }

            private ulong OnRead(ulong offset, int size) => 0;
        }
        """);

    [Fact]
    public Task Operations_in_a_local_are_looked_into() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Flash : Device
        {
            private readonly RomDeviceRegion _cells;

            public Flash(Machine machine) : base(machine)
            {
                var operations = new MmioOperations { Write = OnWrite };
                _cells = {|MRL109:new RomDeviceRegion(null, "cells", 4096, operations)|};
            }

            private void OnWrite(ulong offset, ulong value, int size) => Machine.ToString();
        }
        """);
}
