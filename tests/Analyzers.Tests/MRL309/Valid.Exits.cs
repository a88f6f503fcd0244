using System.Threading.Tasks;
using Xunit;

namespace MemoryRegions.Analyzers.Tests.MRL309;

public partial class Valid
{
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
