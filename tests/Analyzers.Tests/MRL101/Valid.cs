using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL101;

public class Valid
{
    [Fact]
    public Task Constructors_initialisers_and_realize_are_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank(Machine machine) : Device(machine)
        {
            private readonly MmioRegion[] _ports = new MmioRegion[2];
            private MmioRegion? _late;

            protected override void OnRealize()
            {
                base.OnRealize();
                for (int i = 0; i < _ports.Length; i++)
                {
                    _ports[i] = new MmioRegion(this, "port", 16, null, null);
                }

                CreateLate();
            }

            private void CreateLate() => _late = new MmioRegion(this, "late", 16, null, null);
        }
        """);

    [Fact]
    public Task Field_initialiser_in_a_nested_type_is_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Outer
        {
            public class Bank : Device
            {
                private readonly List<MmioRegion> _ports = [];

                public Bank(Machine machine) : base(machine) { Add("a"); Add("b"); }

                private void Add(string name) => _ports.Add(new MmioRegion(this, name, 16, null, null));
            }
        }
        """);

    [Fact]
    public Task Lambdas_that_init_runs_itself_are_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine)
            {
                Func<string, MmioRegion> create = name => new MmioRegion(this, name, 16, null, null);
                _ = create("a");
                _ = System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select(new[] { "b" }, name => new MmioRegion(this, name, 16, null, null)));
            }
        }
        """);

    [Fact]
    public Task Code_that_undoes_a_failed_realize_is_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            protected override void OnRealize()
            {
                try
                {
                    _port = new MmioRegion(this, "port", 16, null, null);
                    Connect();
                }
                catch (InvalidOperationException)
                {
                    _port?.Unparent();
                    _port = new MmioRegion(this, "stub", 16, null, null);
                    throw;
                }
            }

            private void Connect() => throw new InvalidOperationException();
        }
        """);

    [Fact]
    public Task Ram_rom_aliases_and_containers_may_come_at_run_time() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly RamRegion _ram;

            public Bank(Machine machine) : base(machine) => _ram = new RamRegion(this, "ram", 4096);

            protected override void OnReset()
            {
                _ = {|MRL102:new RamRegion(this, "hot", 4096)|};
                _ = {|MRL102:new RomRegion(this, "rom", 4096)|};
                _ = new ContainerRegion(this, "window", 4096);
                _ = new AliasRegion(this, "alias", _ram, 0, 4096);
            }
        }
        """);

    [Fact]
    public Task Fresh_owner_of_its_own_is_how_regions_come_and_go() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Mapping : QomObject { public Mapping(Machine machine) : base(machine) { } }

        class Gpu : Device
        {
            private readonly ContainerRegion _window;
            private Mapping? _last;

            public Gpu(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public void Map()
            {
                var mapping = new Mapping(Machine);
                AddChild("mapping", mapping);
                _window.AddSubregion(0, new MmioRegion(mapping, "blob", 16, null, null));
                _last = Fresh();
                _ = new MmioRegion(_last, "not fresh for sure", 16, null, null);
                Mapping other = Fresh();
                _ = new MmioRegion(other, "blob", 16, null, null);
                CreateFor(new Mapping(Machine));
            }

            private void CreateFor(Mapping mapping) => _ = new MmioRegion(mapping, "blob", 16, null, null);

            private Mapping Fresh() => new Mapping(Machine);
        }
        """);

    [Fact]
    public Task Unknown_phase_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine, Action<Action> schedule) : base(machine)
            {
                schedule(() => _port = new MmioRegion(this, "port", 16, null, null));
                schedule(Create);
            }

            internal void Create() => _port = new MmioRegion(this, "port", 16, null, null);

            protected virtual void CreateMore() => _port = new MmioRegion(this, "port", 16, null, null);

            private void Unused() => _port = new MmioRegion(this, "port", 16, null, null);
        }
        """);

    [Fact]
    public Task Unknown_owner_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly Func<QomObject> _owner;

            public Bank(Machine machine, Func<QomObject> owner) : base(machine) => _owner = owner;

            protected override void OnReset() => _ = new MmioRegion(_owner(), "port", 16, null, null);
        }
        """);

    [Fact]
    public Task Attribute_says_that_a_public_member_is_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            [LifecyclePhase(LifecyclePhase.Init)]
            public void Configure(int ports) => _ = new MmioRegion(this, "port", 16, null, null);

            public int Size { init => _ = new MmioRegion(this, "port", 16, null, null); }

            [LifecyclePhase(LifecyclePhase.Init)]
            public int Ports { set => _ = new MmioRegion(this, "port", 16, null, null); }
        }
        """);

    [Fact]
    public Task Board_code_has_no_phases() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public static class Board
        {
            public static MmioRegion Build(Machine machine, Device owner)
            {
                machine.SystemMemory.AddSubregion(0, new RamRegion(null, "ram", 4096));
                return new MmioRegion(owner, "board", 16, null, null);
            }
        }

        public class Builder
        {
            public void Build(Machine machine)
            {
                var rom = new MmioRegion(null, "rom", 16, null, null);
                machine.SystemMemory.AddSubregion(0, rom);
            }
        }
        """);

    [Fact]
    public Task Constructor_of_a_device_is_init_whoever_calls_it() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        public class Slot : Device
        {
            private readonly MmioRegion _port;

            public Slot(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);
        }

        public class Bus : Device
        {
            public Bus(Machine machine) : base(machine) { }

            public Slot Plug()
            {
                var slot = new Slot(Machine);
                AddChild("slot", slot);
                return slot;
            }
        }
        """);

    [Fact]
    public Task Public_member_of_a_private_type_has_the_phase_of_its_callers() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bus : Device
        {
            private readonly Slot _slot;

            public Bus(Machine machine) : base(machine)
            {
                _slot = new Slot(machine);
                _slot.Build();
            }

            private class Slot : Device
            {
                public Slot(Machine machine) : base(machine) { }

                public void Build() => _ = new MmioRegion(this, "port", 16, null, null);
            }
        }
        """);

    [Fact]
    public Task Attribute_counts_for_more_than_the_callers() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            protected override void OnReset()
            {
                if (!IsRealized)
                {
                    Create();
                }
            }

            [LifecyclePhase(LifecyclePhase.Init)]
            private void Create() => _port = new MmioRegion(this, "port", 16, null, null);
        }
        """);
}
