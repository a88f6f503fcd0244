using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

public class Valid
{
    private const string Map = "_space.Map(0x1000, 4096, MapAccess.Read)";

    [Theory]
    [InlineData("protected override void OnUnrealize() => _ring.Dispose();")]
    [InlineData("protected override void OnFinalize() => _ring.Dispose();")]
    [InlineData("protected override void OnReset() => _ring.Unmap();")]
    [InlineData("public void Complete() => _space.Unmap(_ring, 0);")]
    [InlineData("protected override void OnUnrealize() => Stop(); private void Stop() { _ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { Stop(); void Stop() => _ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() => Release(_ring); private static void Release(MemoryMapping mapping) => mapping.Dispose();")]
    [InlineData("protected override void OnUnrealize() { MemoryMapping ring = _ring; _ring = default; ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { (MemoryMapping ring, _ring) = (_ring, default); ring.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() { using (_ring) { } }")]
    [InlineData("protected override void OnUnrealize() { using MemoryMapping ring = _ring; }")]
    [InlineData("protected override void OnUnrealize() { if (_ring is { IsNull: false } ring) { ring.Unmap(); } }")]
    [InlineData("protected override void OnUnrealize() => new Action(() => _ring.Dispose())();")]
    [InlineData("protected override void OnUnrealize() { Action release = _ring.Unmap; release(); }")]
    [InlineData("public MemoryMapping Take() => _ring;")]
    [InlineData("public MemoryMapping Ring => _ring;")]
    [InlineData("public ref MemoryMapping Ring => ref _ring;")]
    [InlineData("protected override void OnUnrealize() => Pool.Give(_ring); static class Pool { public static void Give(MemoryMapping mapping) => mapping.Dispose(); }")]
    [InlineData("protected override void OnUnrealize() => Foreign(_ring); protected virtual void Foreign(MemoryMapping mapping) { }")]
    [InlineData("protected override void OnUnrealize() => Sink?.Invoke(_ring); public Action<MemoryMapping>? Sink { get; set; }")]
    [InlineData("protected override void OnUnrealize() { object boxed = _ring; ((IDisposable)boxed).Dispose(); }")]
    public Task Mapping_that_somebody_releases(string exit) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = {{Map}};

            {{exit}}
        """);

    [Theory]
    [InlineData("public")]
    [InlineData("internal")]
    [InlineData("protected")]
    [InlineData("private protected")]
    [InlineData("protected internal")]
    [InlineData("public static")]
    [InlineData("private static")]
    public Task Field_that_other_code_can_reach(string accessibility) => HeldTest.CheckAsync(
        $$"""
            {{accessibility}} MemoryMapping _ring;

            protected override void OnRealize() => _ring = {{Map}};
        """);

    [Theory]
    [InlineData("_pixels.Dispose(); if (on) _pixels = _space.Map(address, 4096, MapAccess.Read);")]
    [InlineData("_pixels.Dispose(); if (!on) return; _pixels = _space.Map(address, 4096, MapAccess.Read);")]
    [InlineData("_pixels.Dispose(); _pixels = on ? _space.Map(address, 4096, MapAccess.Read) : default;")]
    [InlineData("_pixels = _space.Map(address, 4096, MapAccess.Read); Use(_pixels.Span); _pixels.Dispose();")]
    [InlineData("if (!on) { _pixels.Dispose(); } else { _pixels.Dispose(); _pixels = _space.Map(address, 4096, MapAccess.Read); }")]
    public Task Released_where_it_is_not_always_acquired_anew(string statements) => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _pixels;

            public void SetMode(ulong address, bool on) { {{statements}} }
        """);

    [Fact]
    public Task Released_before_the_next_acquisition_and_in_the_teardown() => HeldTest.CheckAsync(
        """
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = _space.Map(address, 4096, MapAccess.Read);
            }

            protected override void OnUnrealize() => _pixels.Dispose();
        """);

    [Fact]
    public Task Property_that_other_code_can_read() => HeldTest.CheckAsync(
        $$"""
            public MemoryMapping Ring { get; private set; }

            protected override void OnRealize() => Ring = {{Map}};
        """);

    [Theory]
    [InlineData("foreach (MemoryMapping ring in _rings) { ring.Dispose(); }")]
    [InlineData("foreach (ref MemoryMapping ring in _rings.AsSpan()) { ring.Dispose(); }")]
    [InlineData("for (int i = 0; i < _rings.Length; i++) { _rings[i].Dispose(); }")]
    [InlineData("for (int i = 0; i < _rings.Length; i++) { _space.Unmap(_rings[i], 0); }")]
    [InlineData("Array.ForEach(_rings, ring => ring.Dispose());")]
    [InlineData("Array.ForEach(_rings, Release); static void Release(MemoryMapping ring) => ring.Dispose();")]
    [InlineData("foreach (var ring in _rings.Where(r => !r.IsNull)) { ring.Unmap(); }")]
    [InlineData("Release(_rings); static void Release(MemoryMapping[] rings) { foreach (var r in rings) { r.Dispose(); } }")]
    [InlineData("var copy = _rings; foreach (var r in copy) { r.Dispose(); }")]
    public Task Array_that_a_loop_drains(string drain) => HeldTest.CheckAsync(
        $$"""
            private readonly MemoryMapping[] _rings = new MemoryMapping[4];

            protected override void OnRealize() => _rings[0] = {{Map}};

            protected override void OnUnrealize() { {{drain}} }
        """);

    [Fact]
    public Task Array_that_is_filled_under_another_name() => HeldTest.CheckAsync(
        $$"""
            private readonly MemoryMapping[] _rings = new MemoryMapping[4];

            protected override void OnRealize()
            {
                MemoryMapping[] rings = _rings;
                rings[0] = {{Map}};
            }

            protected override void OnUnrealize() { foreach (var ring in _rings) { ring.Dispose(); } }
        """);

    [Fact]
    public Task Queue_that_is_drained() => HeldTest.CheckAsync(
        $$"""
            private readonly Queue<Request> _requests = new();

            public void Submit()
            {
                var request = new Request();
                request.Buffer = {{Map}};
                _requests.Enqueue(request);
            }

            protected override void OnUnrealize()
            {
                while (_requests.TryDequeue(out Request? request))
                {
                    request.Buffer.Dispose();
                }
            }

            private sealed class Request
            {
                public MemoryMapping Buffer { get; set; }
            }
        """);

    [Fact]
    public Task Request_that_releases_itself() => HeldTest.CheckAsync(
        $$"""
            private readonly List<Request> _requests = new();

            public void Submit() => _requests.Add(new Request({{Map}}));

            protected override void OnUnrealize() => _requests.ForEach(request => request.Complete());

            private sealed class Request(MemoryMapping buffer)
            {
                public void Complete() => buffer.Dispose();
            }
        """);

    [Fact]
    public Task Object_of_another_type_that_is_handed_the_mapping() => HeldTest.CheckTypesAsync(
        """
        class Request(MemoryMapping buffer)
        {
            public void Complete() => buffer.Dispose();
        }

        class DmaDevice(Machine machine) : Device(machine)
        {
            private Request? _request;

            public void Submit() => _request = new Request(Machine.Memory.Map(0, 64, MapAccess.Read));

            public void Complete() => _request?.Complete();
        }
        """);

    [Fact]
    public Task Record_of_another_type_whose_method_is_called() => HeldTest.CheckTypesAsync(
        """
        record Request(MemoryMapping Buffer)
        {
            public void Complete() => Buffer.Dispose();
        }

        class DmaDevice(Machine machine) : Device(machine)
        {
            private Request? _request;

            public void Submit() => _request = new Request(Machine.Memory.Map(0, 64, MapAccess.Read));

            public void Complete() => _request?.Complete();
        }
        """);

    [Fact]
    public Task Base_class_that_releases() => HeldTest.CheckTypesAsync(
        """
        abstract class Base(Machine machine) : Device(machine)
        {
            private protected MemoryMapping _ring;

            protected override void OnUnrealize() => _ring.Dispose();
        }

        sealed class DmaDevice(Machine machine) : Base(machine)
        {
            protected override void OnRealize() => _ring = Machine.Memory.Map(0, 4096, MapAccess.Read);
        }
        """);

    [Fact]
    public Task Device_that_lives_as_long_as_its_machine() => HeldTest.CheckTypesAsync(
        """
        [MachineLifetime]
        class DmaDevice(Machine machine) : Device(machine)
        {
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = Machine.Memory.Map(0, 4096, MapAccess.Read);
        }
        """);

    [Fact]
    public Task Board_code() => HeldTest.CheckTypesAsync(
        """
        class Board(Machine machine)
        {
            private readonly AddressSpace _io = new(machine, machine.IoSpace, "io");

            public void Poke() => _io.StoreUInt8(0, 1);
        }
        """);

    [Fact]
    public Task Mapping_that_is_kept_for_one_call_only() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _current;

            protected override void OnRealize() => _ = new MmioRegion(this, "registers", 16, null, WriteRegister);

            private void WriteRegister(ulong offset, ulong value, int size)
            {
                _current = {{Map}};
                Process();
                _current.Dispose();
                _current = default;
            }

            private void Process() => Use(_current.Span);
        """);

    [Fact]
    public Task Mode_that_maps_nothing_when_it_is_switched_off() => HeldTest.CheckAsync(
        """
            private MemoryMapping _pixels;

            public void SetMode(ulong address)
            {
                _pixels.Dispose();
                _pixels = default;
                if (address != 0)
                {
                    _pixels = _space.Map(address, 4096, MapAccess.Read);
                }
            }
        """);

    [Fact]
    public Task Guest_that_maps_anew_what_it_mapped_before() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            protected override void OnRealize() => _ = new MmioRegion(this, "registers", 16, null, WriteRegister);

            private void WriteRegister(ulong offset, ulong value, int size)
            {
                _ring.Dispose();
                _ring = {{Map}};
            }

            protected override void OnUnrealize() => _ring.Dispose();
        """);

    [Fact]
    public Task Released_by_a_callback_that_others_call_too() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;
            private MapClient _client;

            protected override void OnRealize()
            {
                _ = new MmioRegion(this, "registers", 16, null, (offset, value, size) => _ring = {{Map}});
                _client = _space.RegisterMapClient(Done);
            }

            private void Done() => _ring.Dispose();

            protected override void OnUnrealize() => _client.Dispose();
        """);

    private const string Transfer = $$"""
            private MemoryMapping _packet;
            private bool _running;

            public void Submit() => _packet = {{Map}};

            public void Complete()
            {
                _packet.Unmap();
                _packet = default;
            }

        """;

    [Theory]
    [InlineData("public void Cancel() { _packet.Unmap(); _packet = default; }")]
    [InlineData("public void Cancel() { Complete(); _packet = default; }")]
    [InlineData("public void Cancel() { var packet = _packet; _packet = default; packet.Dispose(); }")]
    [InlineData("public void Cancel() { if (_running) { return; } _packet = default; }")]
    [InlineData("public void Cancel() { if (!_running) { _packet = default; } }")]
    [InlineData("public void Cancel() { Complete(); Forget(); } private void Forget() => _packet = default;")]
    [InlineData("protected override void OnRealize() => _packet = default;")]
    [InlineData("public void Cancel() { _packet = default; _packet = _space.Map(0, 4, MapAccess.Read); }")]
    public Task Exit_that_forgets_what_it_need_not_release(string exit) => HeldTest.CheckAsync(Transfer + exit);

    [Fact]
    public Task Exit_that_forgets_what_is_released_already() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _packet;

            public void Submit() => _packet = {{Map}};

            public void Complete() => _packet.Unmap();

            public void Recycle() => _packet = default;
        """);

    [Fact]
    public Task Completion_that_holds_the_mapping_itself() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _packet;

            public void Submit(Action<Action> queue)
            {
                MemoryMapping packet = {{Map}};
                _packet = packet;
                queue(() => packet.Unmap());
            }

            public void Cancel() => _packet = default;
        """);

    [Fact]
    public Task Mapping_that_has_left_the_field_again() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            public void Peek()
            {
                MemoryMapping ring = {{Map}};
                _ring = ring;
                Use(_ring.Span);
                ring.Unmap();
            }
        """);

    [Fact]
    public Task Listener_that_unregisters_itself() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnRealize() => _watcher.Register(_space);

            private sealed class Watcher() : MemoryListener("watcher")
            {
                protected override void OnCommit() => Unregister();
            }
        """);

    [Fact]
    public Task Listener_from_outside() => HeldTest.CheckTypesAsync(
        """
        class DmaDevice(Machine machine, MemoryListener listener) : Device(machine)
        {
            private readonly MemoryListener _listener = listener;

            protected override void OnRealize() => _listener.Register(Machine.Memory);
        }
        """);

    [Fact]
    public Task Reference_that_is_dropped_at_the_end() => HeldTest.CheckTypesAsync(
        """
        class Client : Device
        {
            private readonly Device _server;

            public Client(Machine machine, Device server) : base(machine)
            {
                _server = server;
                server.Ref();
            }

            protected override void OnFinalize() => _server.Unref();
        }
        """);

    [Fact]
    public Task Reference_that_another_callback_drops() => HeldTest.CheckAsync(
        """
            private readonly List<MemoryRegion> _regions = new();

            public void Show(MemoryRegion region)
            {
                region.Ref();
                _regions.Add(region);
            }

            public void Hide(MemoryRegion region)
            {
                if (_regions.Remove(region))
                {
                    region.Unref();
                }
            }
        """);

    [Theory]
    [InlineData("new RamRegion(this, \"window\", 4096)", "OnFinalize")]
    [InlineData("new ContainerRegion(null, \"window\", 4096)", "OnFinalize")]
    [InlineData("new ContainerRegion(this, \"window\", 4096)", "OnUnrealize")]
    public Task Address_space_that_does_not_keep_its_device(string window, string exit) => HeldTest.CheckTypesAsync(
        $$"""
        class Controller : Device
        {
            private readonly MemoryRegion _window;
            private AddressSpace? _space;

            public Controller(Machine machine) : base(machine) => _window = {{window}};

            protected override void OnRealize() => _space = new AddressSpace(Machine, _window, "dma");

            protected override void {{exit}}() => _space?.Dispose();
        }
        """);

    [Theory]
    [InlineData("var (buffer, _) = _request; buffer.Dispose();")]
    [InlineData("if (_request is var (buffer, _)) { buffer.Dispose(); }")]
    [InlineData("if (_request is { Buffer: var buffer }) { buffer.Dispose(); }")]
    [InlineData("MemoryMapping buffer; (buffer, _) = _request; buffer.Dispose();")]
    public Task Record_that_is_taken_apart(string exit) => HeldTest.CheckAsync(
        $$"""
            private Request _request;

            public void Submit() => _request = new Request({{Map}}, 1);

            protected override void OnUnrealize() { {{exit}} }

            private readonly record struct Request(MemoryMapping Buffer, int Tag);
        """);

    [Fact]
    public Task Exit_that_makes_somebody_call_back() => HeldTest.CheckTypesAsync(
        """
        class Engine
        {
            public Action? Done { get; set; }
            public void CancelAll() => Done?.Invoke();
        }

        class DmaDevice(Machine machine, Engine engine) : Device(machine)
        {
            private MemoryMapping _packet;

            public void Submit()
            {
                _packet = Machine.Memory.Map(0, 64, MapAccess.Read);
                engine.Done = Complete;
            }

            private void Complete()
            {
                _packet.Unmap();
                _packet = default;
            }

            protected override void OnReset()
            {
                engine.CancelAll();
                _packet = default;
            }
        }
        """);

    [Fact]
    public Task Listener_that_hears_of_everything_when_it_is_unregistered() => HeldTest.CheckAsync(
        """
            private readonly Watcher _watcher = new();

            protected override void OnRealize() => _watcher.Register(_space);

            protected override void OnUnrealize()
            {
                _watcher.Unregister();
                _watcher.Forget();
            }

            private sealed class Watcher() : MemoryListener("watcher")
            {
                private readonly List<MemoryRegion> _seen = new();

                protected override void OnRegionAdd(in FlatRange range)
                {
                    range.Region.Ref();
                    _seen.Add(range.Region);
                }

                protected override void OnRegionDel(in FlatRange range)
                {
                    _seen.Remove(range.Region);
                    range.Region.Unref();
                }

                public void Forget() => _seen.Clear();
            }
        """);

    [Fact]
    public Task Type_with_errors() => HeldTest.CheckAsync(
        $$"""
            private MemoryMapping _ring;

            protected override void OnRealize() => _ring = {{Map}};

            protected override void OnUnrealize() => {|CS0103:_rin|}.Unmap();
        """);
}
