using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL201;

public partial class LinkCodeFixTests
{
    [Fact]
    public Task Missing_teardown_is_created_behind_realize() => Fix(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL201:Machine.SystemMemory.AddSubregion(0x1000, _registers)|};
            }

            private void Unrelated()   { }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize()
            {
                Machine.SystemMemory.AddSubregion(0x1000, _registers);
            }

            protected override void OnUnrealize()
            {
                Machine.SystemMemory.DelSubregion(_registers);
                base.OnUnrealize();
            }

            private void Unrelated()   { }
        }
        """);

    [Fact]
    public Task Existing_teardown_gets_the_call_in_front_of_what_it_does() => Fix(
        """
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => {|MRL201:_bus.AddSubregion(0, _registers)|};

            protected override void OnUnrealize()
            {
                // The base class goes last.
                base.OnUnrealize(); // really
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _registers);

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_registers);
                // The base class goes last.
                base.OnUnrealize(); // really
            }
        }
        """);

    [Fact]
    public Task Expression_body_becomes_a_block() => Fix(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                {|MRL201:machine.SystemMemory.AddSubregion(0, _registers)|};
            }

            protected override void OnUnrealize() => base.OnUnrealize(); // the end
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                _registers.Container?.DelSubregion(_registers);
                base.OnUnrealize();
            } // the end
        }
        """);

    [Fact]
    public Task Several_links_are_undone_in_reverse_order() => Fix(
        """
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private readonly MmioRegion _c;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
                _c = new MmioRegion(this, "c", 8, null, null);
            }

            protected override void OnRealize()
            {
                {|MRL201:_bus.AddSubregion(0, _a)|};
                if (Name == "dual")
                {
                    {|MRL201:_bus.AddSubregion(8, _b)|};
                }

                {|MRL201:_bus.AddSubregion(16, _c)|};
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _a;
            private readonly MmioRegion _b;
            private readonly MmioRegion _c;

            public Uart(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _a = new MmioRegion(this, "a", 8, null, null);
                _b = new MmioRegion(this, "b", 8, null, null);
                _c = new MmioRegion(this, "c", 8, null, null);
            }

            protected override void OnRealize()
            {
                _bus.AddSubregion(0, _a);
                if (Name == "dual")
                {
                    _bus.AddSubregion(8, _b);
                }

                _bus.AddSubregion(16, _c);
            }

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_c);
                _b.Container?.DelSubregion(_b);
                _bus.DelSubregion(_a);
                base.OnUnrealize();
            }
        }
        """,
        iterations: 3);

    [Fact]
    public Task Loop_over_an_array_is_undone_by_a_loop() => Fix(
        """
        class Uart : Device
        {
            private readonly MmioRegion?[] _ports = new MmioRegion?[4];

            public Uart(Machine machine) : base(machine)
            {
            }

            protected override void OnRealize()
            {
                for (uint i = 0; i < 4; i++)
                {
                    var port = new MmioRegion(this, "port", 8, null, null);
                    _ports[i] = port;
                    {|MRL201:Machine.IoSpace.AddSubregion(i * 8, port)|};
                }
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion?[] _ports = new MmioRegion?[4];

            public Uart(Machine machine) : base(machine)
            {
            }

            protected override void OnRealize()
            {
                for (uint i = 0; i < 4; i++)
                {
                    var port = new MmioRegion(this, "port", 8, null, null);
                    _ports[i] = port;
                    Machine.IoSpace.AddSubregion(i * 8, port);
                }
            }

            protected override void OnUnrealize()
            {
                foreach (var region in _ports)
                {
                    region?.Container?.DelSubregion(region);
                }

                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Link_at_run_time_is_undone_if_it_is_there() => Fix(
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private RamRegion? _buffer;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            public void Place(ContainerRegion where, ulong address)
            {
                {|MRL201:where.AddSubregion(address, _registers)|};
                _buffer ??= {|MRL102:new RamRegion(this, "buffer", 4096)|};
                {|MRL201:where.AddSubregion(address + 4096, _buffer)|};
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;
            private RamRegion? _buffer;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnUnrealize()
            {
                _buffer?.Container?.DelSubregion(_buffer);
                _registers.Container?.DelSubregion(_registers);
                base.OnUnrealize();
            }

            public void Place(ContainerRegion where, ulong address)
            {
                where.AddSubregion(address, _registers);
                _buffer ??= {|MRL102:new RamRegion(this, "buffer", 4096)|};
                where.AddSubregion(address + 4096, _buffer);
            }
        }
        """,
        iterations: 2);

    [Fact]
    public Task Local_region_becomes_a_field() => Fix(
        """
        class Uart : Device
        {
            public Uart(Machine machine) : base(machine)
            {
                var registers = new MmioRegion(this, "registers", 8, null, null);
                registers.Priority.ToString();
                {|MRL201:machine.SystemMemory.AddSubregion(0, registers)|};
            }
        }

        class Timer : Device
        {
            private readonly int _frequency = 1;

            public Timer(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                MmioRegion registers = new(this, "registers", 8, null, null); // the registers
                {|MRL201:Machine.SystemMemory.AddSubregion((ulong)_frequency, registers)|};
            }
        }
        """,
        """
        class Uart : Device
        {
            private readonly MmioRegion _registers;

            public Uart(Machine machine) : base(machine)
            {
                _registers = new MmioRegion(this, "registers", 8, null, null);
                _registers.Priority.ToString();
                machine.SystemMemory.AddSubregion(0, _registers);
            }

            protected override void OnUnrealize()
            {
                _registers.Container?.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }

        class Timer : Device
        {
            private readonly int _frequency = 1;
            private MmioRegion? _registers;

            public Timer(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                _registers = new(this, "registers", 8, null, null); // the registers
                Machine.SystemMemory.AddSubregion((ulong)_frequency, _registers);
            }

            protected override void OnUnrealize()
            {
                _registers?.Container?.DelSubregion(_registers);
                base.OnUnrealize();
            }
        }
        """,
        iterations: 2);

    [Fact]
    public Task New_region_in_the_argument_gets_a_field() => Fix(
        """
        class Uart : Device
        {
            public Uart(Machine machine) : base(machine)
            {
                {|MRL201:machine.SystemMemory.AddSubregion(0, new RamRegion(this, "ram", 4096))|};
            }
        }
        """,
        """
        class Uart : Device
        {
            private RamRegion? _ramRegion;

            public Uart(Machine machine) : base(machine)
            {
                machine.SystemMemory.AddSubregion(0, _ramRegion = new RamRegion(this, "ram", 4096));
            }

            protected override void OnUnrealize()
            {
                _ramRegion?.Container?.DelSubregion(_ramRegion);
                base.OnUnrealize();
            }
        }
        """);

    private static string Windows(string source) => source.Replace("\n", "\r\n");

    private static Task Fix(string source, string fixedSource, int? iterations = null) => new VerifyFix<DeviceLifecycleAnalyzer, LinkCodeFix>
    {
        TestCode = source,
        FixedCode = fixedSource,
        EquivalenceKey = LinkCodeFix.Key,
        Iterations = iterations,
        CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.Warnings,
    }.RunAsync();
}
