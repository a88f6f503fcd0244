using System.Threading.Tasks;
using MemoryRegions.Analyzers.Rules;
using MemoryRegions.Testing;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL101;

public class Diagnostics
{
    [Fact]
    public Task Creation_in_an_mmio_callback_is_reported_with_the_call_chain() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Doorbell : Device
        {
            private readonly MmioRegion _control;
            private MmioRegion? _late;

            public Doorbell(Machine machine) : base(machine)
            {
                _control = new MmioRegion(this, "control", 16, null, OnDoorbellWrite);
            }

            private void OnDoorbellWrite(ulong offset, ulong value, int size) => Configure();

            private void Configure() => MapWindow();

            private void MapWindow()
            {
                _late = {|#0:new MmioRegion(this, "late", 16, null, null)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments(
            "MMIO region '_late'",
            "'MapWindow', called by 'OnDoorbellWrite' through 'Configure', an MMIO callback"));

    [Fact]
    public Task Creation_in_reset_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Timer : Device
        {
            private RomDeviceRegion? _flash;

            public Timer(Machine machine) : base(machine) { }

            protected override void OnReset() => _flash = {|#0:new RomDeviceRegion(this, "flash", 4096, new MmioOperations())|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments(
            "ROM device region '_flash'",
            "'OnReset', which runs while the machine does"));

    [Fact]
    public Task Creation_in_a_public_member_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            public MmioRegion Open(string name) => {|MRL101:new MmioRegion(this, name, 16, null, null)|};
        }
        """);

    [Fact]
    public Task Creation_in_an_interface_implementation_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        interface IPort { void Open(); }

        class Bank : Device, IPort
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            void IPort.Open() => _port = {|#0:new MmioRegion(this, "port", 16, null, null)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments("MMIO region '_port'", "'Open', an implementation of 'IPort'"));

    [Fact]
    public Task Creation_on_first_use_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            public MmioRegion Port => _port ??= {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Creation_in_a_lambda_that_becomes_a_callback_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine)
            {
                var operations = new MmioOperations
                {
                    Write = (offset, value, size) => _port = {|#0:new MmioRegion(this, "port", 16, null, null)|},
                };
                _ = new MmioRegion(this, "control", 16, operations);
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments("MMIO region '_port'", "a lambda in the constructor of 'Bank', an MMIO callback"));

    [Fact]
    public Task Callback_that_is_kept_in_a_field_first_is_runtime_code() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly MmioWriteCallback _write;
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine)
            {
                _write = OnWrite;
                Register(_write);
            }

            private void Register(MmioWriteCallback callback)
            {
                _ = new MmioRegion(this, "control", 16, null, callback);
            }

            private void OnWrite(ulong offset, ulong value, int size) => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Creation_in_an_event_handler_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Backend { public event EventHandler? Connected; public void Raise() => Connected?.Invoke(this, EventArgs.Empty); }

        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine, Backend backend) : base(machine)
            {
                backend.Connected += OnConnected;
            }

            private void OnConnected(object? sender, EventArgs e) => _port = {|#0:new MmioRegion(this, "port", 16, null, null)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments("MMIO region '_port'", "'OnConnected', a handler of the event 'Connected'"));

    [Fact]
    public Task Creation_in_a_timer_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private readonly System.Threading.Timer _timer;
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine)
            {
                _timer = new System.Threading.Timer(OnTick, null, 0, 1);
            }

            private void OnTick(object? state) => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Creation_in_a_local_function_of_runtime_code_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            protected override void OnReset()
            {
                Create();

                void Create() => _port = {|#0:new MmioRegion(this, "port", 16, null, null)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments("MMIO region '_port'", "'Create', called by 'OnReset', which runs while the machine does"));

    [Fact]
    public Task Creation_in_the_setter_that_reset_uses_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) { }

            private ulong Base
            {
                set => _port = {|MRL101:new MmioRegion(this, "port", value, null, null)|};
            }

            protected override void OnReset() => Base = 16;
        }
        """);

    [Fact]
    public Task Creation_in_teardown_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            protected override void OnUnrealize() => _ = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Helper_that_init_and_runtime_share_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private MmioRegion? _port;

            public Bank(Machine machine) : base(machine) => Create();

            protected override void OnReset() => Create();

            private void Create() => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Creation_for_an_object_that_exists_already_is_reported() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        public class Slot : Device { public Slot(Machine machine) : base(machine) { } }

        public class Bus : Device
        {
            private readonly Slot _slot;

            public Bus(Machine machine) : base(machine)
            {
                _slot = new Slot(machine);
                AddChild("slot", _slot);
            }

            public void Plug(Device device)
            {
                _ = {|MRL101:new MmioRegion(device, "of the device", 16, null, null)|};
                _ = {|MRL101:new MmioRegion(_slot, "of the slot", 16, null, null)|};
                _ = {|MRL101:new MmioRegion(Parent, "of the parent", 16, null, null)|};
            }
        }
        """);

    [Fact]
    public Task Creation_without_an_owner_is_reported_because_the_machine_keeps_it_for_ever() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            public Bank(Machine machine) : base(machine) { }

            protected override void OnReset() => _ = {|MRL101:new MmioRegion(null, "port", 16, null, null)|};
        }
        """);

    [Fact]
    public Task Nested_helper_that_runtime_code_makes_is_runtime_code() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        class Bank : Device
        {
            private Window? _window;

            public Bank(Machine machine) : base(machine) { }

            protected override void OnReset() => _window = new Window(this);

            private sealed class Window
            {
                private readonly MmioRegion _region;

                public Window(Bank bank) => _region = {|#0:new MmioRegion(bank, "window", 16, null, null)|};
            }
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments(
            "MMIO region '_region'",
            "the constructor of 'Window', called by 'OnReset', which runs while the machine does"));

    [Fact]
    public Task Virtual_call_of_a_base_class_reaches_the_override() => Verify<DeviceLifecycleAnalyzer>.ReportsAsync("""
        abstract class Bank : Device
        {
            protected Bank(Machine machine) : base(machine) { }

            protected override void OnReset() => Rebuild();

            protected abstract void Rebuild();
        }

        class Fast : Bank
        {
            private MmioRegion? _port;

            public Fast(Machine machine) : base(machine) { }

            protected override void Rebuild() => _port = {|#0:new MmioRegion(this, "port", 16, null, null)|};
        }
        """,
        Verify<DeviceLifecycleAnalyzer>.Expect("MRL101").WithLocation(0).WithArguments("MMIO region '_port'", "'Rebuild', called by 'OnReset', which runs while the machine does"));

    [Fact]
    public Task Both_halves_of_a_partial_class_are_one_type()
    {
        var test = new Verify<DeviceLifecycleAnalyzer>
        {
            TestState =
            {
                Sources =
                {
                    """
                    partial class Bank : Device
                    {
                        public Bank(Machine machine) : base(machine) { }

                        protected override void OnReset() => Create();
                    }
                    """,
                    """
                    partial class Bank
                    {
                        private MmioRegion? _port;

                        private void Create() => _port = {|MRL101:new MmioRegion(this, "port", 16, null, null)|};
                    }
                    """,
                },
            },
        };
        return test.RunAsync();
    }

    [Fact]
    public Task Severity_comes_from_the_editorconfig() => new Verify<DeviceLifecycleAnalyzer>
    {
        TestCode = """
            class Bank : Device
            {
                public Bank(Machine machine) : base(machine) { }

                protected override void OnReset() => _ = new MmioRegion(this, "port", 16, null, null);
            }
            """,
        EditorConfig = "dotnet_diagnostic.MRL101.severity = none",
    }.RunAsync();
}
