using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL106;

public class Diagnostics
{
    [Fact]
    public Task Alias_that_is_linked_after_it_was_destroyed_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _bus;
            private readonly AliasRegion _window;

            public Bridge(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _window = new AliasRegion(this, "window", bus, 0, 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _window);

            public void Move(ulong address)
            {
                Machine.SystemMemory.DelSubregion(_window);
                {|#1:_window.Unparent()|};
                {|#0:Machine.SystemMemory.AddSubregion(address, _window)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL106").WithLocation(0).WithLocation(1).WithArguments(
            "Alias '_window'",
            "it was destroyed at line 17",
            "use it before, or do not destroy it"));

    [Theory]
    [InlineData("{|MRL106:_window.Enabled|} = false;")]
    [InlineData("{|MRL106:_window.Address|}++;")]
    [InlineData("{|MRL106:_window.AliasOffset|} += 4096;")]
    [InlineData("_other = {|MRL106:new AliasRegion(this, \"other\", _window, 0, 16)|};")]
    [InlineData("{|MRL106:Machine.Adopt(_window)|};")]
    [InlineData("if (_window != null) { {|MRL106:_window.ReadOnly|} = true; }")]
    [InlineData("Console.WriteLine(_window.Enabled); {|MRL106:_window.Priority|} = 1;")]
    [InlineData("try { {|MRL106:_window.Enabled|} = true; } finally { Console.WriteLine(); }")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { {|MRL106:_window.Address|} = (ulong)i; }")]
    [InlineData("var window = _window; {|MRL106:window.Enabled|} = false; window.Address = 0;")]
    public Task Use_of_a_destroyed_region_is_reported(string use) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Window("_window.Unparent();" + use));

    [Theory]
    [InlineData("if (on) { _window.Unparent(); } else { _window?.Unparent(); } {|MRL106:_window!.Enabled|} = false;")]
    [InlineData("_window?.Unparent(); {|MRL106:_window!.Enabled|} = false;")]
    [InlineData("using (Machine.BeginTransaction()) { _window.Unparent(); } {|MRL106:_window.Enabled|} = false;")]
    [InlineData("try { _window.Unparent(); } finally { Console.WriteLine(); } {|MRL106:_window.Enabled|} = false;")]
    [InlineData("do { _window.Unparent(); } while (Console.Read() < 0); {|MRL106:_window.Enabled|} = false;")]
    [InlineData("while (true) { _window.Unparent(); if (on) { break; } } {|MRL106:_window.Enabled|} = false;")]
    public Task Region_that_every_path_destroys_is_reported(string statements) => Verify<DeviceLifecycleAnalyzer>.ReportsAsync(Window(statements));

    [Fact]
    public Task Fresh_region_that_is_destroyed_and_linked_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine)
            {
                var window = new ContainerRegion(this, "window", 8192);
                var ram = new RamRegion(this, "ram", 4096);
                ram.Unparent();
                {|MRL106:window.AddSubregion(0, ram)|};
            }
        }
        """);

    [Fact]
    public Task Teardown_that_disables_what_it_destroyed_gets_one_report() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _bus;
            private readonly MmioRegion _port;

            public Bank(Machine machine, ContainerRegion bus) : base(machine)
            {
                _bus = bus;
                _port = new MmioRegion(this, "port", 16, null, null);
            }

            protected override void OnRealize() => _bus.AddSubregion(0, _port);

            protected override void OnUnrealize()
            {
                _bus.DelSubregion(_port);
                _port.Unparent();
                {|MRL106:_port.Enabled|} = false;
                _port.Address = 0;
            }
        }
        """);

    [Fact]
    public Task Root_of_an_address_space_that_is_destroyed_before_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            public AddressSpace? Space { get; private set; }

            public Bank(Machine machine) : base(machine)
            {
                var root = new ContainerRegion(this, "root", 4096);
                root.Unparent();
                Space = {|MRL106:new AddressSpace(machine, root, "dma")|};
            }
        }
        """);

    [Fact]
    public Task Own_region_in_finalize_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnFinalize() => {|#0:_port.Enabled|} = false;
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL106").WithLocation(0).WithArguments(
            "MMIO region '_port'",
            "what 'Bank' owns is released before 'OnFinalize', which runs when the device is gone",
            "do it in the teardown before that, or leave it"));

    [Fact]
    public Task Own_container_in_finalize_is_reported_in_helpers_and_loops_too() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly MmioRegion[] _ports = new MmioRegion[2];

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                for (int i = 0; i < _ports.Length; i++)
                {
                    _ports[i] = new MmioRegion(this, "port" + i, 16, null, null);
                    _window.AddSubregion((ulong)i * 16, _ports[i]);
                }
            }

            protected override void OnFinalize()
            {
                base.OnFinalize();
                Unlink();
            }

            private void Unlink()
            {
                foreach (MmioRegion port in _ports)
                {
                    {|MRL106:_window.DelSubregion(port)|};
                }
            }
        }
        """);

    [Fact]
    public Task Child_that_nobody_else_holds_is_gone_in_finalize() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Timer : Device
        {
            public ContainerRegion Window { get; }

            public Timer(Machine machine) : base(machine) => Window = new ContainerRegion(this, "window", 4096);
        }

        class Soc : Device
        {
            private readonly Timer _timer;

            public Soc(Machine machine) : base(machine)
            {
                _timer = new Timer(machine);
                AddChild("timer", _timer);
                _timer.Unref();
            }

            protected override void OnFinalize()
            {
                {|MRL106:_timer.Reset()|};
                {|MRL106:_timer.Window.Enabled|} = false;
            }
        }
        """);

    private static string Window(string statements) => $$"""
        class Bridge : Device
        {
            private AliasRegion? _other;
            private readonly AliasRegion _window;

            public Bridge(Machine machine) : base(machine) => _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);

            public AliasRegion? Other => _other;

            public void Change(bool on)
            {
                {{statements}}
            }
        }
        """;

    [Fact]
    public Task Reference_on_what_an_alias_shows_keeps_no_other_region() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Card : Device
        {
            private readonly RomRegion _rom;
            private readonly AliasRegion _window;

            public Card(Machine machine) : base(machine)
            {
                _rom = new RomRegion(this, "rom", 4096);
                _window = new AliasRegion(this, "window", machine.SystemMemory, 0, 4096);
            }

            protected override void OnRealize() => _window.Target.Ref();

            protected override void OnUnrealize() => _window.Target.Unref();

            protected override void OnFinalize() => {|MRL106:_rom.Size|} = 2048;
        }
        """);
}
