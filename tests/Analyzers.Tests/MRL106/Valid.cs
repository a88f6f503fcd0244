using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL106;

public class Valid
{
    [Theory]
    [InlineData("_window.Unparent(); _window = new AliasRegion(this, \"window\", Machine.IoSpace, 0, 16); _window.Enabled = false;")]
    [InlineData("_window.Unparent(); Make(); _window.Enabled = false;")]
    [InlineData("if (on) { _window.Unparent(); } _window.Enabled = false;")]
    [InlineData("if (on) { _window.Unparent(); return; } _window.Enabled = false;")]
    [InlineData("try { _window.Unparent(); } catch (MemoryRegionException) { _window.Enabled = false; }")]
    [InlineData("_window.Unparent(); if (!_window.IsFinalized) { _window.Enabled = false; }")]
    [InlineData("_window.Enabled = false; _window.Unparent();")]
    [InlineData("foreach (int i in new[] { 1, 2 }) { _window.Unparent(); _window = new AliasRegion(this, \"w\", Machine.IoSpace, 0, 16); _window.Address = (ulong)i; }")]
    public Task Region_that_may_be_another_or_alive_is_silent(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Window(statements));

    [Theory]
    [InlineData("Console.WriteLine(_window.Name + _window.Path + _window.Size + _window.Owner + _window.Enabled);")]
    [InlineData("Console.WriteLine(_window.IsFinalized); Console.WriteLine(_window.IsMapped);")]
    [InlineData("Console.WriteLine(_window.Target.Name); Console.WriteLine(_window.ReferenceCount);")]
    [InlineData("_window.Container?.DelSubregion(_window);")]
    [InlineData("_window.Unparent();")]
    [InlineData("foreach (MemoryRegion region in _window.Subregions) { Console.WriteLine(region); }")]
    public Task Reading_a_dead_region_is_silent(string statements) => Verify<DeviceLifecycleAnalyzer>.SilentAsync(Window("_window.Unparent();" + statements));

    [Fact]
    public Task Container_of_the_same_owner_keeps_the_region_alive() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly ContainerRegion _window;
            private readonly AliasRegion _alias;

            public Bank(Machine machine) : base(machine)
            {
                _window = new ContainerRegion(this, "window", 4096);
                _alias = new AliasRegion(this, "alias", machine.IoSpace, 0, 16);
                _window.AddSubregion(0, _alias);
            }

            public void Forget()
            {
                _alias.Unparent();
                _alias.Enabled = false;
                _window.DelSubregion(_alias);
            }
        }
        """);

    [Fact]
    public Task Linked_and_mapped_ram_outlives_the_call() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly Dictionary<int, RamRegion> _all = [];

            public Bank(Machine machine) : base(machine)
            {
                var ram = new RamRegion(this, "ram", 4096);
                machine.SystemMemory.AddSubregion(0, ram);
                ram.Unparent();
                ram.Enabled = false;
                machine.SystemMemory.DelSubregion(ram);
            }

            public void Plug(int slot)
            {
                var ram = {|MRL102:new RamRegion(this, "ram", 4096)|};
                _all.Add(slot, ram);
                Machine.SystemMemory.AddSubregion(4096, ram);
            }

            public void Unplug(int slot)
            {
                RamRegion ram = _all[slot];
                ram.Unparent();
                Machine.SystemMemory.DelSubregion(ram);
            }
        }
        """);

    [Fact]
    public Task Region_that_came_from_somewhere_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            public void Forget(AliasRegion alias)
            {
                alias.Unparent();
                alias.Enabled = false;
            }

            public void Keep(Func<AliasRegion> make, Action<AliasRegion> use)
            {
                AliasRegion alias = make();
                alias.Unparent();
                alias.Enabled = false;
            }
        }
        """);

    [Fact]
    public Task Region_that_was_handed_out_may_be_held() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            public Bank(Machine machine, Action<MemoryRegion> use) : base(machine)
            {
                var alias = new AliasRegion(this, "alias", machine.IoSpace, 0, 16);
                use(alias);
                alias.Unparent();
                alias.Enabled = false;
            }
        }
        """);

    [Fact]
    public Task Local_that_a_lambda_changes_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine)
            {
                var alias = new AliasRegion(this, "alias", machine.IoSpace, 0, 16);
                void Renew() => alias = new AliasRegion(this, "alias", machine.IoSpace, 0, 16);
                alias.Unparent();
                Renew();
                alias.Enabled = false;
            }
        }
        """);

    [Fact]
    public Task Destruction_that_is_reported_itself_is_reported_once() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            public void Disable()
            {
                {|MRL103:_port.Unparent()|};
                _port.Enabled = false;
            }
        }
        """);

    [Fact]
    public Task Finalize_may_look_and_destroy() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;
            private readonly RamRegion _ram;
            private readonly RamRegion _shared;
            private readonly RamRegion _kept;
            private readonly ContainerRegion _window;

            public Bank(Machine machine) : base(machine)
            {
                _port = new MmioRegion(this, "port", 16, null, null);
                _ram = new RamRegion(this, "ram", 4096);
                _shared = new RamRegion(this, "shared", 4096);
                _kept = new RamRegion(this, "kept", 4096);
                _kept.Ref();
                _window = new ContainerRegion(this, "window", 4096);
            }

            protected override void OnRealize() => Machine.SystemMemory.AddSubregion(0, _shared);

            protected override void OnFinalize()
            {
                Console.WriteLine(_port.Name + _port.Enabled + _port.IsFinalized);
                _port.Unparent();
                _ram.GetSpan(0, 16).Clear();
                _port.Container?.DelSubregion(_port);
                if (_port.IsMapped)
                {
                    _window.DelSubregion(_port);
                }

                if (!_port.IsFinalized)
                {
                    _port.Enabled = false;
                }

                _kept.Enabled = false;
                _kept.Unref();
                _shared.Enabled = false;
                Machine.SystemMemory.DelSubregion(_shared);
                Machine.SystemMemory.Enabled = true;
            }
        }
        """);

    [Fact]
    public Task Teardown_that_finalize_shares_with_unrealize_is_silent() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bank : Device
        {
            private readonly MmioRegion _port;
            private bool _isDown;

            public Bank(Machine machine) : base(machine) => _port = new MmioRegion(this, "port", 16, null, null);

            protected override void OnUnrealize() => TearDown();

            protected override void OnFinalize() => TearDown();

            private void TearDown()
            {
                if (!_isDown)
                {
                    _isDown = true;
                    _port.Enabled = false;
                }
            }
        }
        """);

    [Fact]
    public Task Child_that_its_creator_still_holds_lives_in_finalize() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Timer : Device
        {
            public Timer(Machine machine) : base(machine) { }
        }

        class Soc : Device
        {
            private readonly Timer _held;
            private readonly Timer _other;
            private readonly Timer _outside;

            public Soc(Machine machine, Timer outside) : base(machine)
            {
                _outside = outside;
                _held = new Timer(machine);
                AddChild("held", _held);
                _other = new Timer(machine);
                AddChild("other", _other);
                _other.Ref();
                _other.Unref();
            }

            protected override void OnFinalize()
            {
                _held.Reset();
                _held.Unref();
                _other.Reset();
                _outside.Reset();
            }
        }
        """);

    private static string Window(string statements) => $$"""
        class Bridge : Device
        {
            private AliasRegion _window;

            public Bridge(Machine machine) : base(machine) => _window = new AliasRegion(this, "window", machine.IoSpace, 0, 4096);

            public void Change(bool on)
            {
                {{statements}}
            }

            private void Make() => _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 4096);
        }
        """;

    [Fact]
    public Task Reference_on_what_an_alias_of_an_alias_shows_keeps_that_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card : Device
        {
            private readonly RomRegion _rom;
            private readonly AliasRegion _window;
            private readonly AliasRegion _view;

            public Card(Machine machine) : base(machine)
            {
                _rom = new RomRegion(this, "rom", 4096);
                _window = new AliasRegion(this, "window", _rom, 0, 4096);
                _view = new AliasRegion(this, "view", _window.Target, 0, 4096);
            }

            protected override void OnRealize() => _view.Target.Ref();

            protected override void OnUnrealize() => _view.Target.Unref();

            protected override void OnFinalize() => _rom.Size = 2048;
        }
        """);
}
