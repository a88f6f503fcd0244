using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.CodeFixes.Lifecycle;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.CodeFixes.Tests.MRL201;

public partial class LinkCodeFixTests
{
    [Fact]
    public Task Teardown_in_another_file_of_a_partial_class_is_used()
    {
        var test = new VerifyFix<DeviceLifecycleAnalyzer, LinkCodeFix>
        {
            TestState =
            {
                Sources =
                {
                    """
                    partial class Uart : Device
                    {
                        private readonly MmioRegion _a;
                        private readonly MmioRegion _b;

                        public Uart(Machine machine) : base(machine)
                        {
                            _a = new MmioRegion(this, "a", 8, null, null);
                            _b = new MmioRegion(this, "b", 8, null, null);
                        }

                        protected override void OnRealize()
                        {
                            {|MRL201:Machine.SystemMemory.AddSubregion(0, _a)|};
                            {|MRL201:Machine.SystemMemory.AddSubregion(8, _b)|};
                        }
                    }
                    """,
                    """
                    partial class Uart
                    {
                        protected override void OnUnrealize() { base.OnUnrealize(); }
                    }
                    """,
                },
            },
            FixedState =
            {
                Sources =
                {
                    """
                    partial class Uart : Device
                    {
                        private readonly MmioRegion _a;
                        private readonly MmioRegion _b;

                        public Uart(Machine machine) : base(machine)
                        {
                            _a = new MmioRegion(this, "a", 8, null, null);
                            _b = new MmioRegion(this, "b", 8, null, null);
                        }

                        protected override void OnRealize()
                        {
                            Machine.SystemMemory.AddSubregion(0, _a);
                            Machine.SystemMemory.AddSubregion(8, _b);
                        }
                    }
                    """,
                    """
                    partial class Uart
                    {
                        protected override void OnUnrealize() { Machine.SystemMemory.DelSubregion(_b); Machine.SystemMemory.DelSubregion(_a); base.OnUnrealize(); }
                    }
                    """,
                },
            },
            EquivalenceKey = LinkCodeFix.Key,
            Iterations = 2,
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Both_parts_of_a_partial_class_share_the_teardown_that_is_created()
    {
        var test = new VerifyFix<DeviceLifecycleAnalyzer, LinkCodeFix>
        {
            TestState =
            {
                Sources =
                {
                    """
                    partial class Uart : Device
                    {
                        private readonly MmioRegion _a;

                        public Uart(Machine machine) : base(machine)
                        {
                            _a = new MmioRegion(this, "a", 8, null, null);
                            _b = new MmioRegion(this, "b", 8, null, null);
                            {|MRL201:Machine.SystemMemory.AddSubregion(0, _a)|};
                        }
                    }
                    """,
                    """
                    partial class Uart
                    {
                        private readonly MmioRegion _b;

                        protected override void OnRealize()
                        {
                            {|MRL201:Machine.SystemMemory.AddSubregion(8, _b)|};
                        }
                    }
                    """,
                },
            },
            FixedState =
            {
                Sources =
                {
                    """
                    partial class Uart : Device
                    {
                        private readonly MmioRegion _a;

                        public Uart(Machine machine) : base(machine)
                        {
                            _a = new MmioRegion(this, "a", 8, null, null);
                            _b = new MmioRegion(this, "b", 8, null, null);
                            Machine.SystemMemory.AddSubregion(0, _a);
                        }

                        protected override void OnUnrealize()
                        {
                            Machine.SystemMemory.DelSubregion(_b);
                            Machine.SystemMemory.DelSubregion(_a);
                            base.OnUnrealize();
                        }
                    }
                    """,
                    """
                    partial class Uart
                    {
                        private readonly MmioRegion _b;

                        protected override void OnRealize()
                        {
                            Machine.SystemMemory.AddSubregion(8, _b);
                        }
                    }
                    """,
                },
            },
            EquivalenceKey = LinkCodeFix.Key,
            CodeFixTestBehaviors = Microsoft.CodeAnalysis.Testing.CodeFixTestBehaviors.SkipFixAllInDocumentCheck,
            Iterations = 2,
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Wrapper_with_a_contract_is_undone_by_its_counterpart() => Fix(
        """
        [MachineLifetime]
        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Attach([Links] MemoryRegion region) => _window.AddSubregion(0, region);

            public void Detach([Unlinks] MemoryRegion region) => _window.DelSubregion(region);
        }

        class Uart : Device
        {
            private readonly Bus _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, Bus bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => {|MRL201:_bus.Attach(_registers)|};
        }
        """,
        """
        [MachineLifetime]
        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Attach([Links] MemoryRegion region) => _window.AddSubregion(0, region);

            public void Detach([Unlinks] MemoryRegion region) => _window.DelSubregion(region);
        }

        class Uart : Device
        {
            private readonly Bus _bus;
            private readonly MmioRegion _registers;

            public Uart(Machine machine, Bus bus) : base(machine)
            {
                _bus = bus;
                _registers = new MmioRegion(this, "registers", 8, null, null);
            }

            protected override void OnRealize() => _bus.Attach(_registers);

            protected override void OnUnrealize()
            {
                _bus.Detach(_registers);
                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Nested_generic_class_with_tabs_keeps_its_form() => Fix(
        "static class Devices\n{\n\tinternal class Port<T> : Device\n\t{\n\t\tprivate readonly MmioRegion _r;\n\n\t\tinternal Port(Machine machine) : base(machine)\n\t\t{\n\t\t\t_r = new MmioRegion(this, \"r\", 8, null, null);\n\t\t\t{|MRL201:Machine.SystemMemory.AddSubregion(0, _r)|};\n\t\t}\n\t}\n}\n",
        "static class Devices\n{\n\tinternal class Port<T> : Device\n\t{\n\t\tprivate readonly MmioRegion _r;\n\n\t\tinternal Port(Machine machine) : base(machine)\n\t\t{\n\t\t\t_r = new MmioRegion(this, \"r\", 8, null, null);\n\t\t\tMachine.SystemMemory.AddSubregion(0, _r);\n\t\t}\n\n\t\tprotected override void OnUnrealize()\n\t\t{\n\t\t\tMachine.SystemMemory.DelSubregion(_r);\n\t\t\tbase.OnUnrealize();\n\t\t}\n\t}\n}\n");

    [Fact]
    public Task Line_ends_of_the_file_are_kept() => Fix(
        Windows("""
            class Uart : Device
            {
                private readonly MmioRegion _registers;

                public Uart(Machine machine) : base(machine)
                {
                    _registers = new MmioRegion(this, "registers", 8, null, null);
                }

                #region Life cycle

                protected override void OnRealize() => {|MRL201:Machine.SystemMemory.AddSubregion(0x1000, _registers)|};

                #endregion
            }
            """),
        Windows("""
            class Uart : Device
            {
                private readonly MmioRegion _registers;

                public Uart(Machine machine) : base(machine)
                {
                    _registers = new MmioRegion(this, "registers", 8, null, null);
                }

                #region Life cycle

                protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0x1000, _registers);

                protected override void OnUnrealize()
                {
                    Machine.SystemMemory.DelSubregion(_registers);
                    base.OnUnrealize();
                }

                #endregion
            }
            """));

    [Fact]
    public Task Elements_of_a_collection_are_unlinked_in_front_of_the_base_class() => Fix(
        """
        abstract class Pluggable(Machine machine) : Device(machine)
        {
            protected override void OnUnrealize()
            {
                base.OnUnrealize();
            }
        }

        class Uart<T>(Machine machine) : Pluggable(machine)
        {
            private MmioRegion[] _ports = [];

            protected override void OnRealize()
            {
                _ports = [new MmioRegion(this, "a", 8, null, null), new MmioRegion(this, "b", 8, null, null)];
                foreach (MmioRegion port in _ports)
                {
                    {|MRL201:Machine.IoSpace.AddSubregion(0, port)|};
                }
            }
        }
        """,
        """
        abstract class Pluggable(Machine machine) : Device(machine)
        {
            protected override void OnUnrealize()
            {
                base.OnUnrealize();
            }
        }

        class Uart<T>(Machine machine) : Pluggable(machine)
        {
            private MmioRegion[] _ports = [];

            protected override void OnRealize()
            {
                _ports = [new MmioRegion(this, "a", 8, null, null), new MmioRegion(this, "b", 8, null, null)];
                foreach (MmioRegion port in _ports)
                {
                    Machine.IoSpace.AddSubregion(0, port);
                }
            }

            protected override void OnUnrealize()
            {
                foreach (var region in _ports)
                {
                    region.Container?.DelSubregion(region);
                }

                base.OnUnrealize();
            }
        }
        """);

    [Fact]
    public Task Nothing_is_offered_where_the_teardown_cannot_name_the_region() => VerifyFix<DeviceLifecycleAnalyzer, LinkCodeFix>.NotOfferedAsync("""
        class Slot : Device
        {
            public MmioRegion Registers { get; }

            public Slot(Machine machine) : base(machine) => Registers = new MmioRegion(this, "registers", 16, null, null);
        }

        class Bus : Device
        {
            private readonly ContainerRegion _window;

            public Bus(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Plug(Slot slot) => {|MRL201:_window.AddSubregion(0, slot.Registers)|};
        }

        class Mapping : QomObject
        {
            private readonly RamRegion _ram;

            public Mapping(Machine machine, ContainerRegion window) : base(machine)
            {
                _ram = new RamRegion(this, "ram", 4096);
                {|MRL201:window.AddSubregion(0, _ram)|};
            }
        }
        """);
}
