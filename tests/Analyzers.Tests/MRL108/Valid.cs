using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL108;

public class Valid
{
    [Fact]
    public Task Destroyed_before_it_is_made_anew() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_window is not null)
                {
                    Machine.SystemMemory.DelSubregion(_window);
                    _window.Unparent();
                    _window = null;
                }

                if (value != 0)
                {
                    _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
                    Machine.SystemMemory.AddSubregion(0, _window);
                }
            }
        }
        """);

    [Fact]
    public Task Destroyed_through_a_null_test() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window?.Unparent();
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
            }
        }
        """);

    [Fact]
    public Task Destroyed_under_another_name() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                AliasRegion? old = _window;
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
                old?.Unparent();
            }
        }
        """);

    [Fact]
    public Task Made_if_there_is_none() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window ??= new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
            }
        }
        """);

    [Fact]
    public Task Made_if_it_is_null() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_window == null)
                {
                    _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
                }
            }
        }
        """);

    [Fact]
    public Task Made_once_as_a_flag_tells() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private bool _isMade;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_isMade)
                {
                    return;
                }

                _isMade = true;
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
            }
        }
        """);

    [Fact]
    public Task Made_once_as_a_state_tells() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private enum State { New, Ready }

            private AliasRegion? _window;
            private State _state;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (_state == State.New)
                {
                    _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
                    _state = State.Ready;
                }
            }
        }
        """);

    [Fact]
    public Task Condition_that_cannot_be_understood() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                if (IsFirst())
                {
                    _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
                }
            }

            private static bool IsFirst() => Environment.TickCount == 0;
        }
        """);

    [Fact]
    public Task Other_code_destroys_it() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
            }

            public void Close()
            {
                _window?.Unparent();
                _window = null;
            }
        }
        """);

    [Fact]
    public Task One_for_each_branch_of_init() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly MemoryRegion _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
                if (machine.Name == "pc")
                {
                    _window = new ContainerRegion(this, "window", 4096);
                }
                else
                {
                    _window = new RamRegion(this, "window", 4096);
                }
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }
        }
        """);

    [Fact]
    public Task Public_members_may_run_once() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {

            }

            public void Open() => _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
        }
        """);

    [Fact]
    public Task Collections_hold_many() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly List<AliasRegion> _windows = [];
            private AliasRegion? _last;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _windows.Add(new AliasRegion(this, "window", Machine.IoSpace, 0, 16));
                _last = _windows[0];
            }
        }
        """);

    [Fact]
    public Task Somebody_is_given_the_old_one() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private AliasRegion? _window;
            private readonly Bin _bin = new();
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                Give(_window);
                _window = new AliasRegion(this, "window", Machine.IoSpace, 0, 16);
            }

            private void Give(AliasRegion? window) => _bin.Take(window);

            public sealed class Bin
            {
                public void Take(AliasRegion? window) => window?.Unparent();
            }
        }
        """);

    [Fact]
    public Task Umbrella_takes_its_region_along() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Umbrella : Device
        {
            public Umbrella(Machine machine) : base(machine) => Ram = new RamRegion(this, "ram", 4096);

            public RamRegion Ram { get; }
        }

        class Bridge : Device
        {
            private readonly MmioRegion _control;
            private Umbrella? _umbrella;
            private RamRegion? _ram;

            public Bridge(Machine machine) : base(machine) => _control = new MmioRegion(this, "control", 16, null, OnWrite);

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _umbrella?.Unref();
                _umbrella = new Umbrella(Machine);
                _ram = _umbrella.Ram;
            }

            public ulong Size => _ram is null ? 0 : (ulong)_ram.Size;
        }
        """);

    [Fact]
    public Task Constructors_make_one_each() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Bridge : Device
        {
            private readonly ContainerRegion _window;

            public Bridge(Machine machine) : base(machine) => _window = new ContainerRegion(this, "window", 4096);

            public Bridge(Machine machine, ulong size) : base(machine) => _window = new ContainerRegion(this, "window", size);
        }
        """);

    [Fact]
    public Task Run_time_creation_of_mmio_is_one_diagnostic() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bridge : Device
        {
            private MmioRegion? _port;
            private readonly MmioRegion _control;

            public Bridge(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnWrite);
            }

            private void OnWrite(ulong offset, ulong value, int size)
            {
                _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
            }
        }
        """);

    [Fact]
    public Task Public_code_destroys_what_may_be_the_same_region() => Verify<DeviceLifecycleAnalyzer>.SilentAsync("""
        class Card(Machine machine) : Device(machine)
        {
            private ContainerRegion? _window;
            private ContainerRegion? _last;

            protected override void OnReset()
            {
                _window = new ContainerRegion(this, "window", 4096);
                _last = _window;
            }

            public void Stop() => _last?.Unparent();
        }
        """);
}
