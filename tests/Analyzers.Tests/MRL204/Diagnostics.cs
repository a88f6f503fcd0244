using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL204;

public class Diagnostics
{
    [Fact]
    public Task Throw_behind_the_link_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|#0:Machine.SystemMemory.AddSubregion(0, _registers)|};
                if (Id is null)
                {
                    {|#1:throw new InvalidOperationException("no id");|}
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL204").WithLocation(0).WithLocation(1).WithArguments("_registers", "Machine.SystemMemory", 15));

    [Fact]
    public Task Helper_that_throws_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                Validate();
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }

            private void Validate()
            {
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }
        }
        """);

    [Fact]
    public Task Throw_expression_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private string? _name;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                _name = Id ?? throw new InvalidOperationException();
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Catch_that_rethrows_without_undoing_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                try
                {
                    Console.Out.Flush();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Catch_that_wraps_without_undoing_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                try
                {
                    {|MRL204:Machine.SystemMemory.AddSubregion(0, _registers)|};
                    Console.Out.Flush();
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException("no", e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Link_of_the_constructor_stays_when_realize_throws() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL204:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnRealize()
            {
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task First_of_two_links_stays_when_the_second_fails() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;

            public Bridge(Machine machine) : base(machine)
            {
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
            }

            protected override void OnRealize()
            {
                try
                {
                    {|MRL204:Machine.SystemMemory.AddSubregion(0, _a)|};
                    Machine.IoSpace.AddSubregion(0, _b);
                }
                catch (MemoryRegionException e)
                {
                    throw new InvalidOperationException("no room", e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.IoSpace.DelSubregion(_b);
                Machine.SystemMemory.DelSubregion(_a);
            }
        }
        """);

    [Fact]
    public Task Ram_that_finalize_does_not_unlink_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Dimm : Device
        {
            private readonly RamRegion _ram;

            public Dimm(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

            protected override void OnRealize()
            {
                {|MRL204:Machine.SystemMemory.AddSubregion(0, _ram)|};
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize() => Machine.SystemMemory.DelSubregion(_ram);
        }
        """);
}
