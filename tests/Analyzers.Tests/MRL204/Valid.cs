using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL204;

public class Valid
{
    [Fact]
    public Task Throw_before_the_link_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }

                Machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Catch_that_unlinks_and_rethrows_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                try
                {
                    Console.Out.Flush();
                }
                catch
                {
                    Machine.SystemMemory.DelSubregion(_registers);
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
    public Task Throw_behind_an_unlinking_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                if (Id is null)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
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
    public Task Catch_around_a_throw_that_unlinks_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                    Machine.SystemMemory.AddSubregion(0, _registers);
                    if (Id is null)
                    {
                        throw new InvalidOperationException();
                    }
                }
                catch (InvalidOperationException)
                {
                    Clean();
                    throw;
                }
            }

            protected override void OnUnrealize()
            {
                Clean();
            }

            private void Clean() => _registers.Container?.DelSubregion(_registers);
        }
        """);

    [Fact]
    public Task Finally_that_looks_whether_all_went_well_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                bool done = false;
                try
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                    if (Id is null)
                    {
                        throw new InvalidOperationException();
                    }

                    done = true;
                }
                finally
                {
                    if (!done)
                    {
                        Machine.SystemMemory.DelSubregion(_registers);
                    }
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Throw_that_is_caught_inside_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                try
                {
                    if (Id is null)
                    {
                        throw new InvalidOperationException();
                    }
                }
                catch (InvalidOperationException e)
                {
                    Console.WriteLine(e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Link_that_fails_itself_is_none() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
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
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }
                catch (MemoryRegionException e)
                {
                    throw new InvalidOperationException("no room", e);
                }
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Calls_that_might_throw_are_not_this_rules_business() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _registers);
                Console.Out.Flush();
                base.OnRealize();
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
            }
        }
        """);

    [Fact]
    public Task Link_under_a_flag_and_throw_under_its_opposite_are_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private readonly bool _hasPort;

            public Uart(Machine machine, bool hasPort) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _hasPort = hasPort;
            }

            protected override void OnRealize()
            {
                if (_hasPort)
                {
                    Machine.SystemMemory.AddSubregion(0, _registers);
                }

                if (!_hasPort)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize()
            {
                if (_hasPort)
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                }
            }
        }
        """);

    [Fact]
    public Task Ram_that_finalize_unlinks_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Dimm : Device
        {
            private readonly RamRegion _ram;

            public Dimm(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _ram);
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }

            protected override void OnUnrealize() => Clean();

            protected override void OnFinalize() => Clean();

            private void Clean() => _ram.Container?.DelSubregion(_ram);
        }
        """);

    [Fact]
    public Task Machine_lifetime_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        [MachineLifetime]
        class Board : Device
        {
            private readonly MmioRegion _port;

            public Board(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 8, null, null);

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0, _port);
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }
        }
        """);

    [Fact]
    public Task Never_removed_at_all_is_one_diagnostic() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL201:Machine.SystemMemory.AddSubregion(0, _registers)|};
                if (Id is null)
                {
                    throw new InvalidOperationException();
                }
            }

        }
        """);
}
